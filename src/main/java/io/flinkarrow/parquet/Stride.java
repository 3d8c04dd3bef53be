package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafRows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The stride at hand: a stretch of rows that ends after {@link #ROWS} rows or a number of bytes of
 * values, counted across batches. The bytes are a quarter of what the row group may still hold and
 * get less towards its end, so that the retained heap overshoots its limit by little however large
 * a batch is. Where strides end does not depend on how rows were grouped into batches.
 */
final class Stride {

  static final int ROWS = 65_536;

  /**
   * Each column takes the rows of a stride at a time, so that long strides find its dictionary in
   * the processor's cache. A column chunk may hold several times the bytes of its values while it
   * tries a dictionary, hence no more than this part of the room that is left.
   */
  private static final int PARTS_OF_ROOM = 4;

  /** A stride is at least this part of a row group or this long, whichever is less. */
  private static final int MOST_STRIDES = 16;

  private static final long LEAST_BYTES = 8 << 20;

  /** The most rows that are tried first when looking for those that fit. */
  private static final int LONGEST_FIRST_STEP = 256;

  private final long rowGroupBytes;

  /** The rows that are tried first when looking for those that fit. */
  private int firstStep = LONGEST_FIRST_STEP;

  private int rows;
  private long bytes;
  private long mostBytes;
  private int mostRows;

  Stride(long rowGroupBytes) {
    this.rowGroupBytes = rowGroupBytes;
  }

  /**
   * Begins the next one.
   *
   * @param retainedBytes of the row group so far
   */
  void begin(long retainedBytes, int mostRowsOfIt) {
    rows = 0;
    bytes = 0;
    long least = Math.min(LEAST_BYTES, rowGroupBytes / MOST_STRIDES);
    mostBytes = Math.max(least, (rowGroupBytes - retainedBytes) / PARTS_OF_ROOM);
    mostRows = mostRowsOfIt;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  boolean hasMostRows() {
    return rows == mostRows;
  }

  /** The most rows that it can have. */
  int mostRows() {
    return mostRows;
  }

  /** Adds rows. */
  void add(List<? extends LeafRows> leaves, int fromRow, int rowCount) {
    rows += rowCount;
    bytes += totalBytes(leaves, fromRow, fromRow + rowCount);
  }

  /**
   * The rows that still fit. Begins with as many as fitted last, doubles its step until rows no
   * longer fit and then halves it: the sizes of dictionary-encoded values are added up row by row,
   * which for all rows offered would cost more than encoding those that fit.
   */
  int fitting(List<? extends LeafRows> leaves, int fromRow, long offered) {
    int limit = (int) Math.min(offered, mostRows - rows);
    long available = mostBytes - bytes;
    if (available < 0) {
      return 0;
    }
    int fits = 0;
    int exceeds = limit + 1;
    int step = firstStep;
    while (exceeds - fits > 1) {
      int probe = Math.min(fits + step, exceeds - 1);
      long probed = totalBytes(leaves, fromRow + fits, fromRow + probe);
      if (probed <= available) {
        available -= probed;
        fits = probe;
      } else {
        exceeds = probe;
      }
      step = exceeds > limit ? 2 * step : Math.max(1, (exceeds - fits) / 2);
    }
    if (fits > 0 || rows == 0) {
      firstStep = Math.max(1, Math.min(fits, LONGEST_FIRST_STEP));
    }
    return fits;
  }

  private static long totalBytes(List<? extends LeafRows> leaves, int fromRow, int toRow) {
    long total = 0;
    for (int i = 0; i < leaves.size(); i++) {
      total += leaves.get(i).valueBytes(fromRow, toRow);
    }
    return total;
  }

  /** So that {@link #readFrom} makes another one go on as this. */
  void writeTo(DataOutput out) throws IOException {
    out.writeInt(rows);
    out.writeLong(bytes);
    out.writeLong(mostBytes);
    out.writeInt(mostRows);
  }

  void readFrom(DataInput in) throws IOException {
    rows = in.readInt();
    bytes = in.readLong();
    mostBytes = in.readLong();
    mostRows = in.readInt();
    if (rows < 0 || rows >= mostRows || mostRows > ROWS || bytes < 0) {
      throw new IOException(
          "A stretch should have from 0 to %d rows, but has %d of %d bytes"
              .formatted(Math.min(mostRows, ROWS) - 1, rows, bytes));
    }
  }
}
