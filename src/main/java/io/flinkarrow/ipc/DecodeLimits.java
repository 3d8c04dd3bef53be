package io.flinkarrow.ipc;

import java.io.Serializable;
import java.util.Objects;

/**
 * Limits on the work and memory that one payload may cause, and requirements that it must meet. The
 * defaults suit payloads of a few MiB from untrusted producers. Immutable.
 *
 * <pre>{@code
 * DecodeLimits.builder()
 *     .maximumMetadataBytes(4 << 20).maximumFields(5_000).maximumDepth(30)
 *     .maximumDecodedBytes(256L << 20).maximumRows(1_000_000)
 *     .requireEndOfStream(true).invalidText(InvalidText.REPLACE)
 *     .build();
 * }</pre>
 */
public final class DecodeLimits implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final DecodeLimits DEFAULTS = builder().build();

  private final int maximumMetadataBytes;
  private final int maximumFields;
  private final int maximumDepth;
  private final long maximumDecodedBytes;
  private final int maximumRows;
  private final boolean requireEndOfStream;
  private final InvalidText invalidText;

  private DecodeLimits(Builder builder) {
    this.maximumMetadataBytes = builder.maximumMetadataBytes;
    this.maximumFields = builder.maximumFields;
    this.maximumDepth = builder.maximumDepth;
    this.maximumDecodedBytes = builder.maximumDecodedBytes;
    this.maximumRows = builder.maximumRows;
    this.requireEndOfStream = builder.requireEndOfStream;
    this.invalidText = builder.invalidText;
  }

  public static DecodeLimits defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Bytes of one message's metadata, and of all strings that a schema refers to. */
  public int maximumMetadataBytes() {
    return maximumMetadataBytes;
  }

  /** Fields of a schema, nested ones too. */
  public int maximumFields() {
    return maximumFields;
  }

  /** Levels of nested fields. */
  public int maximumDepth() {
    return maximumDepth;
  }

  /** Heap bytes that one payload's batches and dictionaries take together. */
  public long maximumDecodedBytes() {
    return maximumDecodedBytes;
  }

  /** Rows of one batch. */
  public int maximumRows() {
    return maximumRows;
  }

  /** Whether a stream without its end-of-stream marker is malformed. */
  public boolean requireEndOfStream() {
    return requireEndOfStream;
  }

  /** What becomes of a string that is not UTF-8. */
  public InvalidText invalidText() {
    return invalidText;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodeLimits that
        && maximumMetadataBytes == that.maximumMetadataBytes
        && maximumFields == that.maximumFields
        && maximumDepth == that.maximumDepth
        && maximumDecodedBytes == that.maximumDecodedBytes
        && maximumRows == that.maximumRows
        && requireEndOfStream == that.requireEndOfStream
        && invalidText == that.invalidText;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        maximumMetadataBytes,
        maximumFields,
        maximumDepth,
        maximumDecodedBytes,
        maximumRows,
        requireEndOfStream,
        invalidText);
  }

  /** Every setter refuses what makes no sense, and replaces what it set before. */
  public static final class Builder {

    private static final int MOST_DEPTH = 256;

    private int maximumMetadataBytes = 1 << 20;
    private int maximumFields = 10_000;
    private int maximumDepth = 64;
    private long maximumDecodedBytes = 64L << 20;
    private int maximumRows = 1 << 24;
    private boolean requireEndOfStream = true;
    private InvalidText invalidText = InvalidText.FAIL;

    private Builder() {}

    /** Bytes of one message's metadata: 1 MiB by default. */
    public Builder maximumMetadataBytes(int bytes) {
      this.maximumMetadataBytes = (int) atLeastOne("maximumMetadataBytes", bytes);
      return this;
    }

    /** Fields of a schema, nested ones too: 10,000 by default. */
    public Builder maximumFields(int fields) {
      this.maximumFields = (int) atLeastOne("maximumFields", fields);
      return this;
    }

    /** Levels of nested fields: 64 by default, at most 256. */
    public Builder maximumDepth(int depth) {
      if (atLeastOne("maximumDepth", depth) > MOST_DEPTH) {
        throw new IllegalArgumentException(
            "maximumDepth must be at most %d but was %d".formatted(MOST_DEPTH, depth));
      }
      this.maximumDepth = depth;
      return this;
    }

    /** Heap bytes that one payload becomes: 64 MiB by default. */
    public Builder maximumDecodedBytes(long bytes) {
      this.maximumDecodedBytes = atLeastOne("maximumDecodedBytes", bytes);
      return this;
    }

    /** Rows of one batch: 16,777,216 by default. */
    public Builder maximumRows(int rows) {
      this.maximumRows = (int) atLeastOne("maximumRows", rows);
      return this;
    }

    /**
     * Whether streams must have their end-of-stream marker: yes by default. Without it, a stream
     * that was cut between two messages can't be told from a whole one.
     */
    public Builder requireEndOfStream(boolean required) {
      this.requireEndOfStream = required;
      return this;
    }

    /** What becomes of a string that is not UTF-8: FAIL by default. */
    public Builder invalidText(InvalidText policy) {
      this.invalidText = Objects.requireNonNull(policy, "policy");
      return this;
    }

    public DecodeLimits build() {
      return new DecodeLimits(this);
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
      }
      return value;
    }
  }
}
