package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of {@code docs/reference/compatibility.md}: which reader gets what was written, type by
 * type. Each type stands in a file of its own: at the top, in a struct, in a list and as a map's
 * value, nullable and not.
 */
class ReadersReadEveryTypeITCase {

  private static final Path PAGE = Path.of("docs/reference/compatibility.md");
  private static final String YES = "yes";
  private static final String REFUSES = "refuses the file";
  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final int[] BATCH_ROWS = {40, 0, 50, 1, 29};

  /**
   * A row of a table, and a file with it.
   *
   * @param options for a schema in message format
   * @param expected what a reader must read for a value
   */
  private record Row(
      String label,
      Function<RandomSchemas, Field> leaf,
      Function<Schema, WriterOptions.Builder> options,
      UnaryOperator<Object> expected) {

    static Row of(String label, Function<RandomSchemas, Field> leaf) {
      return new Row(label, leaf, schema -> WriterOptions.builder(), UnaryOperator.identity());
    }

    static Row of(ArrowType type) {
      return of(type.toString(), schemas -> schemas.leaf("leaf", type));
    }

    static Row of(String option, ArrowType type, Function<Schema, WriterOptions.Builder> options) {
      return new Row(
          option + " of " + type,
          schemas -> schemas.leaf("leaf", type),
          options,
          UnaryOperator.identity());
    }

    Row expecting(UnaryOperator<Object> change) {
      return new Row(label, leaf, options, change);
    }

    int precision() {
      Matcher decimal = Pattern.compile("Decimal\\((\\d+),").matcher(label);
      return decimal.find() ? Integer.parseInt(decimal.group(1)) : 0;
    }

    boolean is(ArrowType type) {
      return label.equals(type.toString());
    }
  }

  /**
   * What a reader makes of a row's values instead.
   *
   * @param shown in the table
   * @param instead what it reads for a value; none if it refuses the file
   * @param reason a part of the message by which it refuses the file
   */
  private record Deviation(
      ForeignReader reader,
      Predicate<Row> rows,
      String shown,
      Optional<UnaryOperator<Object>> instead,
      String reason) {

    static Deviation reads(
        ForeignReader reader, Predicate<Row> rows, String shown, UnaryOperator<Object> instead) {
      return new Deviation(reader, rows, shown, Optional.of(instead), "");
    }

    static Deviation refuses(ForeignReader reader, String reason, Predicate<Row> rows) {
      return new Deviation(reader, rows, REFUSES, Optional.empty(), reason);
    }
  }

