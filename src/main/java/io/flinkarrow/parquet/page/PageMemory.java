package io.flinkarrow.parquet.page;

import io.flinkarrow.refusal.TooLargeException;

/**
 * The heap bytes that the current pages of all columns of a reader take: of each column its
 * dictionary and one data page, as decoded.
 */
public final class PageMemory {

  private static final byte[] NOTHING = {};

  private final long limit;
  private long held;
  private byte[] spare = NOTHING;

  public PageMemory(long limit) {
    this.limit = limit;
  }

  /** Keeps an array for the next page, instead of the one that is kept. */
  void giveBack(byte[] array) {
    spare = array;
  }

  /** An array that was given back, which is empty if there is none. */
  byte[] takeBack() {
    byte[] taken = spare;
    spare = NOTHING;
    return taken;
  }

  /** Heap bytes of the array that is kept. */
  public long spareBytes() {
    return spare.length;
  }

  /**
   * Takes memory before it is allocated.
   *
   * @param before what is given back for it
   * @throws TooLargeException if it is too much; then nothing has changed
   */
  public void replace(long before, long now) {
    long others = held - before;
    if (now > limit - others) {
      throw new TooLargeException(
          "would take %d bytes of heap, beside %d of other pages; at most %d are allowed together. If the file is a good one, raise maximumPageBytes"
              .formatted(now, others, limit));
    }
    held = others + now;
  }
}
