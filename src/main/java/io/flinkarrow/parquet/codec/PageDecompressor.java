package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.util.Objects;

/**
 * Decompresses pages in one shot, array to array. Stateless: one instance may serve any number of
 * columns and threads at once.
 *
 * <p>Pages are untrusted: a page that does not become exactly the bytes it promised is refused,
 * whatever it holds.
 */
public abstract sealed class PageDecompressor
    permits BrotliPageDecompressor,
        GzipPageDecompressor,
        HadoopLz4PageDecompressor,
        Lz4RawPageDecompressor,
        SnappyNumbersDecompressor,
        SnappyPageDecompressor,
        UncompressedPageDecompressor,
        ZstdPageDecompressor {

  private final String codec;
  private final int mostPerByte;

  /** Of a codec that pages are written with, too. */
  PageDecompressor(CompressionCodec codec, int mostPerByte) {
    this(codec.name(), mostPerByte);
  }

  /**
   * @param codec its name, for messages
   * @param mostPerByte how many bytes one of the codec can become
   */
  PageDecompressor(String codec, int mostPerByte) {
    this.codec = codec;
    this.mostPerByte = mostPerByte;
  }

  /**
   * @throws UnsatisfiedLinkError if this JVM can't load the codec's {@link NativeLibrary}
   */
  public static PageDecompressor of(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new UncompressedPageDecompressor();
      case SNAPPY -> new SnappyPageDecompressor();
      case ZSTD -> new ZstdPageDecompressor();
      case GZIP -> new GzipPageDecompressor();
      case LZ4_RAW -> new Lz4RawPageDecompressor();
      case BROTLI -> new BrotliPageDecompressor();
    };
  }

  /** The same for pages of numbers, which some codecs have faster. */
  public static PageDecompressor ofNumbers(CompressionCodec codec) {
    return switch (codec) {
      case SNAPPY -> new SnappyNumbersDecompressor();
      case UNCOMPRESSED, ZSTD, GZIP, LZ4_RAW, BROTLI -> of(codec);
    };
  }

  /** Of the deprecated codec LZ4, which no page is written with any more. */
  public static PageDecompressor ofDeprecatedLz4() {
    return new HadoopLz4PageDecompressor();
  }

  /** What so many bytes can become at most, whatever they are. */
  public final long longest(int length) {
    return (long) length * mostPerByte;
  }

  /**
   * Decompresses {@code input[offset .. offset + length)}.
   *
   * @param uncompressedLength the bytes that the page promised to become
   * @return these bytes, in an array of their own
   * @throws IOException if the bytes are not of this codec, become more or less than promised, or
   *     cannot become as many; the last before memory is taken
   * @throws IndexOutOfBoundsException if the range lies outside of the array
   */
  public final byte[] decompress(byte[] input, int offset, int length, int uncompressedLength)
      throws IOException {
    checkLength(length, uncompressedLength);
    byte[] output = new byte[uncompressedLength];
    decompress(input, offset, length, output, uncompressedLength);
    return output;
  }

  /** The same into the front of an array, whose other bytes stay as they are. */
  public final void decompress(
      byte[] input, int offset, int length, byte[] output, int uncompressedLength)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, input.length);
    Objects.checkFromIndexSize(0, uncompressedLength, output.length);
    checkLength(length, uncompressedLength);
    // Writers leave out the codec where there is nothing to compress.
    if (length > 0 || uncompressedLength > 0) {
      int written = decompressChecked(input, offset, length, output, uncompressedLength);
      if (written != uncompressedLength) {
        throw unexpectedLength(uncompressedLength, written);
      }
    }
  }

  private void checkLength(int length, int uncompressedLength) throws IOException {
    if (uncompressedLength > longest(length)) {
      throw new IOException(
          "its %d bytes should become %d with %s, at most %d are possible"
              .formatted(length, uncompressedLength, codec, longest(length)));
    }
  }

  /**
   * {@link #decompress}, the range checked.
   *
   * @param most how many bytes are written to {@code output}, at most
   * @return the bytes that the input became, which may be more than that
   */
  abstract int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException;

  final IOException malformed(Throwable cause) {
    return new IOException("its bytes are not what %s makes".formatted(codec), cause);
  }

  private IOException unexpectedLength(int expected, int found) {
    return new IOException(
        "decompressed with %s it should have %d bytes, but has %s"
            .formatted(codec, expected, found > expected ? "more" : String.valueOf(found)));
  }
}
