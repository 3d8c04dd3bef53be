package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.SchemaOptions;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether SQL can say all that the builder of writer options can, and means the same by it. */
class EveryWriterOptionHasItsSqlOptionTest {

  private static final String KEY_PROVIDER = "encryption.key-provider";

  /** A setter, behind the one that hands out its builder; an option that does the same; how. */
  private enum Setting {
    PROFILE("profile", Map.of("profile", "compact"), b -> b.profile(WriterProfile.COMPACT)),
    CODEC("codec", Map.of("codec", "snappy"), b -> b.codec(CompressionCodec.SNAPPY)),
    LEVEL("codec", Map.of("compression-level", "7"), b -> b.codec(CompressionCodec.ZSTD, 7)),
    CODEC_AND_LEVEL(
        "codec",
        Map.of("codec", "GZIP", "compression-level", "9"),
        b -> b.codec(CompressionCodec.GZIP, 9)),
    COLUMN_CODEC(
        "columnCodec",
        Map.of("column.a.b.codec", "LZ4_RAW"),
        b -> b.columnCodec("a.b", CompressionCodec.LZ4_RAW)),
    COLUMN_LEVEL(
        "columnCodec",
        Map.of("codec", "gzip", "column.a.b.compression-level", "2"),
        b -> b.codec(CompressionCodec.GZIP).columnCodec("a.b", CompressionCodec.GZIP, 2)),
    COLUMN_CODEC_AND_LEVEL(
        "columnCodec",
        Map.of("column.a.b.codec", "zstd", "column.a.b.compression-level", "19"),
        b -> b.columnCodec("a.b", CompressionCodec.ZSTD, 19)),
    DICTIONARY("dictionary", Map.of("dictionary", "false"), b -> b.dictionary(false)),
    COLUMN_DICTIONARY(
        "columnDictionary",
        Map.of("column.a.dictionary", "false"),
        b -> b.columnDictionary("a", false)),
    COLUMN_ENCODING(
        "columnEncoding",
        Map.of("column.tags.list.element.encoding", "delta_byte_array"),
        b -> b.columnEncoding("tags.list.element", ValueEncoding.DELTA_BYTE_ARRAY)),
    DICTIONARY_BYTES_OF_ALL_COLUMNS(
        "columns",
        Map.of("dictionary-bytes", "4 mb"),
        b -> b.columns(all -> all.dictionaryBytes(4 << 20))),
    COLUMN_PATH_IN_PARTS(
        "column",
        Map.of("column.`a.b`.c.dictionary", "false"),
        b -> b.column("`a.b`.c", column -> column.dictionary(false))),
    DICTIONARY_BYTES_OF_A_COLUMN(
        "column",
        Map.of("column.a.dictionary-bytes", "3 mb"),
        b -> b.column("a", column -> column.dictionaryBytes(3 << 20))),
    PAGE_BYTES_OF_A_COLUMN(
        "column",
        Map.of("column.a.page-bytes", "16 kb", "column.a.codec", "gzip"),
        b -> b.column("a", column -> column.pageBytes(16 << 10).codec(CompressionCodec.GZIP))),
    BLOOM_FILTERS_OF_ALL_COLUMNS(
        "columns", Map.of("bloom-filter", "true"), b -> b.columns(all -> all.bloomFilter(true))),
    PAGE_VERSION(
        "columns",
        Map.of("page-version", "v2"),
        b -> b.columns(all -> all.pageVersion(PageVersion.V2))),
    DISTINCT_COUNTS(
        "columns",
        Map.of("distinct-counts", "true"),
        b -> b.columns(all -> all.distinctCounts(true))),
    DISTINCT_COUNTS_OF_A_COLUMN(
        "column",
        Map.of("column.a.distinct-counts", "true"),
        b -> b.column("a", column -> column.distinctCounts(true))),
    PAGE_VERSION_OF_A_COLUMN(
        "column",
        Map.of("column.a.page-version", "V2"),
        b -> b.column("a", column -> column.pageVersion(PageVersion.V2))),
    SETTINGS_OF_BLOOM_FILTERS(
        "columns",
        Map.of(
            "bloom-filter-false-positive-probability", "0.05",
            "bloom-filter-distinct-values", "70000",
            "bloom-filter-bytes", "2 mb"),
        b ->
            b.columns(
                all ->
                    all.bloomFilterFalsePositiveProbability(0.05)
                        .bloomFilterDistinctValues(70_000)
                        .bloomFilterBytes(2 << 20))),
    BLOOM_FILTER_OF_A_COLUMN(
        "column",
        Map.of(
            "column.a.bloom-filter", "true",
            "column.a.bloom-filter-false-positive-probability", "0.001",
            "column.a.bloom-filter-distinct-values", "5",
            "column.a.bloom-filter-bytes", "64 kb"),
        b ->
            b.column(
                "a",
                column ->
                    column
                        .bloomFilter(true)
                        .bloomFilterFalsePositiveProbability(0.001)
                        .bloomFilterDistinctValues(5)
                        .bloomFilterBytes(64 << 10))),
    DICTIONARY_BYTES(
        "dictionaryBytes", Map.of("dictionary-bytes", "2 mb"), b -> b.dictionaryBytes(2 << 20)),
    PAGE_BYTES("pageBytes", Map.of("page-bytes", "64kb"), b -> b.pageBytes(64 << 10)),
    STATISTICS_OF_ALL_COLUMNS(
        "columns",
        Map.of("statistics", "chunk", "bounds-length", "16"),
        b -> b.columns(all -> all.statistics(StatisticsLevel.CHUNK).boundsLength(16))),
    STATISTICS_OF_A_COLUMN(
        "column",
        Map.of("column.a.statistics", "OFF", "column.a.bounds-length", "100"),
        b -> b.column("a", column -> column.statistics(StatisticsLevel.OFF).boundsLength(100))),
    ORDER_OF_ALL_COLUMNS(
        "columns",
        Map.of("floating-point-order", "IEEE_754_TOTAL_ORDER"),
        b -> b.columns(all -> all.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER))),
    ORDER_OF_A_COLUMN(
        "column",
        Map.of("column.a.floating-point-order", "ieee_754_total_order"),
        b ->
            b.column(
                "a", column -> column.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER))),
    PAGE_ROWS("pageRows", Map.of("page-rows", "100"), b -> b.pageRows(100)),
    ROW_GROUP_BYTES(
        "rowGroupBytes", Map.of("row-group-bytes", "3 gb"), b -> b.rowGroupBytes(3L << 30)),
    ROW_GROUP_ROWS(
        "rowGroupRows",
        Map.of("row-group-rows", "5000000000"),
        b -> b.rowGroupRows(5_000_000_000L)),
    MAXIMUM_ROW_BYTES(
        "maximumRowBytes", Map.of("maximum-row-bytes", "1 gb"), b -> b.maximumRowBytes(1L << 30)),
    MEMORY_BUDGET_BYTES(
        "memoryBudgetBytes",
        Map.of("memory-budget-bytes", "512 mb"),
        b -> b.memoryBudgetBytes(512L << 20)),
    CHECKSUMS("checksums", Map.of("checksums", "false"), b -> b.checksums(false)),
    INT96_TIMESTAMPS(
        "int96Timestamps", Map.of("int96-timestamps", "true"), b -> b.int96Timestamps(true)),
    FILE_CHECKSUMS("fileChecksums", Map.of("file-checksums", "true"), b -> b.fileChecksums(true)),
    GEOMETRY(
        "geometry",
        Map.of("geometry", "geoparquet_2_0"),
        b -> b.geometry(GeometryFormat.GEOPARQUET_2_0)),
    COVERING(
        "column",
        Map.of("column.place.covering", "double"),
        b -> b.column("place", column -> column.covering(GeometryCovering.DOUBLE))),
    GEOMETRY_METADATA(
        "column",
        Map.of("column.place.geometry-metadata", "{\"crs\": \"OGC:CRS84\"}"),
        b -> b.column("place", column -> column.geometryMetadata("{\"crs\": \"OGC:CRS84\"}"))),
    COORDINATE_REFERENCE_SYSTEM(
        "column",
        Map.of("column.place.coordinate-reference-system", "EPSG:3857"),
        b -> b.column("place", column -> column.coordinateReferenceSystem("EPSG:3857"))),
    ENCRYPTION(
        "encryption",
        Map.of(KEY_PROVIDER, TestKeys.class.getName()),
        b -> b.encryption(files -> files.keyProvider(new TestKeys()))),
    ALL_OF_ENCRYPTION(
        "encryption",
        Map.of(
            KEY_PROVIDER,
            TestKeys.class.getName(),
            "encryption.algorithm",
            "aes_gcm_ctr_v1",
            "encryption.plaintext-footer",
            "true",
            "encryption.aad-prefix",
            "orders",
            "encryption.store-aad-prefix",
            "false"),
        b ->
            b.encryption(
                files ->
                    files
                        .keyProvider(new TestKeys())
                        .algorithm(EncryptionAlgorithm.AES_GCM_CTR_V1)
                        .plaintextFooter(true)
                        .aadPrefix("orders")
                        .storeAadPrefix(false))),
    ENCRYPTION_OF_ALL_COLUMNS(
        "columns",
        Map.of("encryption", "column_key"),
        b -> b.columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY))),
    ENCRYPTION_OF_A_COLUMN(
        "column",
        Map.of("column.a.encryption", "none"),
        b -> b.column("a", column -> column.encryption(ColumnEncryption.NONE))),
    TIMESTAMP_UNIT(
        "schema.timestampUnit",
        Map.of("timestamp-unit", "micros"),
        b -> b.schema(schema -> schema.timestampUnit(TimestampUnit.MICROS))),
    TRUNCATE_TIMESTAMPS(
        "schema.truncateTimestamps",
        Map.of("timestamp-unit", "MILLIS", "truncate-timestamps", "true"),
        b ->
            b.schema(
                schema -> schema.timestampUnit(TimestampUnit.MILLIS).truncateTimestamps(true))),
    FIXED_LENGTH_DECIMALS(
        "schema.fixedLengthDecimals",
        Map.of("fixed-length-decimals", "true"),
        b -> b.schema(schema -> schema.fixedLengthDecimals(true))),
    LIST_NAMES(
        "schema.listNames",
        Map.of("list-names", "hive"),
        b -> b.schema(schema -> schema.listNames(ListNames.HIVE))),
    ARROW_SCHEMA(
        "schema.arrowSchema",
        Map.of("arrow-schema", "false"),
        b -> b.schema(schema -> schema.arrowSchema(false))),
    SORTING_COLUMNS(
        "schema.sortingColumns",
        Map.of("sorting-columns", "a; b.c desc ;d NULLS LAST; e DESC nulls first"),
        b ->
            b.schema(
                schema ->
                    schema.sortingColumns(
                        SortingColumn.ascending("a"),
                        SortingColumn.descending("b.c"),
                        SortingColumn.ascending("d").nulls(false),
                        SortingColumn.descending("e").nulls(true)))),
    UNSORTED_ROWS(
        "schema.unsortedRows",
        Map.of("unsorted-rows", "drop_claim"),
        b -> b.schema(schema -> schema.unsortedRows(UnsortedRows.DROP_CLAIM))),
    CREATED_BY(
        "schema.createdBy",
        Map.of("created-by", "billing 3.2"),
        b -> b.schema(schema -> schema.createdBy("billing 3.2"))),
    KEY_VALUE_METADATA(
        "keyValueMetadata",
        Map.of("key-value-metadata.data.owner", "billing"),
        b -> b.keyValueMetadata("data.owner", "billing"));

    private final String setter;
    private final Map<String, String> options;
    private final UnaryOperator<WriterOptions.Builder> meaning;

    Setting(
        String setter, Map<String, String> options, UnaryOperator<WriterOptions.Builder> meaning) {
      this.setter = setter;
      this.options = options;
      this.meaning = meaning;
    }
  }

  @Test
  void noSetterIsLeftOut() {
    Set<String> setters = BuilderSetters.of(WriterOptions.Builder.class);
    setters.remove("schema");
    BuilderSetters.of(SchemaOptions.class).forEach(setter -> setters.add("schema." + setter));

    assertThat(Arrays.stream(Setting.values()).map(setting -> setting.setter))
        .containsAll(setters)
        .isSubsetOf(setters);
  }

  @ParameterizedTest
  @EnumSource
  void anOptionMeansWhatItsSetterDoes(Setting setting) {
    WriterOptions expected = setting.meaning.apply(WriterOptions.builder()).build();

    assertThat(translated(setting.options)).usingRecursiveComparison().isEqualTo(expected);
    assertThat(expected).usingRecursiveComparison().isNotEqualTo(WriterOptions.defaults());
  }

  @Test
  void withoutOptionsAllIsAtItsDefault() {
    assertThat(translated(Map.of())).usingRecursiveComparison().isEqualTo(WriterOptions.defaults());
  }

  @Test
  void declaredDefaultsAreTheWritersOwn() {
    Map<String, String> defaults =
        ArrowParquetOptions.all().stream()
            .filter(option -> option.hasDefaultValue())
            .collect(
                Collectors.toMap(
                    option -> option.key(), option -> option.defaultValue().toString()));

    assertThat(defaults).hasSizeGreaterThan(5);
    assertThat(translated(defaults)).usingRecursiveComparison().isEqualTo(WriterOptions.defaults());
  }

  @Test
  void aRowGroupKeepsTheLimitThatIsGiven() {
    TableOptions options = options(Map.of("row-group-bytes", "64 mb"));

    assertThat(options.writerOptions(16 << 20).rowGroupBytes()).isEqualTo(16 << 20);
    assertThat(options.writerOptions(65 << 20).rowGroupBytes()).isEqualTo(64 << 20);
  }

  private static WriterOptions translated(Map<String, String> options) {
    return options(options).writerOptions(Long.MAX_VALUE);
  }

  private static TableOptions options(Map<String, String> options) {
    return new TableOptions(
        "catalog.database.table",
        Configuration.fromMap(options),
        TableOptions.class.getClassLoader());
  }
}
