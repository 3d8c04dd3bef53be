package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.ScanOptions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;

/**
 * Reads Parquet files of any writer as record batches of one schema, column by column.
 *
 * <p>Columns are found by name, and only those of the schema are read, also within structs. A
 * nullable one that a file lacks is null. Columns of other types become those of the schema by a
 * {@link SchemaPolicy}; what it does not allow is refused, before rows of the file are read.
 *
 * <p>A file can be read by many splits: a row group is read by the split that holds its middle
 * byte. A batch is one element of the stream. Its position is its row group and the number of rows
 * in it up to the batch's end, so a restored reader goes on with the next row, also if batches have
 * another size, or another filter, then.
 *
 * <p>Files are untrusted: {@link ReadLimits} limit what a file can make a reader hold in memory.
 *
 * <pre>{@code
 * FileSource.forBulkFileFormat(
 *         new ParquetBatchFormat(schema).withColumns("carrier", "address.city"), path)
 *     .build();
 * }</pre>
 */
public final class ParquetBatchFormat implements SplitFormat<RecordBatch> {

  private static final long serialVersionUID = 1L;

  static final SplitOptions DEFAULTS = SplitOptions.of(ScanOptions.builder().build());

  private final BatchSchema schema;
  private final SchemaPolicy policy;
  private final SplitOptions options;

  /**
   * Reads batches of a schema.
   *
   * @param schema in Arrow's message format, in which a dictionary-encoded field has its values'
   *     type
   * @throws UnsupportedOperationException if a field has a type that batches cannot have
   */
  public ParquetBatchFormat(Schema schema) {
    this(schema, SchemaPolicy.WIDENING, DEFAULTS);
  }

  /** Files have columns of the schema, whichever of them are asked for. */
  ParquetBatchFormat(Schema schema, SchemaPolicy policy, SplitOptions options) {
    this(
        BatchSchema.of(schema),
        policy,
        options.withTableColumns(schema.getFields().stream().map(Field::getName).toList()));
  }

  private ParquetBatchFormat(BatchSchema schema, SchemaPolicy policy, SplitOptions options) {
    SupportedFlink.require();
    this.schema = schema;
    this.policy = policy;
    this.options = options;
  }

  private ParquetBatchFormat with(SplitOptions changed) {
    return new ParquetBatchFormat(schema, policy, changed);
  }

  /**
   * The schema of all columns of a file, to read files like it.
   *
   * @throws IOException if it is no Parquet file, or is damaged
   * @throws UnsupportedOperationException if its footer is encrypted, or it cannot be read
   *     otherwise
   */
  public static Schema schemaOf(Path file) throws IOException {
    return ParquetBatchReader.schemaOf(file, DEFAULTS.scan());
  }

  /**
   * The same with fewer columns: {@code withColumns("carrier", "address.city")}. A path has the
   * names of fields, and of fields of structs; each comes with all below it, in the order of the
   * schema. Names with dots are written in backquotes, as {@link ColumnPath} has it.
   *
   * @throws IllegalArgumentException if the schema does not have one of them
   */
  public ParquetBatchFormat withColumns(String... paths) {
    List<ColumnPath> columns = Stream.of(paths).map(ColumnPath::new).toList();
    return new ParquetBatchFormat(
        BatchSchema.of(WantedFields.of(schema.schema(), columns)), policy, options);
  }

  /**
   * The same with only the rows that fulfil a predicate: {@code
   * withFilter(Predicate.column("distance").isGreaterThan(5.0))}. It may be on columns that are not
   * read, and is on those of the files, with their types; a file whose types it does not fit is
   * refused. So is one that lacks a column which the schema does not have, either. What a file
   * rules out by statistics, page indexes, Bloom filters and dictionaries is not decoded.
   */
  public ParquetBatchFormat withFilter(Predicate predicate) {
    return with(options.withFilter(predicate, true));
  }