  private static final List<Deviation> DEVIATIONS =
      List.of(
          Deviation.reads(
              ForeignReader.PARQUET_JAVA,
              row -> row.label().startsWith("INT96"),
              "as 12 bytes",
              value -> value instanceof Long number ? int96(number) : value),
          Deviation.reads(
              ForeignReader.DUCKDB,
              row -> row.precision() > 38,
              "as doubles",
              value ->
                  value instanceof BigDecimal decimal
                      ? PlainValue.of(decimal.floatValue())
                      : value),
          Deviation.refuses(
              ForeignReader.DUCKDB,
              "BYTE_STREAM_SPLIT encoding is only supported for FLOAT, DOUBLE, INT32 or INT64",
              row -> row.label().equals("encoding BYTE_STREAM_SPLIT of FixedSizeBinary(16)")),
          Deviation.reads(
              ForeignReader.DUCKDB,
              row -> row.label().equals("INT96 of Timestamp(NANOSECOND, null)"),
              "in whole microseconds",
              value ->
                  value instanceof Long number
                      ? (Object) (Math.floorDiv(number, 1_000L) * 1_000)
                      : value),
          Deviation.refuses(
              ForeignReader.ARROW_CPP,
              "Logical type Variant cannot be applied to group node",
              row -> row.label().equals("arrow.parquet.variant")),
          Deviation.refuses(
              ForeignReader.ARROW_CPP,
              "Support for codec 'brotli' not built",
              row -> row.label().startsWith("codec BROTLI")),
          Deviation.reads(
              ForeignReader.PARQUET_WASM,
              row -> row.label().matches("Interval\\((YEAR_MONTH|MONTH_DAY_NANO)\\)"),
              "without the months",
              value ->
                  value instanceof PlainValue.Bytes bytes
                      ? new PlainValue.Bytes("00000000" + bytes.hex().substring(8))
                      : value),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.SECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.MILLISECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.PARQUET_WASM, TimeUnit.MICROSECOND, 1_000),
          Deviation.refuses(
              ForeignReader.POLARS,
              "precision must be between 1 and 38",
              row -> row.precision() > 38),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> row.is(new ArrowType.Date(DateUnit.MILLISECOND)),
              "as timestamps in milliseconds",
              times(86_400_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row ->
                  row.is(new ArrowType.Time(TimeUnit.SECOND, 32))
                      || row.is(new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
              "in nanoseconds",
              times(1_000_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> row.is(new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
              "in nanoseconds",
              times(1_000)),
          Deviation.reads(
              ForeignReader.POLARS,
              row -> row.is(new ArrowType.Duration(TimeUnit.SECOND)),
              "in milliseconds",
              times(1_000)),
          Deviation.refuses(
              ForeignReader.POLARS,
              "cannot create series from Extension",
              row ->
                  Set.of("arrow.uuid", "arrow.json", "arrow.bool8", "geoarrow.wkb")
                          .contains(row.label())
                      || row.label().equals("geometry GEOPARQUET_1_1")),
          Deviation.refuses(
              ForeignReader.POLARS,
              "LogicalType union has no variant set",
              row ->
                  row.label().equals("arrow.parquet.variant")
                      || row.label().startsWith("geometry ")),
          Deviation.refuses(
              ForeignReader.POLARS,
              "encoded optional parquet pages not yet supported",
              row -> row.label().matches("encoding (DELTA|BYTE)_.* of FixedSizeBinary\\(16\\)")),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.SECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.MILLISECOND, 1_000_000),
          ofInt96InItsUnit(ForeignReader.POLARS, TimeUnit.MICROSECOND, 1_000),
          Deviation.refuses(
              ForeignReader.HYPARQUET,
              "parquet interval not supported",
              row -> row.label().startsWith("Interval")),
          Deviation.reads(
              ForeignReader.HYPARQUET,
              row -> row.precision() > 15,
              "as doubles",
              value -> value instanceof BigDecimal decimal ? decimal.doubleValue() : value),
          Deviation.reads(
              ForeignReader.HARDWOOD,
              row -> row.is(new ArrowType.Int(32, false)),
              "as signed numbers",
              value -> value instanceof Long number ? (Object) (long) number.intValue() : value),
          Deviation.reads(
              ForeignReader.HARDWOOD,
              row -> row.is(new ArrowType.Int(64, false)),
              "as signed numbers",
              value -> value instanceof BigInteger number ? (Object) number.longValue() : value));

  private static UnaryOperator<Object> times(long factor) {
    return value -> value instanceof Long number ? (Object) (number * factor) : value;
  }

  /** Of a reader that looks at the Arrow schema in the footer. */
  private static Deviation ofInt96InItsUnit(ForeignReader reader, TimeUnit unit, long divisor) {
    String label = "INT96 of " + new ArrowType.Timestamp(unit, null);
    return Deviation.reads(
        reader,
        row -> row.label().equals(label),
        unit == TimeUnit.MICROSECOND ? "in microseconds" : "in milliseconds",
        value -> value instanceof Long number ? (Object) (number / divisor) : value);
  }

  /** Nanoseconds of the day, and the Julian day. */
  private static Object int96(long nanoseconds) {
    long day = Duration.ofDays(1).toNanos();
    return PlainValue.of(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Math.floorMod(nanoseconds, day))
            .putInt((int) Math.floorDiv(nanoseconds, day) + JULIAN_DAY_OF_EPOCH)
            .array());
  }

  /** Types that become one physical type each. */
  private static final List<ArrowType> ONE_OF_EACH =
      List.of(
          new ArrowType.Bool(),
          new ArrowType.Int(32, true),
          new ArrowType.Int(64, true),
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
          new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          new ArrowType.Utf8(),
          new ArrowType.FixedSizeBinary(16));

  @TempDir private Path directory;

