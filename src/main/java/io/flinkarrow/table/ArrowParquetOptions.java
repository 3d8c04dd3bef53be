package io.flinkarrow.table;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.read.ReadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a table with {@code 'format' = 'arrow-parquet'}, which stand in its {@code WITH}
 * clause behind {@value #PREFIX}. Each has the name of a setter of {@link WriterOptions.Builder},
 * or, for reading, of {@code ParquetRowFormat} or {@link ReadLimits.Builder}, and does what that
 * says. Options of single columns are not here, because their names hold the column's path.
 */
public final class ArrowParquetOptions {

  /** The name of the format. */
  public static final String IDENTIFIER = "arrow-parquet";

  /** What every option's key in a table begins with. */
  public static final String PREFIX = IDENTIFIER + ".";

  public static final ConfigOption<WriterProfile> PROFILE =
      ConfigOptions.key("profile")
          .enumType(WriterProfile.class)
          .defaultValue(WriterProfile.COMPATIBLE)
          .withDescription(
              "COMPATIBLE makes files for readers of any age, COMPACT the smallest files.");

  public static final ConfigOption<CompressionCodec> CODEC =
      ConfigOptions.key("codec")
          .enumType(CompressionCodec.class)
          .defaultValue(WriterOptions.DEFAULT_CODEC)
          .withDescription("Compresses pages.");

  public static final ConfigOption<Integer> COMPRESSION_LEVEL =
      ConfigOptions.key("compression-level")
          .intType()
          .noDefaultValue()
          .withDescription(
              "The codec's level: ZSTD has 1 to 22 and by default 1, GZIP 1 to 9 and by default 6,"
                  + " BROTLI 0 to 11 and by default 5.");

  public static final ConfigOption<Boolean> DICTIONARY =
      ConfigOptions.key("dictionary")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether columns begin with a dictionary, kept if it pays.");

  public static final ConfigOption<MemorySize> DICTIONARY_BYTES =
      ConfigOptions.key("dictionary-bytes")
          .memoryType()
          .defaultValue(new MemorySize(WriterOptions.DEFAULT_DICTIONARY_BYTES))
          .withDescription("The largest dictionary of a column chunk, at most 1 gb.");

  public static final ConfigOption<MemorySize> PAGE_BYTES =
      ConfigOptions.key("page-bytes")
          .memoryType()
          .defaultValue(new MemorySize(WriterOptions.DEFAULT_PAGE_BYTES))
          .withDescription(
              "A data page takes no further row past this size before encoding; at most 1 gb.");

  public static final ConfigOption<PageVersion> PAGE_VERSION =
      ConfigOptions.key("page-version")
          .enumType(PageVersion.class)
          .defaultValue(PageVersion.V1)
          .withDescription("V1, or V2 for readers that know it.");

  public static final ConfigOption<Boolean> DISTINCT_COUNTS =
      ConfigOptions.key("distinct-counts")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether statistics have exact counts of distinct values.");

  public static final ConfigOption<StatisticsLevel> STATISTICS =
      ConfigOptions.key("statistics")
          .enumType(StatisticsLevel.class)
          .defaultValue(StatisticsLevel.PAGE)
          .withDescription("What has minima, maxima and null counts: OFF, CHUNK or PAGE.");

  public static final ConfigOption<Integer> BOUNDS_LENGTH =
      ConfigOptions.key("bounds-length")
          .intType()
          .noDefaultValue()
          .withDescription("The most bytes of minima and maxima, 4 to 2047; by default 64.");

  public static final ConfigOption<Integer> PAGE_ROWS =
      ConfigOptions.key("page-rows")
          .intType()
          .noDefaultValue()
          .withDescription("The most rows of a data page. The profile says how many by default.");

  public static final ConfigOption<MemorySize> ROW_GROUP_BYTES =
      ConfigOptions.key("row-group-bytes")
          .memoryType()
          .defaultValue(new MemorySize(WriterOptions.DEFAULT_ROW_GROUP_BYTES))
          .withDescription(
              "A row group ends when the writer holds this much heap for it. In streaming mode it"
                  + " is an eighth of 'sink.rolling-policy.file-size' if that is less.");

  public static final ConfigOption<Long> ROW_GROUP_ROWS =
      ConfigOptions.key("row-group-rows")
          .longType()
          .defaultValue(WriterOptions.DEFAULT_ROW_GROUP_ROWS)
          .withDescription("The most rows of a row group.");

  public static final ConfigOption<MemorySize> MEMORY_BUDGET_BYTES =
      ConfigOptions.key("memory-budget-bytes")
          .memoryType()
          .defaultValue(new MemorySize(WriterOptions.DEFAULT_MEMORY_BUDGET_BYTES))
          .withDescription(
              "What all open files of a subtask hold together in heap; over it, the largest ends"
                  + " its row group.");

  public static final ConfigOption<Boolean> CHECKSUMS =
      ConfigOptions.key("checksums")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether pages carry a CRC-32.");

  public static final ConfigOption<Boolean> INT96_TIMESTAMPS =
      ConfigOptions.key("int96-timestamps")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether timestamps are written as the deprecated INT96, for very old readers.");

  public static final ConfigOption<Double> VERIFY_SHARE =
      ConfigOptions.key("verify-share")
          .doubleType()
          .defaultValue(0.0)
          .withDescription(
              "How many of all files are read again before they can become visible, from 0 to 1.");

  public static final ConfigOption<Boolean> FILE_CHECKSUMS =
      ConfigOptions.key("file-checksums")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the log names CRC-32C and SHA-256 of every file that is finished.");

  public static final ConfigOption<GeometryFormat> GEOMETRY =
      ConfigOptions.key("geometry")
          .enumType(GeometryFormat.class)
          .defaultValue(GeometryFormat.GEOPARQUET_1_1)
          .withDescription(
              "How the file says which columns hold geometries: by GeoParquet's entry in the"
                  + " footer, by Parquet's own types, or by both.");

  public static final ConfigOption<String> ENCRYPTION_KEY_PROVIDER =
      ConfigOptions.key("encryption.key-provider")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Encrypts files, with keys of this EncryptionKeyProvider: a class on the class path"
                  + " of the user, with a constructor without parameters.");

  public static final ConfigOption<EncryptionAlgorithm> ENCRYPTION_ALGORITHM =
      ConfigOptions.key("encryption.algorithm")
          .enumType(EncryptionAlgorithm.class)
          .noDefaultValue()
          .withDescription(
              "AES_GCM_V1, the default, or AES_GCM_CTR_V1, which does not detect changed pages.");

  public static final ConfigOption<Boolean> ENCRYPTION_PLAINTEXT_FOOTER =
      ConfigOptions.key("encryption.plaintext-footer")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Whether the footer is signed, not encrypted. By default it is encrypted.");

  public static final ConfigOption<String> ENCRYPTION_AAD_PREFIX =
      ConfigOptions.key("encryption.aad-prefix")
          .stringType()
          .noDefaultValue()
          .withDescription("What the files are; readers that expect another prefix refuse them.");

  public static final ConfigOption<Boolean> ENCRYPTION_STORE_AAD_PREFIX =
      ConfigOptions.key("encryption.store-aad-prefix")
          .booleanType()
          .noDefaultValue()
          .withDescription("Whether files have the prefix in clear, as they do by default.");

  public static final ConfigOption<ColumnEncryption> ENCRYPTION =
      ConfigOptions.key("encryption")
          .enumType(ColumnEncryption.class)
          .noDefaultValue()
          .withDescription(
              "By which key columns are encrypted: FOOTER_KEY, the default, COLUMN_KEY or NONE.");

  public static final ConfigOption<Map<String, String>> KEY_VALUE_METADATA =
      ConfigOptions.key("key-value-metadata")
          .mapType()
          .noDefaultValue()
          .withDescription(
              "Entries of the file's metadata: 'key-value-metadata.owner' = 'billing' adds one.");

  public static final ConfigOption<Boolean> UTC_TIMEZONE =
      ConfigOptions.key("utc-timezone")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether INT96 and timestamps without the UTC flag are read as they are, or, if"
                  + " false, moved to the JVM's time zone, as files of Flink's format 'parquet'"
                  + " need it that were written with its default.");

  public static final ConfigOption<MemorySize> MAXIMUM_METADATA_BYTES =
      ConfigOptions.key("maximum-metadata-bytes")
          .memoryType()
          .defaultValue(new MemorySize(ReadLimits.defaults().maximumMetadataBytes()))
          .withDescription("Reading: a file's footer, and a page's header.");

  public static final ConfigOption<Integer> MAXIMUM_DEPTH =
      ConfigOptions.key("maximum-depth")
          .intType()
          .defaultValue(ReadLimits.defaults().maximumDepth())
          .withDescription("Reading: levels of nested groups in a file's schema, at most 512.");

  public static final ConfigOption<MemorySize> MAXIMUM_PAGE_BYTES =
      ConfigOptions.key("maximum-page-bytes")
          .memoryType()
          .defaultValue(new MemorySize(ReadLimits.defaults().maximumPageBytes()))
          .withDescription(
              "Reading: heap bytes of the pages that are read at a time, of all columns together.");

  public static final ConfigOption<MemorySize> MAXIMUM_ROW_BYTES =
      ConfigOptions.key("maximum-row-bytes")
          .memoryType()
          .defaultValue(new MemorySize(ReadLimits.defaults().maximumRowBytes()))
          .withDescription(
              "The largest row: heap bytes of one read, bytes of the values of one written.");

  private ArrowParquetOptions() {}

  /** The names of all options, without the prefix; for columns with {@code <path>} for theirs. */
  public static List<String> names() {
    return names("<path>");
  }

  /** The same, with the names that the options of one column have. */
  static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    all().forEach(option -> names.add(option.key()));
    names.addAll(new TableColumnOptions(path).keys());
    return names;
  }

  /** All options that have a name of their own. */
  static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all = new ArrayList<>(TableSchemaOptions.all());
    all.addAll(BloomFilterOptions.ALL.options());
    all.add(TableStatisticsOptions.FLOATING_POINT_ORDER);
    all.addAll(
        List.of(
            PROFILE,
            CODEC,
            COMPRESSION_LEVEL,
            DICTIONARY,
            DICTIONARY_BYTES,
            PAGE_BYTES,
            PAGE_VERSION,
            DISTINCT_COUNTS,
            PAGE_ROWS,
            STATISTICS,
            BOUNDS_LENGTH,
            ROW_GROUP_BYTES,
            ROW_GROUP_ROWS,
            MEMORY_BUDGET_BYTES,
            CHECKSUMS,
            INT96_TIMESTAMPS,
            FILE_CHECKSUMS,
            GEOMETRY,
            ENCRYPTION_KEY_PROVIDER,
            ENCRYPTION_ALGORITHM,
            ENCRYPTION_PLAINTEXT_FOOTER,
            ENCRYPTION_AAD_PREFIX,
            ENCRYPTION_STORE_AAD_PREFIX,
            TableEncryption.ALLOW_PLAINTEXT_FILES,
            TableReadingOptions.MAXIMUM_HELD_BYTES,
            ENCRYPTION,
            VERIFY_SHARE,
            KEY_VALUE_METADATA,
            UTC_TIMEZONE,
            MAXIMUM_METADATA_BYTES,
            MAXIMUM_DEPTH,
            MAXIMUM_PAGE_BYTES,
            MAXIMUM_ROW_BYTES));
    return all;
  }
}
