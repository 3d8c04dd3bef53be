package io.flinkarrow.read;

import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.value.ReadableTypes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads Parquet files of any writer as rows, without Hadoop: for {@code FileSource} and for SQL.
 *
 * <p>Columns are found by name, and only those asked for are read; asking for none gives as many
 * empty rows as the file has. A column, or a field within one, that a file lacks is read as NULL if
 * it is nullable; otherwise the file is refused. So is a column whose type in the file cannot be
 * read as the asked one without changing values.
 *
 * <p>A file can be read by many splits: a row group is read by the split that holds its middle
 * byte. Readers go on after a checkpoint where they were.
 *
 * <p>Files are untrusted: {@link ReadLimits} limit what a file can make a reader hold in memory.
 * Held are, of each asked column, its dictionary, a page and what is fetched ahead, and two batches
 * of rows. Rows are views of what was decoded: they may be kept, and so keep it on the heap.
 *
 * <pre>{@code
 * FileSource.forBulkFileFormat(
 *         new ParquetRowFormat(rowType, InternalTypeInfo.of(rowType))
 *             .withUtcTimezone(false)
 *             .withTableColumns(List.of("carrier", "time"))
 *             .withLimits(ReadLimits.builder().maximumRowBytes(128L << 20).build()),
 *         path)
 *     .build();
 * }</pre>
 */
public final class ParquetRowFormat implements SplitFormat<RowData> {

  private static final long serialVersionUID = 1L;

  /** Few rows in a batch stay in the processor's cache while they are looked at. */
  static final SplitOptions DEFAULTS =
      SplitOptions.of(ScanOptions.builder().batchRows(2048).batchBytes(8 << 20).build());

  private final RowType rowType;
  private final TypeInformation<RowData> producedType;
  private final boolean utcTimezone;
  private final SplitOptions options;

  /**
   * Reads the fields of {@code rowType}, in its order.
   *
   * @param producedType what the source declares that it produces, for example {@code
   *     InternalTypeInfo.of(rowType)}
   * @throws UnsupportedOperationException if there is no Parquet type for a field
   */
  public ParquetRowFormat(RowType rowType, TypeInformation<RowData> producedType) {
    this(rowType, producedType, true, DEFAULTS);
  }

  ParquetRowFormat(
      RowType rowType,
      TypeInformation<RowData> producedType,
      boolean utcTimezone,
      SplitOptions options) {
    SupportedFlink.require();
    ReadableTypes.check(rowType, "Parquet");
    this.rowType = rowType;
    this.producedType = Objects.requireNonNull(producedType);
    this.utcTimezone = utcTimezone;
    this.options = options;
  }

  private ParquetRowFormat with(SplitOptions changed) {
    return new ParquetRowFormat(rowType, producedType, utcTimezone, changed);
  }

  /** The same with limits for files that could make a reader do too much. */
  public ParquetRowFormat withLimits(ReadLimits limits) {
    return with(options.withLimits(limits));
  }

  /**
   * The most bytes of the file that wait to be decoded: {@code withFetchBytes(128 << 20)}. 32 MiB
   * by default. More of them make fewer and larger requests to a store, as {@link
   * ReaderOptions.Builder#fetchBytes} says.
   */
  public ParquetRowFormat withFetchBytes(long bytes) {
    return with(options.withScan(scan -> scan.fetchBytes(bytes)));
  }

  /**
   * The same with the meaning that {@code utc-timezone} has for Flink's own Parquet format. With
   * false, INT96 and timestamps without the UTC flag are taken for instants, and read as what a
   * clock in the JVM's default time zone showed then. Files that Flink's own format wrote with
   * {@code utc-timezone} = false, its default, need it, in JVMs of the zone that wrote them. Files
   * of this library are read as they are.
   *
   * @param utcTimezone true by default: nothing is moved, wherever the job runs
   */
  public ParquetRowFormat withUtcTimezone(boolean utcTimezone) {
    return new ParquetRowFormat(rowType, producedType, utcTimezone, options);
  }

  /**
   * The same for the files of a table: one that has none of its columns is refused, whichever of
   * them are asked for. It is of something else, and all its rows would be nulls.
   *
   * @param columns those that files may have; none by default, and nothing is refused
   */
  public ParquetRowFormat withTableColumns(List<String> columns) {
    return with(options.withTableColumns(columns));
  }

  /**
   * The same with one split per file if it is false: {@code withSplittableFiles(false)}. A {@code
   * FileSource} that discovers files continuously needs it: of a file that it finds later, Flink
   * reads the first split only. {@link ArrowParquetSource} and SQL set it.
   *
   * @param splittable true by default
   */
  public ParquetRowFormat withSplittableFiles(boolean splittable) {
    return with(options.withSplittable(splittable));
  }

  /**
   * The same for encrypted files: {@code withDecryption(files -> files.keyProvider(new
   * VaultKeys()))}. Columns that are encrypted are read with the keys of the provider, which is
   * asked for those of the columns that are read. Signatures of footers are verified.
   */
  public ParquetRowFormat withDecryption(Consumer<DecryptionOptions> files) {
    return with(options.withDecryption(files));
  }

  /**
   * The same with only the rows that fulfil a predicate: {@code
   * withFilter(Predicate.column("distance").isGreaterThan(5.0))}, as {@link
   * ParquetBatchFormat#withFilter}.
   */
  public ParquetRowFormat withFilter(Predicate predicate) {
    return with(options.withFilter(predicate, true));
  }

  /**
   * The same without rows that files rule out: {@code
   * withPruning(Predicate.column("distance").isGreaterThan(5.0))}, as {@link
   * ParquetBatchFormat#withPruning}. SQL does this.
   */
  public ParquetRowFormat withPruning(Predicate predicate) {
    return with(options.withFilter(predicate, false));
  }

  /** How many rows a file has, as its footer says. The footer must not be encrypted. */
  public static long rowCount(Path file) throws IOException {
    return rowCount(file, null);
  }

  /**
   * The same of a file whose footer may be encrypted.
   *
   * @param decryption null if there are no keys
   */
  public static long rowCount(Path file, @Nullable DecryptionSettings decryption)
      throws IOException {
    try (ParquetInput input = FileSystemInput.open(file)) {
      ReadLimits defaults = ReadLimits.defaults();
      FileFooter footer =
          FileFooter.read(
              input, defaults.maximumMetadataBytes(), defaults.maximumDepth(), decryption);
      return footer.rowGroups().stream().mapToLong(RowGroupChunks::rows).sum();
    }
  }

  @Override
  public BulkFormat.Reader<RowData> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    return open(split, new ReadMetrics());
  }

  @Override
  public BulkFormat.Reader<RowData> restoreReader(
      Configuration configuration, FileSourceSplit split) throws IOException {
    return open(split, new ReadMetrics());
  }

  @Override
  public BulkFormat.Reader<RowData> open(FileSourceSplit split, ReadMetrics metrics)
      throws IOException {
    return ParquetRowReader.open(split, rowType, utcTimezone, options, metrics);
  }

  @Override
  public boolean isSplittable() {
    return options.splittable();
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return producedType;
  }
}
