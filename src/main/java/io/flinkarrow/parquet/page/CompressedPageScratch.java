package io.flinkarrow.parquet.page;

/**
 * Room for a compressed page until its header is known, and for the same page encrypted, one of
 * each a thread: what is lent is valid until the thread asks for the same again.
 */
final class CompressedPageScratch {

  /** A larger array was needed for an exceptional page and isn't kept. */
  private static final int KEPT_LENGTH = 4 << 20;

  private static final ThreadLocal<CompressedPageScratch> COMPRESSED =
      ThreadLocal.withInitial(CompressedPageScratch::new);

  private static final ThreadLocal<CompressedPageScratch> ENCRYPTED =
      ThreadLocal.withInitial(CompressedPageScratch::new);

  private byte[] bytes = {};

  private CompressedPageScratch() {}

  static byte[] atLeast(int length) {
    return COMPRESSED.get().grownTo(length);
  }

  static byte[] atLeastForEncrypted(int length) {
    return ENCRYPTED.get().grownTo(length);
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
