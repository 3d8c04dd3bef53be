package io.flinkarrow.parquet.options;

/** The versions of data pages. */
public enum PageVersion {
  /** Levels and values are compressed together. All readers know it. */
  V1,

  /**
   * Levels lie before the values and are not compressed, and values only if that makes them
   * shorter. BOOLEAN values are encoded as RLE.
   */
  V2
}
