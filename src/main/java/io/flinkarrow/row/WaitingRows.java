package io.flinkarrow.row;

import io.flinkarrow.row.shred.RowShredder;

/** How many rows wait to be encoded together. */
final class WaitingRows {

  static final long MAXIMUM_BYTES = 4 << 20;

  /**
   * Between two turns of the encoder the stream's own work pushes dictionaries out of the cache:
   * the more rows a turn takes, the rarer they are fetched again.
   */
  private static final int MAXIMUM_ROWS = 16_384;

  /** What waits is not compressed yet: it stays a small part of what lies in the row group. */
  private static final int ROW_GROUP_PER_WAITING = 8;

  private static final int FIRST_ROWS = 2048;
  private static final int MINIMUM_ROWS = 64;

  /** A column that holds no more than a number a row, with levels. */
  private static final int COLUMN_BYTES = 16;

  private final int most;
  private int enough;

  WaitingRows(int columns) {
    long fitting = MAXIMUM_BYTES / COLUMN_BYTES / columns;
    this.most = (int) Math.max(MINIMUM_ROWS, Math.min(MAXIMUM_ROWS, fitting));
    this.enough = Math.min(FIRST_ROWS, most);
  }

  boolean areEnough(RowShredder rows) {
    return rows.rowCount() >= enough || rows.varyingBytes() >= MAXIMUM_BYTES;
  }

  /** Whether the buffers are not worth keeping. */
  static boolean areLarge(RowShredder rows) {
    return rows.varyingBytes() > 2 * MAXIMUM_BYTES;
  }

  /** Rows were encoded. */
  void follow(long rowGroupRows) {
    enough = (int) Math.min(most, Math.max(FIRST_ROWS, rowGroupRows / ROW_GROUP_PER_WAITING));
  }
}
