package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.value.ReadableTypes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.PendingSplitsCheckpoint;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Builds sources of Parquet files, which may be of any writer: files, and directories with all
 * files below them except for hidden ones, whose names begin with a dot or an underscore.
 *
 * <pre>{@code
 * FileSource<RecordBatch> batches =
 *     ArrowParquetSource.forBatches(directory).columns("carrier", "distance").build();
 * FileSource<RowData> rows = ArrowParquetSource.forRows(rowType, directory).build();
 * }</pre>
 */
public final class ArrowParquetSource {

  private ArrowParquetSource() {}

  /** A source of batches: those of {@link ParquetBatchFormat}. */
  public static Builder<RecordBatch> forBatches(Path... paths) {
    return new Builder<>(true, ParquetBatchFormat.DEFAULTS, ArrowParquetSource::batches, paths);
  }

  /**
   * A source of rows: those of {@link ParquetRowFormat}. Needs Flink's {@code flink-table-runtime},
   * which every cluster has.
   *
   * @throws UnsupportedOperationException if there is no Parquet type for a field
   */
  public static Builder<RowData> forRows(RowType type, Path... paths) {
    ReadableTypes.check(type, "Parquet");
    return new Builder<>(false, ParquetRowFormat.DEFAULTS, builder -> rows(type, builder), paths);
  }

  private static ParquetBatchFormat batches(Builder<RecordBatch> builder) {
    Schema schema =
        builder.schema == null
            ? FirstFile.schemaOf(builder.paths, builder.options.scan())
            : builder.schema;
    ParquetBatchFormat format =
        new ParquetBatchFormat(schema, builder.schemaPolicy, builder.options);
    return builder.columns.isEmpty()
        ? format
        : format.withColumns(builder.columns.toArray(String[]::new));
  }

  private static ParquetRowFormat rows(RowType type, Builder<RowData> builder) {
    RowType chosen =
        builder.columns.isEmpty()
            ? type
            : WantedFields.of(type, builder.columns.stream().map(ColumnPath::new).toList());
    return new ParquetRowFormat(
        chosen,
        InternalTypeInfo.of(chosen),
        builder.utcTimezone,
        builder.options.withTableColumns(type.getFieldNames()));
  }

  /** Collects what a source is to do. */
  public static final class Builder<T> {

    private static final long DEFAULT_SPLIT_BYTES = 64L << 20;

    private final boolean ofBatches;
    private final Function<Builder<T>, SplitFormat<T>> format;
    private final Path[] paths;
    private List<String> columns = List.of();
    private SplitOptions options;
    @Nullable private Schema schema;
    private SchemaPolicy schemaPolicy = SchemaPolicy.WIDENING;
    private boolean utcTimezone = true;
    private long splitBytes = DEFAULT_SPLIT_BYTES;
    @Nullable private Duration monitorContinuously;

    private Builder(
        boolean ofBatches,
        SplitOptions options,
        Function<Builder<T>, SplitFormat<T>> format,
        Path... paths) {
      if (paths.length == 0) {
        throw new IllegalArgumentException("A source needs a path, of a file or a directory");
      }
      this.ofBatches = ofBatches;
      this.options = options;
      this.format = format;
      this.paths = paths.clone();
    }

    /**
     * Reads only these columns, in the order of the schema or the row type: {@code
     * columns("carrier", "address.city")}. A path has the names of fields, and of fields of structs
     * or rows; each comes with all below it. By default all are read.
     */
    public Builder<T> columns(String... paths) {
      if (paths.length == 0) {
        throw new IllegalArgumentException("columns needs a path; leave it out for all columns");
      }
      this.columns = Stream.of(paths).toList();
      return this;
    }

    /**
     * Reads only rows that fulfil a predicate: {@code
     * filter(Predicate.column("distance").isGreaterThan(5.0))}. It may be on columns that are not
     * read, and is on those of the files, with their types. What a file rules out by statistics,
     * page indexes, Bloom filters and dictionaries is not decoded. By default all rows are read.
     */
    public Builder<T> filter(Predicate predicate) {
      this.options = options.withFilter(predicate, true);
      return this;
    }

    /** The most rows of a batch, 8,192 by default: {@code batchRows(1024)}. */
    public Builder<T> batchRows(int rows) {
      requireBatches("batchRows");
      this.options = options.withScan(scan -> scan.batchRows(rows));
      return this;
    }

    /**
     * The most bytes of a batch, unless one row has more: {@code batchBytes(1 << 20)}. 4 MiB by
     * default, because Flink spills larger records to disk between tasks.
     */
    public Builder<T> batchBytes(long bytes) {
      requireBatches("batchBytes");
      this.options = options.withScan(scan -> scan.batchBytes(bytes));
      return this;
    }

