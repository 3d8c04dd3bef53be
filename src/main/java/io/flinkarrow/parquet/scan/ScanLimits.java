package io.flinkarrow.parquet.scan;

import java.io.Serializable;

/**
 * How much a file may make a reader do. The defaults suit files of any writer, and files of
 * strangers.
 *
 * @param maximumMetadataBytes bytes of a footer, and of a page's header
 * @param maximumDepth levels of nested groups in the schema
 * @param maximumPageBytes heap bytes of the pages that are read at a time
 * @param maximumRowBytes heap bytes of one row
 * @param maximumHeldBytes heap bytes that a scan holds from one batch to the next; what does not
 *     fit is read again
 */
public record ScanLimits(
    int maximumMetadataBytes,
    int maximumDepth,
    long maximumPageBytes,
    long maximumRowBytes,
    long maximumHeldBytes)
    implements Serializable {

  public static final ScanLimits DEFAULTS =
      new ScanLimits(64 << 20, 256, 512L << 20, 64L << 20, 64L << 20);

  private static final int LARGEST_DEPTH = 512;

  /**
   * @throws IllegalArgumentException if one is less than 1, or the depth more than 512
   */
  public ScanLimits {
    requireAtLeastOne("maximumMetadataBytes", maximumMetadataBytes);
    requireAtLeastOne("maximumDepth", maximumDepth);
    requireAtLeastOne("maximumPageBytes", maximumPageBytes);
    requireAtLeastOne("maximumRowBytes", maximumRowBytes);
    requireAtLeastOne("maximumHeldBytes", maximumHeldBytes);
    if (maximumDepth > LARGEST_DEPTH) {
      throw new IllegalArgumentException(
          "maximumDepth must be at most %d but was %d".formatted(LARGEST_DEPTH, maximumDepth));
    }
  }

  public ScanLimits withMaximumMetadataBytes(int bytes) {
    return new ScanLimits(bytes, maximumDepth, maximumPageBytes, maximumRowBytes, maximumHeldBytes);
  }

  public ScanLimits withMaximumDepth(int depth) {
    return new ScanLimits(
        maximumMetadataBytes, depth, maximumPageBytes, maximumRowBytes, maximumHeldBytes);
  }

  public ScanLimits withMaximumPageBytes(long bytes) {
    return new ScanLimits(
        maximumMetadataBytes, maximumDepth, bytes, maximumRowBytes, maximumHeldBytes);
  }

  public ScanLimits withMaximumRowBytes(long bytes) {
    return new ScanLimits(
        maximumMetadataBytes, maximumDepth, maximumPageBytes, bytes, maximumHeldBytes);
  }

  public ScanLimits withMaximumHeldBytes(long bytes) {
    return new ScanLimits(
        maximumMetadataBytes, maximumDepth, maximumPageBytes, maximumRowBytes, bytes);
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
    }
  }
}
