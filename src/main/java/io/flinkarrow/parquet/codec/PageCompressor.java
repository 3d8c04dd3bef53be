package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compresses pages in one shot, array to array. Stateless: one instance may serve any number of
 * columns and threads at once. What a codec needs to work with (native contexts, hash tables)
 * belongs to the calling thread and is released after that thread has ended.
 */
public abstract sealed class PageCompressor
    permits BrotliPageCompressor,
        GzipPageCompressor,
        Lz4RawPageCompressor,
        SnappyPageCompressor,
        UncompressedPageCompressor,
        ZstdPageCompressor {

  /** Some VMs do not make arrays longer than this. */
  private static final int MAXIMUM_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  /** As many as codecs have levels. */
  private static final Map<Kind, PageCompressor> SHARED = new ConcurrentHashMap<>();

  private static final Map<Kind, Map<CompressionVariant, PageCompressor>> SHARED_VARIANTS =
      new ConcurrentHashMap<>();

  private record Kind(CompressionCodec codec, int level) {}

  private final CompressionCodec codec;

  PageCompressor(CompressionCodec codec) {
    this.codec = codec;
  }

  /**
   * The compressor of a codec at a level; all columns of all writers have the same one.
   *
   * @throws IllegalArgumentException if the codec does not have that level
   * @throws UnsatisfiedLinkError if this JVM can't load the codec's {@link NativeLibrary}
   */
  public static PageCompressor of(CompressionCodec codec, int level) {
    codec.checkLevel(level);
    return SHARED.computeIfAbsent(new Kind(codec, level), PageCompressor::of);
  }

  private static PageCompressor of(Kind kind) {
    return switch (kind.codec) {
      case UNCOMPRESSED -> new UncompressedPageCompressor();
      case SNAPPY -> new SnappyPageCompressor();
      case ZSTD -> new ZstdPageCompressor(kind.level, ZstdSearch.BY_LEVEL);
      case GZIP -> new GzipPageCompressor(kind.level);
      case LZ4_RAW -> new Lz4RawPageCompressor();
      case BROTLI -> new BrotliPageCompressor(kind.level);
    };
  }

  /**
   * The compressors of a codec at a level, for columns that find out which is best by trial; shared
   * as well.
   */
  public static Map<CompressionVariant, PageCompressor> variants(
      CompressionCodec codec, int level) {
    codec.checkLevel(level);
    return SHARED_VARIANTS.computeIfAbsent(new Kind(codec, level), PageCompressor::variants);
  }

  private static Map<CompressionVariant, PageCompressor> variants(Kind kind) {
    Map<CompressionVariant, PageCompressor> variants = new EnumMap<>(CompressionVariant.class);
    variants.put(CompressionVariant.BY_LEVEL, of(kind));
    if (kind.codec == CompressionCodec.ZSTD) {
      variants.put(
          CompressionVariant.ENTROPY_ONLY,
          new ZstdPageCompressor(kind.level, ZstdSearch.ENTROPY_ONLY));
      variants.put(
          CompressionVariant.LONG_DISTANCE,
          new ZstdPageCompressor(kind.level, ZstdSearch.LONG_DISTANCE));
    }
    return Collections.unmodifiableMap(variants);
  }

  public final CompressionCodec codec() {
    return codec;
  }

  /**
   * The most bytes that {@code length} bytes can become.
   *
   * @throws RefusedRowsException if that is more than an array can hold
   */
  public final int maximumCompressedLength(int length) {
    long maximum = length < 0 ? -1 : bound(length);
    if (maximum < 0 || maximum > MAXIMUM_ARRAY_LENGTH) {
      throw new RefusedRowsException(
          "A page of %d bytes cannot be compressed with %s: the result may need %d bytes, an array holds %d at most. Make pages smaller (WriterOptions.pageBytes), or rows: each lies in one page"
              .formatted(length, codec, maximum, MAXIMUM_ARRAY_LENGTH));
    }
    return (int) maximum;
  }

  /**
   * Compresses {@code input[offset .. offset + length)} to {@code output}, from {@code
   * outputOffset} on, where there must be room for {@link #maximumCompressedLength} bytes.
   *
   * @return the bytes written
   * @throws IndexOutOfBoundsException if a range lies outside of its array
   */
  public final int compress(byte[] input, int offset, int length, byte[] output, int outputOffset) {
    Objects.checkFromIndexSize(offset, length, input.length);
    int room = maximumCompressedLength(length);
    if (outputOffset < 0 || output.length - outputOffset < room) {
      throw new IndexOutOfBoundsException(
          "Compressing %d bytes with %s needs room for %d bytes from offset %d on, but the output has %d bytes"
              .formatted(length, codec, room, outputOffset, output.length));
    }
    return compressChecked(input, offset, length, output, outputOffset);
  }

  /** The result of {@link #maximumCompressedLength}, not limited to what an array can hold. */
  abstract long bound(int length);

  /** {@link #compress}, ranges checked. */
  abstract int compressChecked(
      byte[] input, int offset, int length, byte[] output, int outputOffset);
}
