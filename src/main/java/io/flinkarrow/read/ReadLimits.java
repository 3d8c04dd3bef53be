package io.flinkarrow.read;

import io.flinkarrow.parquet.scan.ScanLimits;
import java.io.Serializable;

/**
 * How much a Parquet file may make a reader do. The defaults suit files of any writer, and files of
 * strangers. Immutable.
 *
 * <pre>{@code
 * ReadLimits.builder()
 *     .maximumMetadataBytes(64 << 20).maximumDepth(50)
 *     .maximumPageBytes(256L << 20).maximumRowBytes(128L << 20)
 *     .maximumHeldBytes(256L << 20)
 *     .build();
 * }</pre>
 */
public final class ReadLimits implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final ReadLimits DEFAULTS = builder().build();

  private final ScanLimits limits;

  private ReadLimits(ScanLimits limits) {
    this.limits = limits;
  }

  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Bytes of a footer, and of a page's header. */
  public int maximumMetadataBytes() {
    return limits.maximumMetadataBytes();
  }

  /** Levels of nested groups in a file's schema; a list has two of its own. */
  public int maximumDepth() {
    return limits.maximumDepth();
  }

  /** Heap bytes of the pages that are read at a time: of each column a dictionary and a page. */
  public long maximumPageBytes() {
    return limits.maximumPageBytes();
  }

  /** Heap bytes of one row. */
  public long maximumRowBytes() {
    return limits.maximumRowBytes();
  }

  /** Heap bytes that are held from one batch to the next; what does not fit is read again. */
  public long maximumHeldBytes() {
    return limits.maximumHeldBytes();
  }

  ScanLimits scanLimits() {
    return limits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadLimits that && limits.equals(that.limits);
  }

  @Override
  public int hashCode() {
    return limits.hashCode();
  }

  /** Every setter refuses what makes no sense, and replaces what it set before. */
  public static final class Builder {

    private ScanLimits limits = ScanLimits.DEFAULTS;

    private Builder() {}

    /** Bytes of a footer, and of a page's header: 64 MiB by default. */
    public Builder maximumMetadataBytes(int bytes) {
      limits = limits.withMaximumMetadataBytes(bytes);
      return this;
    }

    /** Levels of nested groups in a schema: 256 by default, at most 512. */
    public Builder maximumDepth(int depth) {
      limits = limits.withMaximumDepth(depth);
      return this;
    }

    /** Heap bytes of the pages that are read at a time: 512 MiB by default. */
    public Builder maximumPageBytes(long bytes) {
      limits = limits.withMaximumPageBytes(bytes);
      return this;
    }

    /** Heap bytes of one row: 64 MiB by default. */
    public Builder maximumRowBytes(long bytes) {
      limits = limits.withMaximumRowBytes(bytes);
      return this;
    }

    /**
     * Heap bytes that are held from one batch to the next: 64 MiB by default. Pages of all columns
     * that do not fit together are read several times.
     */
    public Builder maximumHeldBytes(long bytes) {
      limits = limits.withMaximumHeldBytes(bytes);
      return this;
    }

    public ReadLimits build() {
      return new ReadLimits(limits);
    }
  }
}
