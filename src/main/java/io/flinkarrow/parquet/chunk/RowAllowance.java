package io.flinkarrow.parquet.chunk;

import io.flinkarrow.refusal.TooLargeException;

/**
 * How many bytes one row may take in all columns of a file together. A column that holds no more
 * than its share of a batch does not ask for it: only one whose first row alone has more does, as
 * memory for it is needed. Shared by the columns of one reader.
 */
public final class RowAllowance {

  /** What an array can hold, with room for what decoders write behind their values. */
  private static final int MOST_ARRAY_BYTES = Integer.MAX_VALUE - 1024;

  private static final int LEAST = 1024;

  private final long mostBytes;
  private long taken;

  /**
   * @param mostBytes the option maximumRowBytes
   */
  public RowAllowance(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The next batch begins: its first row has taken nothing. */
  public void nextBatch() {
    taken = 0;
  }

  /** What one column may have of it at most. */
  int mostOfColumn() {
    return (int) Math.min(mostBytes, MOST_ARRAY_BYTES);
  }

  /**
   * More bytes for a row that takes all that it has.
   *
   * @throws TooLargeException if other columns and this one have all that there is
   */
  int moreThan(int bytes) {
    long most = Math.min(mostBytes - taken, MOST_ARRAY_BYTES);
    if (bytes >= most) {
      throw new TooLargeException(
          "with it, the row takes more than %d bytes of heap, at most %d are allowed. If the file is a good one, raise maximumRowBytes"
              .formatted(taken + bytes, Math.min(mostBytes, taken + MOST_ARRAY_BYTES)));
    }
    return (int) Math.min(most, Math.max(2L * bytes, LEAST));
  }

  /** A column has taken so many for its row. */
  void take(long bytes) {
    taken += bytes;
  }
}
