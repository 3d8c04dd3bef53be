package io.flinkarrow.parquet.page;

/**
 * Room for a compressed page until its header is known, one a thread: what is lent by {@link
 * #atLeast} is valid until the thread's next call.
 */
final class CompressedPageScratch {

  /** A larger array was needed for an exceptional page and isn't kept. */
  private static final int KEPT_LENGTH = 4 << 20;

  private static final ThreadLocal<CompressedPageScratch> SCRATCH =
      ThreadLocal.withInitial(CompressedPageScratch::new);

  private byte[] bytes = {};

  private CompressedPageScratch() {}

  static byte[] atLeast(int length) {
    return SCRATCH.get().grownTo(length);
  }

  private byte[] grownTo(int length) {
    if (length > KEPT_LENGTH) {
      return new byte[length];
    }
    if (bytes.length < length) {
      bytes = new byte[Math.min(KEPT_LENGTH, Math.max(length, 2 * bytes.length))];
    }
    return bytes;
  }
}