    /**
     * The unit of timestamps that old writers stored in 96 bits and that the schema has in no other
     * one: {@code int96Unit(TimestampUnit.MICROS)}. Nanoseconds by default, which reach from 1677
     * to 2262.
     */
    public Builder<T> int96Unit(TimestampUnit unit) {
      requireBatches("int96Unit");
      this.options = options.withScan(scan -> scan.int96Unit(unit));
      return this;
    }

    /**
     * The most bytes of a file that wait to be decoded: {@code fetchBytes(128 << 20)}. 32 MiB by
     * default. More of them make fewer and larger requests to a store.
     */
    public Builder<T> fetchBytes(long bytes) {
      this.options = options.withScan(scan -> scan.fetchBytes(bytes));
      return this;
    }

    /**
     * Whether timestamps that do not say so are in UTC: {@code utcTimezone(false)}, as {@link
     * ParquetRowFormat#withUtcTimezone}. True by default.
     */
    public Builder<T> utcTimezone(boolean utc) {
      if (ofBatches) {
        throw new IllegalArgumentException(
            "utcTimezone is an option of forRows: batches have timestamps as they are in the file");
      }
      this.utcTimezone = utc;
      return this;
    }

    /**
     * The schema of the batches, in Arrow's message format: {@code schema(schema)}. By default it
     * is that of the file whose path is the first in alphabetical order, which is read when the
     * source is built.
     */
    public Builder<T> schema(Schema schema) {
      requireBatches("schema");
      this.schema = Objects.requireNonNull(schema, "schema");
      return this;
    }

    /**
     * Which files are read though their columns have other types: {@code
     * schemaPolicy(SchemaPolicy.EXACT)}. WIDENING by default: all that can be read without changing
     * a value.
     */
    public Builder<T> schemaPolicy(SchemaPolicy policy) {
      requireBatches("schemaPolicy");
      this.schemaPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    private void requireBatches(String option) {
      if (!ofBatches) {
        throw new IllegalArgumentException(
            option
                + " is an option of forBatches: rows come one by one, as the row type of forRows"
                + " has them");
      }
    }

    /**
     * Limits for files that could make a reader do too much: {@code
     * limits(ReadLimits.builder().maximumPageBytes(64 << 20).build())}.
     */
    public Builder<T> limits(ReadLimits limits) {
      this.options = options.withLimits(limits);
      return this;
    }

    /** Reads encrypted files: {@code decryption(files -> files.keyProvider(new VaultKeys()))}. */
    public Builder<T> decryption(Consumer<DecryptionOptions> files) {
      this.options = options.withDecryption(files);
      return this;
    }

    /**
     * About how long the ranges of a file are that tasks read in parallel: {@code splitBytes(16 <<
     * 20)}. A row group is read with the range that holds its middle byte, so ranges that are
     * shorter than row groups make many that have nothing. 64 MiB by default.
     */
    public Builder<T> splitBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("splitBytes must be at least 1 but was " + bytes);
      }
      this.splitBytes = bytes;
      return this;
    }

    /**
     * Looks for new files again and again, without end: {@code
     * monitorContinuously(Duration.ofSeconds(10))}. Each file is read whole by one task, because
     * Flink's enumerator takes only the first split of a file that it finds later. Files must be
     * complete when they appear. By default the source ends behind the files that are there.
     */
    public Builder<T> monitorContinuously(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException(
            "monitorContinuously needs an interval of more than 0 but got " + interval);
      }
      this.monitorContinuously = interval;
      this.options = options.withSplittable(false);
      return this;
    }

    /**
     * The source, for {@code fromSource} of an environment. Flink gives a {@code FileSource} no
     * place for metrics of its format: {@link #buildWithMetrics} makes a source that has them.
     *
     * @throws UncheckedIOException if the schema is to be taken from a file, and there is none, or
     *     it cannot be read
     */
    public FileSource<T> build() {
      return build(format.apply(this));
    }

    /**
     * The same source with metrics, which say what was read and what was left out. Its state is
     * that of {@link #build}, so a job can change from one to the other.
     *
     * @throws UncheckedIOException as {@link #build}
     */
    public Source<T, FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>> buildWithMetrics() {
      SplitFormat<T> chosen = format.apply(this);
      return new MeteredSource<>(build(chosen), chosen);
    }

    private FileSource<T> build(SplitFormat<T> chosen) {
      FileSource.FileSourceBuilder<T> source = FileSource.forBulkFileFormat(chosen, paths);
      if (monitorContinuously == null) {
        long length = splitBytes;
        return source.setFileEnumerator(() -> FileRangesEnumerator.ofRanges(length)).build();
      }
      return source
          .setFileEnumerator(FileRangesEnumerator::ofWholeFiles)
          .monitorContinuously(monitorContinuously)
          .build();
    }
  }
}