  /**
   * The same without rows that files rule out, as {@link #withFilter}, but other rows that do not
   * fulfil the predicate may come: {@code
   * withPruning(Predicate.column("distance").isGreaterThan(5.0))}. Nothing is decoded for it. Parts
   * of a conjunction that do not fit a file's types rule nothing out.
   */
  public ParquetBatchFormat withPruning(Predicate predicate) {
    return with(options.withFilter(predicate, false));
  }

  /**
   * The same with another policy for files whose columns have other types: {@code
   * withSchemaPolicy(SchemaPolicy.EXACT)}. The default, WIDENING, reads all that can be read
   * without changing a value.
   */
  public ParquetBatchFormat withSchemaPolicy(SchemaPolicy policy) {
    return new ParquetBatchFormat(schema, Objects.requireNonNull(policy, "policy"), options);
  }

  /** The most rows of a batch, 8,192 by default: {@code withBatchRows(1024)}. */
  public ParquetBatchFormat withBatchRows(int rows) {
    return with(options.withScan(scan -> scan.batchRows(rows)));
  }

  /**
   * The most bytes of a batch, unless one row has more: {@code withBatchBytes(1 << 20)}. 4 MiB by
   * default, because Flink spills larger records to disk between tasks.
   */
  public ParquetBatchFormat withBatchBytes(long bytes) {
    return with(options.withScan(scan -> scan.batchBytes(bytes)));
  }

  /**
   * The most bytes of the file that wait to be decoded: {@code withFetchBytes(128 << 20)}. 32 MiB
   * by default. More of them make fewer and larger requests to a store, as {@link
   * ReaderOptions.Builder#fetchBytes} says.
   */
  public ParquetBatchFormat withFetchBytes(long bytes) {
    return with(options.withScan(scan -> scan.fetchBytes(bytes)));
  }

  /**
   * The unit of timestamps that old writers stored in 96 bits and that the schema has in no other
   * one: {@code withInt96Unit(TimestampUnit.MICROS)}. Nanoseconds by default, which reach from 1677
   * to 2262.
   */
  public ParquetBatchFormat withInt96Unit(TimestampUnit unit) {
    return with(options.withScan(scan -> scan.int96Unit(unit)));
  }

  /**
   * The same with limits for files that could make a reader do too much: {@code
   * withLimits(ReadLimits.builder().maximumPageBytes(64 << 20).build())}.
   */
  public ParquetBatchFormat withLimits(ReadLimits limits) {
    return with(options.withLimits(limits));
  }

  /**
   * The same for encrypted files: {@code withDecryption(files -> files.keyProvider(new
   * VaultKeys()))}.
   */
  public ParquetBatchFormat withDecryption(Consumer<DecryptionOptions> files) {
    return with(options.withDecryption(files));
  }

  /**
   * The same with one split per file if it is false, for a {@code FileSource} that discovers files
   * continuously: {@code withSplittableFiles(false)}. Of a file that it finds later, Flink reads
   * the first split only. {@link ArrowParquetSource} sets it.
   */
  public ParquetBatchFormat withSplittableFiles(boolean splittable) {
    return with(options.withSplittable(splittable));
  }

  @Override
  public BulkFormat.Reader<RecordBatch> createReader(
      Configuration configuration, FileSourceSplit split) throws IOException {
    return open(split, new ReadMetrics());
  }

  @Override
  public BulkFormat.Reader<RecordBatch> restoreReader(
      Configuration configuration, FileSourceSplit split) throws IOException {
    return open(split, new ReadMetrics());
  }

  @Override
  public BulkFormat.Reader<RecordBatch> open(FileSourceSplit split, ReadMetrics metrics)
      throws IOException {
    return ParquetBatchReader.open(split, schema, policy, options, metrics);
  }

  @Override
  public boolean isSplittable() {
    return options.splittable();
  }

  @Override
  public TypeInformation<RecordBatch> getProducedType() {
    return RecordBatchTypeInfo.of(schema.schema());
  }
}