  private static List<Row> options() {
    List<Row> rows = new ArrayList<>();
    ArrowType string = new ArrowType.Utf8();
    for (CompressionCodec codec : CompressionCodec.values()) {
      rows.add(Row.of("codec " + codec, string, schema -> WriterOptions.builder().codec(codec)));
    }
    for (ArrowType type : ONE_OF_EACH) {
      for (ValueEncoding encoding : encodings(type)) {
        rows.add(
            Row.of("encoding " + encoding, type, schema -> EveryColumn.with(encoding, schema)));
      }
    }
    rows.add(columns("page version V2", string, all -> all.pageVersion(PageVersion.V2)));
    rows.add(columns("no dictionary", string, all -> all.dictionary(false)));
    rows.add(columns("Bloom filter", string, all -> all.bloomFilter(true)));
    rows.add(columns("distinct counts", string, all -> all.distinctCounts(true)));
    for (StatisticsLevel level : StatisticsLevel.values()) {
      rows.add(columns("statistics " + level, string, all -> all.statistics(level)));
    }
    for (WriterProfile profile : WriterProfile.values()) {
      rows.add(
          Row.of("profile " + profile, string, schema -> WriterOptions.builder().profile(profile)));
    }
    rows.add(Row.of("no checksums", string, schema -> WriterOptions.builder().checksums(false)));
    rows.add(schema("no Arrow schema", string, all -> all.arrowSchema(false)));
    for (ListNames names : ListNames.values()) {
      rows.add(schema("names of lists " + names, string, all -> all.listNames(names)));
    }
    for (int precision : new int[] {9, 18}) {
      rows.add(
          schema(
              "fixed length",
              new ArrowType.Decimal(precision, 2, 128),
              all -> all.fixedLengthDecimals(true)));
    }
    rows.addAll(timestamps());
    for (GeometryFormat format : GeometryFormat.values()) {
      rows.add(
          new Row(
              "geometry " + format,
              TypeCatalogue.otherLeaves().get("geoarrow.wkb"),
              schema -> WriterOptions.builder().geometry(format),
              UnaryOperator.identity()));
    }
    return rows;
  }

  private static List<Row> timestamps() {
    ArrowType nanoseconds = new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
    List<Row> rows = new ArrayList<>();
    for (TimestampUnit unit : TimestampUnit.values()) {
      rows.add(
          schema(
                  "timestamps in " + unit,
                  nanoseconds,
                  all -> all.timestampUnit(unit).truncateTimestamps(true))
              .expecting(
                  value ->
                      value instanceof Long number
                          ? (Object) Math.floorDiv(number, nanoseconds(unit))
                          : value));
    }
    rows.add(
        schema(
                "timestamps in NANOS",
                new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
                all -> all.timestampUnit(TimestampUnit.NANOS))
            .expecting(times(1_000_000)));
    for (TimeUnit unit : TimeUnit.values()) {
      ArrowType type = new ArrowType.Timestamp(unit, null);
      long factor = unit == TimeUnit.SECOND ? 1_000_000 : 1_000_000_000 / perSecond(unit);
      rows.add(
          Row.of("INT96", type, schema -> WriterOptions.builder().int96Timestamps(true))
              .expecting(times(factor)));
    }
    return rows;
  }

  private static long nanoseconds(TimestampUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000_000;
      case MICROS -> 1_000;
      case NANOS -> 1;
    };
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  private static Row columns(String option, ArrowType type, Consumer<ColumnOptions> options) {
    return Row.of(option, type, schema -> WriterOptions.builder().columns(options));
  }

  private static Row schema(String option, ArrowType type, Consumer<SchemaOptions> options) {
    return Row.of(option, type, schema -> WriterOptions.builder().schema(options));
  }

  private static List<ValueEncoding> encodings(ArrowType type) {
    Schema schema = new Schema(List.of(Field.nullable("column", type)));
    return ValueEncoding.allFor(
        SchemaPlan.of(schema)
            .parquetSchema()
            .getColumns()
            .get(0)
            .getPrimitiveType()
            .getPrimitiveTypeName());
  }

  private static List<Row> rows() {
    return Stream.concat(types().stream(), options().stream()).toList();
  }

