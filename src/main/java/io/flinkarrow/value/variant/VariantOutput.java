package io.flinkarrow.value.variant;

/** The bytes of one value, of a known length, written from the front. */
final class VariantOutput {

  /** As Flink, Spark and others have it. */
  private static final int MOST_BYTES = 16 << 20;

  private final byte[] bytes;
  private int position;

  /**
   * @throws IllegalArgumentException if it is longer than a variant may be
   */
  VariantOutput(long length) {
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a variant has more than %d bytes once its columns are put together. Write smaller ones"
              .formatted(MOST_BYTES));
    }
    this.bytes = new byte[(int) length];
  }

  /** Little-endian. */
  void unsigned(long number, int width) {
    for (int i = 0; i < width; i++) {
      bytes[position++] = (byte) (number >>> (i * Byte.SIZE));
    }
  }

  void bytes(byte[] more) {
    System.arraycopy(more, 0, bytes, position, more.length);
    position += more.length;
  }

  /** All of it has been written. */
  byte[] bytes() {
    return bytes;
  }
}
