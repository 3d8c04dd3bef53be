package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.Predicate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
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
    return new Builder<>(true, ArrowParquetSource::batches, paths);
  }

  /**
   * A source of rows: those of {@link ParquetRowFormat}. Needs Flink's {@code flink-table-runtime},
   * which every cluster has.
   *
   * @throws UnsupportedOperationException if there is no Parquet type for a field
   */
  public static Builder<RowData> forRows(RowType type, Path... paths) {
    ParquetRowFormat all = new ParquetRowFormat(type, InternalTypeInfo.of(type));
    return new Builder<>(false, options -> rows(type, all, options), paths);
  }

  private static ParquetBatchFormat batches(Builder<RecordBatch> options) {
    Schema schema = options.schema == null ? schemaOfFirstFile(options) : options.schema;
    ParquetBatchFormat format =
        new ParquetBatchFormat(schema)
            .withSchemaPolicy(options.schemaPolicy)
            .withBatchRows(options.batchRows);
    return options.columns.isEmpty()
        ? format
        : format.withColumns(options.columns.toArray(String[]::new));
  }

  private static Schema schemaOfFirstFile(Builder<RecordBatch> options) {
    try {
      Path file =
          FileRangesEnumerator.ofWholeFiles().enumerateSplits(options.paths, 1).stream()
              .map(FileSourceSplit::path)
              .min(Comparator.comparing(Path::toString))
              .orElseThrow(
                  () ->
                      new FileNotFoundException(
                          "There is no file to take the schema from below %s: give one with schema()"
                              .formatted(Arrays.toString(options.paths))));
      BatchOptions reading = BatchOptions.DEFAULTS.withLimits(options.limits);
      return ParquetBatchReader.schemaOf(
          file,
          options.decryption == null
              ? reading
              : reading.withDecryption(DecryptionOptions.of(options.decryption)));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static ParquetRowFormat rows(
      RowType type, ParquetRowFormat all, Builder<RowData> options) {
    if (options.columns.isEmpty()) {
      return all;
    }
    RowType chosen = WantedFields.of(type, options.columns.stream().map(ColumnPath::new).toList());
    return new ParquetRowFormat(chosen, InternalTypeInfo.of(chosen))
        .withTableColumns(type.getFieldNames());
  }

  /** Collects what a source is to do. */
  public static final class Builder<T> {

    private static final long DEFAULT_SPLIT_BYTES = 64L << 20;

    private final boolean ofBatches;
    private final Function<Builder<T>, SplittableFormat<T>> format;
    private final Path[] paths;
    private List<String> columns = List.of();
    @Nullable private Predicate filter;
    private int batchRows = BatchOptions.DEFAULTS.batchRows();
    @Nullable private Schema schema;
    private SchemaPolicy schemaPolicy = BatchOptions.DEFAULTS.policy();
    private ReadLimits limits = ReadLimits.defaults();
    @Nullable private Consumer<DecryptionOptions> decryption;
    private long splitBytes = DEFAULT_SPLIT_BYTES;
    @Nullable private Duration monitorContinuously;

    private Builder(
        boolean ofBatches, Function<Builder<T>, SplittableFormat<T>> format, Path... paths) {
      if (paths.length == 0) {
        throw new IllegalArgumentException("A source needs a path, of a file or a directory");
      }
      this.ofBatches = ofBatches;
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
      this.filter = Objects.requireNonNull(predicate, "predicate");
      return this;
    }

    /** The most rows of a batch, 8,192 by default: {@code batchRows(1024)}. */
    public Builder<T> batchRows(int rows) {
      requireBatches("batchRows");
      this.batchRows = BatchOptions.DEFAULTS.withBatchRows(rows).batchRows();
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
                + " is an option of forBatches: rows come one by one, as the row type of forRows has them");
      }
    }

    /**
     * Limits for files that could make a reader do too much: {@code
     * limits(ReadLimits.builder().maximumPageBytes(64 << 20).build())}.
     */
    public Builder<T> limits(ReadLimits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** Reads encrypted files: {@code decryption(files -> files.keyProvider(new VaultKeys()))}. */
    public Builder<T> decryption(Consumer<DecryptionOptions> options) {
      this.decryption = Objects.requireNonNull(options);
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
      this.monitorContinuously = Objects.requireNonNull(interval);
      return this;
    }

    /**
     * The source, for {@code fromSource} of an environment.
     *
     * @throws UncheckedIOException if the schema is to be taken from a file, and there is none, or
     *     it cannot be read
     */
    public FileSource<T> build() {
      boolean splittable = monitorContinuously == null;
      SplittableFormat<T> chosen =
          format.apply(this).withLimits(limits).withSplittableFiles(splittable);
      if (decryption != null) {
        chosen = chosen.withDecryption(decryption);
      }
      if (filter != null) {
        chosen = chosen.withFilter(filter);
      }
      FileSource.FileSourceBuilder<T> source = FileSource.forBulkFileFormat(chosen, paths);
      if (splittable) {
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