  private static List<Row> types() {
    List<Row> rows = new ArrayList<>();
    TypeCatalogue.types().forEach(type -> rows.add(Row.of(type)));
    TypeCatalogue.otherLeaves().forEach((label, leaf) -> rows.add(Row.of(label, leaf)));
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatTheTablesSay(ForeignReader reader) throws Exception {
    Optional<String> missing = reader.missing();
    assumeTrue(missing.isEmpty(), missing::get);
    List<Row> rows = rows();
    List<RandomFile> files = new ArrayList<>();
    for (Row row : rows) {
      files.add(write(row, files.size()));
    }
    List<String> read = reader.read(files.stream().map(RandomFile::path).toList(), directory);
    List<String> wrongCells = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String cell = cell(reader, rows.get(i));
      String outcome = outcome(reader, rows.get(i), files.get(i), read.get(i));
      if (!outcome.equals(cell)) {
        wrongCells.add("%s: %s, but %s".formatted(rows.get(i).label(), cell, outcome));
      }
    }
    assertThat(String.join("\n", wrongCells)).as("wrong cells of %s", reader).isEmpty();
  }

  @Test
  void theTablesAreOnThePage() {
    assertTable("## Types", types());
    assertTable("## Options", options());
    List<List<String>> refusals = new ArrayList<>();
    for (Deviation deviation : DEVIATIONS) {
      if (deviation.instead().isEmpty()) {
        String labels =
            rows().stream()
                .filter(row -> deviation(deviation.reader(), row).equals(Optional.of(deviation)))
                .map(Row::label)
                .collect(Collectors.joining("; "));
        refusals.add(List.of(deviation.reader().title(), labels, deviation.reason()));
      }
    }
    assertThat(Documents.table(PAGE, "## Refusals")).as(markdown(refusals)).isEqualTo(refusals);
  }

  private static void assertTable(String heading, List<Row> rows) {
    List<List<String>> expected = new ArrayList<>();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.label()));
      Arrays.stream(ForeignReader.values()).forEach(reader -> cells.add(cell(reader, row)));
      assertThat(cells).as("a reader of what is written").contains(YES);
      expected.add(cells);
    }
    assertThat(Documents.table(PAGE, heading)).as(markdown(expected)).isEqualTo(expected);
    assertThat(Documents.head(PAGE, heading))
        .containsSequence(Arrays.stream(ForeignReader.values()).map(ForeignReader::title).toList());
  }

  private static String markdown(List<List<String>> rows) {
    return rows.stream()
        .map(row -> "| " + String.join(" | ", row) + " |")
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String cell(ForeignReader reader, Row row) {
    return deviation(reader, row).map(Deviation::shown).orElse(YES);
  }

  private static Optional<Deviation> deviation(ForeignReader reader, Row row) {
    return DEVIATIONS.stream()
        .filter(deviation -> deviation.reader() == reader && deviation.rows().test(row))
        .findFirst();
  }

  /** What the table must say. */
  private String outcome(ForeignReader reader, Row row, RandomFile file, String read) {
    Optional<Deviation> deviation = deviation(reader, row);
    String outcome = read.equals(ForeignReader.READ) ? compared(reader, file) : read;
    if (outcome.equals(YES) || deviation.isEmpty()) {
      return outcome;
    }
    Deviation expected = deviation.get();
    String instead =
        expected
            .instead()
            .map(change -> compared(reader, file.with(change)))
            .orElse(outcome.contains(expected.reason()) ? YES : outcome);
    return instead.equals(YES) ? expected.shown() : instead;
  }

  private String compared(ForeignReader reader, RandomFile file) {
    try {
      reader.assertHolds(file, directory);
      return YES;
    } catch (Exception | AssertionError e) {
      return String.valueOf(e).replaceAll("\\s+", " ");
    }
  }

  private RandomFile write(Row row, int seed) throws IOException {
    RandomFile file =
        RandomFile.write(
            directory.resolve(seed + ".parquet"),
            seed,
            schemas -> schema(row.leaf().apply(schemas)),
            (Schema schema) -> row.options().apply(schema).pageRows(25).rowGroupRows(90).build(),
            BATCH_ROWS);
    return file.with(row.expected());
  }

  private static Schema schema(Field leaf) {
    List<Field> fields = new ArrayList<>();
    for (Nesting nesting :
        List.of(Nesting.FLAT, Nesting.IN_STRUCT, Nesting.IN_LIST, Nesting.IN_MAP)) {
      for (boolean nullable : new boolean[] {true, false}) {
        String name = nesting + (nullable ? "_NULLABLE" : "_REQUIRED");
        fields.add(TypeCatalogue.column(name, leaf, nullable, nesting));
      }
    }
    return new Schema(fields);
  }
}
