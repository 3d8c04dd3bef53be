package io.flinkarrow.read.field;

import io.flinkarrow.refusal.TooLargeException;

/**
 * The heap bytes of the row that is being read. Charged before anything is collected: a few bytes
 * of a file can be a list of billions of nulls.
 */
public final class RowMemory {

  private final long limit;
  private long row;

  public RowMemory(long limit) {
    this.limit = limit;
  }

  /** From now on, another row is charged, which takes so much already. */
  public void goOn(long row) {
    this.row = row;
  }

  /** Charged to the row so far. */
  public long row() {
    return row;
  }

  /**
   * @throws TooLargeException if the row has not that many left
   */
  public void charge(long bytes) {
    if (bytes > limit - row) {
      throw new TooLargeException(
          "with it, the row takes %d bytes of heap, at most %d are allowed. If the file is a good one, raise maximumRowBytes"
              .formatted(row + bytes, limit));
    }
    row += bytes;
  }
}
