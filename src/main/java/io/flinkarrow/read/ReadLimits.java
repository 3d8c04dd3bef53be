package io.flinkarrow.read;

import java.io.Serializable;
import java.util.Objects;

/**
 * How much a Parquet file may make a reader do. The defaults suit files of any writer, and files of
 * strangers. Immutable.
 *
 * <pre>{@code
 * ReadLimits.builder()
 *     .maximumMetadataBytes(64 << 20).maximumDepth(50)
 *     .maximumPageBytes(256L << 20).maximumRowBytes(128L << 20)
 *     .build();
 * }</pre>
 */
public final class ReadLimits implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final ReadLimits DEFAULTS = builder().build();

  private final int maximumMetadataBytes;
  private final int maximumDepth;
  private final long maximumPageBytes;
  private final long maximumRowBytes;

  private ReadLimits(Builder builder) {
    this.maximumMetadataBytes = builder.maximumMetadataBytes;
    this.maximumDepth = builder.maximumDepth;
    this.maximumPageBytes = builder.maximumPageBytes;
    this.maximumRowBytes = builder.maximumRowBytes;
  }

  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Bytes of a footer, and of a page's header. */
  public int maximumMetadataBytes() {
    return maximumMetadataBytes;
  }

  /** Levels of nested groups in a file's schema; a list has two of its own. */
  public int maximumDepth() {
    return maximumDepth;
  }

  /** Heap bytes of the pages that are read at a time: of each column a dictionary and a page. */
  public long maximumPageBytes() {
    return maximumPageBytes;
  }

  /** Heap bytes of one row. */
  public long maximumRowBytes() {
    return maximumRowBytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadLimits that
        && maximumMetadataBytes == that.maximumMetadataBytes
        && maximumDepth == that.maximumDepth
        && maximumPageBytes == that.maximumPageBytes
        && maximumRowBytes == that.maximumRowBytes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(maximumMetadataBytes, maximumDepth, maximumPageBytes, maximumRowBytes);
  }

  /** Every setter refuses what makes no sense, and replaces what it set before. */
  public static final class Builder {

    private static final int MAXIMUM_DEPTH = 512;

    private int maximumMetadataBytes = 64 << 20;
    private int maximumDepth = 256;
    private long maximumPageBytes = 512L << 20;
    private long maximumRowBytes = 64L << 20;

    private Builder() {}

    /** Bytes of a footer, and of a page's header: 64 MiB by default. */
    public Builder maximumMetadataBytes(int bytes) {
      this.maximumMetadataBytes = (int) atLeastOne("maximumMetadataBytes", bytes);
      return this;
    }

    /** Levels of nested groups in a schema: 256 by default, at most 512. */
    public Builder maximumDepth(int depth) {
      if (atLeastOne("maximumDepth", depth) > MAXIMUM_DEPTH) {
        throw new IllegalArgumentException(
            "maximumDepth must be at most %d but was %d".formatted(MAXIMUM_DEPTH, depth));
      }
      this.maximumDepth = depth;
      return this;
    }

    /** Heap bytes of the pages that are read at a time: 512 MiB by default. */
    public Builder maximumPageBytes(long bytes) {
      this.maximumPageBytes = atLeastOne("maximumPageBytes", bytes);
      return this;
    }

    /** Heap bytes of one row: 64 MiB by default. */
    public Builder maximumRowBytes(long bytes) {
      this.maximumRowBytes = atLeastOne("maximumRowBytes", bytes);
      return this;
    }

    public ReadLimits build() {
      return new ReadLimits(this);
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
      }
      return value;
    }
  }
}
