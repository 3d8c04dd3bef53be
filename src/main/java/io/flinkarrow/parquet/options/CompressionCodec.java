package io.flinkarrow.parquet.options;

/**
 * The compression codecs a column chunk's pages may be written with, named as in the Parquet
 * format's {@code CompressionCodec} enumeration.
 *
 * <p>A codec without levels accepts only level {@link #NO_LEVEL}.
 */
public enum CompressionCodec {
  UNCOMPRESSED(CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL),
  SNAPPY(CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL),
  ZSTD(1, 1, 22),
  GZIP(6, 1, 9),
  LZ4_RAW(CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL, CompressionCodec.NO_LEVEL),

  /** Needs the library {@code com.aayushatharva.brotli4j:brotli4j} on the class path. */
  BROTLI(5, 0, 11);

  /** The level of codecs that have none. */
  public static final int NO_LEVEL = 0;

  private final int defaultLevel;
  private final int minimumLevel;
  private final int maximumLevel;

  CompressionCodec(int defaultLevel, int minimumLevel, int maximumLevel) {
    this.defaultLevel = defaultLevel;
    this.minimumLevel = minimumLevel;
    this.maximumLevel = maximumLevel;
  }

  /** The level used when none is chosen. */
  public int defaultLevel() {
    return defaultLevel;
  }

  /**
   * Returns {@code level} if this codec has it.
   *
   * @throws IllegalArgumentException if the codec does not have that level
   */
  public int checkLevel(int level) {
    if (level < minimumLevel || level > maximumLevel) {
      throw new IllegalArgumentException(
          maximumLevel == NO_LEVEL
              ? "Codec %s has no levels but level %d was asked for".formatted(this, level)
              : "Level of codec %s must be between %d and %d but was %d"
                  .formatted(this, minimumLevel, maximumLevel, level));
    }
    return level;
  }
}
