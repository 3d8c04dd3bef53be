package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.refusal.RefusedRowsException;

/** What the buffers of one shredder take together. */
public final class BufferByteCounter {

  /** The arrays, full or not. */
  private long allocated;

  /** The values that are not of a fixed number of bytes per row: strings and what lists hold. */
  private long varying;

  private final long mostRowBytes;

  /** What varied before the row at hand. */
  private long varyingBefore;

  /**
   * @param mostRowBytes the most bytes that vary of one row
   */
  public BufferByteCounter(long mostRowBytes) {
    this.mostRowBytes = mostRowBytes;
  }

  /** Bytes of the row at hand. */
  public long varyingOfRow() {
    return varying - varyingBefore;
  }

  public void beginRow() {
    varyingBefore = varying;
  }

  public long allocated() {
    return allocated;
  }

  public long varying() {
    return varying;
  }

  void grow(long bytes) {
    allocated += bytes;
  }

  /**
   * @throws RefusedRowsException if the row has too many
   */
  void vary(int bytes) {
    varying += bytes;
    if (varyingOfRow() > mostRowBytes) {
      throw new RefusedRowsException(
          "the row takes more bytes than maximumRowBytes allows, %d; split its lists or strings, or raise the option"
              .formatted(mostRowBytes));
    }
  }

  /** The values are gone, the arrays are kept. */
  public void emptied() {
    varying = 0;
    varyingBefore = 0;
  }
}
