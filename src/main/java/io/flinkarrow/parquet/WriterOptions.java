package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How Parquet files are written. Immutable; made by {@link #builder()}, whose setters check what
 * they get. Options of single columns name a leaf by its {@link ColumnPath} in the Parquet schema,
 * for example {@code address.street} or {@code tags.list.element}.
 */
public final class WriterOptions implements Serializable {

  /** Default of {@link Builder#codec(CompressionCodec)}, at its default level. */
  public static final CompressionCodec DEFAULT_CODEC = CompressionCodec.ZSTD;

  /** Default of {@link Builder#pageBytes(int)}: 1 MiB. */
  public static final int DEFAULT_PAGE_BYTES = 1 << 20;

  /** Default of {@link Builder#pageRows(int)}. */
  public static final int DEFAULT_PAGE_ROWS = 20_000;

  /** Default of {@link Builder#rowGroupBytes(long)}: 128 MiB. */
  public static final long DEFAULT_ROW_GROUP_BYTES = 128L << 20;

  /** Default of {@link Builder#rowGroupRows(long)}. */
  public static final long DEFAULT_ROW_GROUP_ROWS = 1 << 20;

  /** Default of {@link Builder#dictionaryBytes(int)}: 1 MiB. */
  public static final int DEFAULT_DICTIONARY_BYTES = 1 << 20;

  /** Default of {@link Builder#maximumRowBytes(long)}: 64 MiB. */
  public static final long DEFAULT_MAXIMUM_ROW_BYTES = 64L << 20;

  /** Default of {@link Builder#memoryBudgetBytes(long)}: 0, a share of the heap. */
  public static final long DEFAULT_MEMORY_BUDGET_BYTES = 0;

  private static final long serialVersionUID = 1L;

  final ColumnWriterOptions columns;
  final SchemaChoices schema;
  final FileWriterOptions file;

  private WriterOptions(Builder builder) {
    columns = new ColumnWriterOptions(builder.columns);
    schema = builder.schema.copy();
    file = new FileWriterOptions(builder.file);
  }

  /** A builder with every option at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The options of a builder that nothing was set on. */
  public static WriterOptions defaults() {
    return builder().build();
  }

  /** Heap bytes at which a row group ends: {@link Builder#rowGroupBytes(long)}. */
  public long rowGroupBytes() {
    return file.rowGroupBytes;
  }

  /** The most rows of a row group: {@link Builder#rowGroupRows(long)}. */
  public long rowGroupRows() {
    return file.rowGroupRows;
  }

  /** The most bytes of a row: {@link Builder#maximumRowBytes(long)}. */
  public long maximumRowBytes() {
    return file.maximumRowBytes;
  }

  /** Heap bytes that open writers of a sink share: {@link Builder#memoryBudgetBytes(long)}. */
  public long memoryBudgetBytes() {
    return file.memoryBudgetBytes;
  }

  /** Whether timestamps are written as INT96: {@link Builder#int96Timestamps(boolean)}. */
  public boolean int96Timestamps() {
    return file.int96Timestamps;
  }

  /** Whether summaries have checksums of the file: {@link Builder#fileChecksums(boolean)}. */
  public boolean fileChecksums() {
    return file.fileChecksums;
  }

  /** The key-value metadata asked for, in the order it was set; unmodifiable. */
  public Map<String, String> keyValueMetadata() {
    return Collections.unmodifiableMap(file.keyValueMetadata);
  }

  /** Whether files are encrypted: {@link Builder#encryption(Consumer)}. */
  public boolean isEncrypted() {
    return file.encryption != null;
  }

  /**
   * Loads the native libraries of the codecs.
   *
   * @throws UnsatisfiedLinkError if this JVM can't load one
   */
  public void requireCodecs() {
    columns.requireCodecs();
  }

  /** Collects options; every setter checks its argument and can be called again to replace it. */
  public static final class Builder {
    private final ColumnWriterOptions columns = new ColumnWriterOptions();
    private final SchemaChoices schema = new SchemaChoices();
    private final FileWriterOptions file = new FileWriterOptions();

    private Builder() {}

    /** For readers of any age, or the smallest files: {@code profile(WriterProfile.COMPACT)}. */
    public Builder profile(WriterProfile profile) {
      columns.profile = Objects.requireNonNull(profile, "profile");
      return this;
    }

    /** Compresses pages: {@code codec(CompressionCodec.SNAPPY)}. Default: ZSTD, level 1. */
    public Builder codec(CompressionCodec codec) {
      columns.all.codec(CodecChoice.atDefaultLevel(codec));
      return this;
    }

    /**
     * The same at a level: {@code codec(CompressionCodec.ZSTD, 3)}. ZSTD has 1 to 22, GZIP 1 to 9,
     * BROTLI 0 to 11.
     */
    public Builder codec(CompressionCodec codec, int level) {
      columns.all.codec(new CodecChoice(codec, level));
      return this;
    }

    /** Sets options of all columns: {@code columns(all -> all.distinctCounts(true))}. */
    public Builder columns(Consumer<ColumnOptions> options) {
      columns.setAll(options);
      return this;
    }

    /**
     * Sets options of one leaf column; they replace those of all columns: {@code
     * column("tags.list.element", column -> column.dictionary(false).pageBytes(64 << 10))}. A
     * writer that opens refuses a path that names no column of its schema, or more than one.
     */
    public Builder column(String path, Consumer<ColumnOptions> options) {
      return column(new ColumnPath(path), options);
    }

    /** The same by the names of the path: {@code ColumnPath.of("address", "street")}. */
    public Builder column(ColumnPath path, Consumer<ColumnOptions> options) {
      columns.setOne(path, options);
      return this;
    }

    /** The codec of one column: {@code columnCodec("image", CompressionCodec.UNCOMPRESSED)}. */
    public Builder columnCodec(String path, CompressionCodec codec) {
      return column(path, column -> column.codec(codec));
    }

    /** The same at a level: {@code columnCodec("text", CompressionCodec.ZSTD, 9)}. */
    public Builder columnCodec(String path, CompressionCodec codec, int level) {
      return column(path, column -> column.codec(codec, level));
    }

    /**
     * The most bytes of a data page's values, PLAIN-encoded and not compressed: {@code pageBytes(64
     * << 10)}. A larger row gets a page of its own. At most 1 GiB.
     */
    public Builder pageBytes(int bytes) {
      columns.all.pageBytes(bytes);
      return this;
    }

    /** The most rows of a page: {@code pageRows(5_000)}. Default: the profile's, mostly 20,000. */
    public Builder pageRows(int rows) {
      columns.pageRows = (int) OptionChecks.atLeast("pageRows", rows, 1);
      columns.pageRowsChosen = true;
      return this;
    }

    /** Heap bytes of pages that end a row group: {@code rowGroupBytes(64 << 20)}. */
    public Builder rowGroupBytes(long bytes) {
      file.rowGroupBytes = OptionChecks.atLeast("rowGroupBytes", bytes, 1);
      return this;
    }

    /** The most rows of a row group: {@code rowGroupRows(500_000)}. */
    public Builder rowGroupRows(long rows) {
      file.rowGroupRows = OptionChecks.atLeast("rowGroupRows", rows, 1);
      return this;
    }

    /** Whether columns try a dictionary first: {@code dictionary(false)}. Default: yes. */
    public Builder dictionary(boolean enabled) {
      columns.all.dictionary(enabled);
      return this;
    }

    /** The same for one column: {@code columnDictionary("id", false)}. */
    public Builder columnDictionary(String path, boolean enabled) {
      return column(path, column -> column.dictionary(enabled));
    }

    /**
     * Writes one column's values with an encoding that its physical type has: {@code
     * columnEncoding("id", ValueEncoding.DELTA_BINARY_PACKED)}. The column has no dictionary,
     * unless {@link #columnDictionary} asks for one: the pages behind it then have the encoding.
     */
    public Builder columnEncoding(String path, ValueEncoding encoding) {
      return column(path, column -> column.encoding(encoding));
    }

    /** The most bytes of a dictionary; past it there is none: {@code dictionaryBytes(2 << 20)}. */
    public Builder dictionaryBytes(int bytes) {
      columns.all.dictionaryBytes(bytes);
      return this;
    }

    /**
     * Larger rows are refused: {@code maximumRowBytes(256L << 20)}. Counted are values as they lie
     * in their batch, of Flink's rows only what varies. No column may have over 1.5 GiB.
     */
    public Builder maximumRowBytes(long bytes) {
      file.maximumRowBytes = OptionChecks.atLeast("maximumRowBytes", bytes, 1);
      return this;
    }

    /**
     * What open writers of one sink subtask may retain together, in heap bytes: {@code
     * memoryBudgetBytes(512L << 20)}. Past it the largest ends its row group or file early. 0, the
     * default, means a quarter of the heap, in equal parts.
     */
    public Builder memoryBudgetBytes(long bytes) {
      file.memoryBudgetBytes = OptionChecks.atLeast("memoryBudgetBytes", bytes, 0);
      return this;
    }

    /** Whether pages have a CRC-32 of their bytes: {@code checksums(false)}. Default: yes. */
    public Builder checksums(boolean enabled) {
      columns.checksums = enabled;
      return this;
    }

    /** Encrypts files: {@code encryption(files -> files.keyProvider(new VaultKeys()))}. */
    public Builder encryption(Consumer<EncryptionOptions> options) {
      file.encryption = EncryptionOptions.of(file.encryption, options);
      return this;
    }

    /** Writes timestamps as the deprecated INT96: {@code int96Timestamps(true)}. Default: no. */
    public Builder int96Timestamps(boolean enabled) {
      file.int96Timestamps = enabled;
      return this;
    }

    /** Has CRC-32C and SHA-256 in the summary: {@code fileChecksums(true)}. Default: no. */
    public Builder fileChecksums(boolean enabled) {
      file.fileChecksums = enabled;
      return this;
    }

    /**
     * How a file describes geometries, by default GEOPARQUET_1_1: {@code
     * geometry(GeometryFormat.BOTH)}. {@link ColumnOptions#geometryMetadata} declares columns.
     */
    public Builder geometry(GeometryFormat format) {
      file.geometry = Objects.requireNonNull(format, "format");
      return this;
    }

    /** Sets options of the schema: {@code schema(schema -> schema.arrowSchema(false))}. */
    public Builder schema(Consumer<SchemaOptions> options) {
      Objects.requireNonNull(options, "options").accept(new SchemaOptions(schema));
      return this;
    }

    /** Adds to, or replaces in, the metadata: {@code keyValueMetadata("owner", "billing")}. */
    public Builder keyValueMetadata(String key, String value) {
      OptionChecks.metadataKeyNotEmpty(key);
      file.keyValueMetadata.put(key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /** The options set so far; the builder may be used on. */
    public WriterOptions build() {
      return new WriterOptions(this);
    }
  }
}
