package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.parquet.ReaderDeviations.Deviation;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
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
  }

  @TempDir private Path directory;

  private static List<Row> options() {
    List<Row> rows = new ArrayList<>();
    ArrowType string = new ArrowType.Utf8();
    for (CompressionCodec codec : CompressionCodec.values()) {
      rows.add(Row.of("codec " + codec, string, schema -> WriterOptions.builder().codec(codec)));
    }
    for (PrimitiveTypeName physical : PrimitiveTypeName.values()) {
      for (ValueEncoding encoding : ValueEncoding.allFor(physical)) {
        if (physical != PrimitiveTypeName.INT96) {
          rows.add(
              Row.of(
                  "encoding " + encoding,
                  ReaderDeviations.representative(physical),
                  schema -> EveryColumn.with(encoding, schema)));
        }
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
            .expecting(ReaderDeviations.times(1_000_000)));
    for (TimeUnit unit : TimeUnit.values()) {
      ArrowType type = new ArrowType.Timestamp(unit, null);
      long factor = unit == TimeUnit.SECOND ? 1_000_000 : 1_000_000_000 / perSecond(unit);
      rows.add(
          Row.of("INT96", type, schema -> WriterOptions.builder().int96Timestamps(true))
              .expecting(ReaderDeviations.times(factor)));
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
    for (Deviation deviation : ReaderDeviations.ALL) {
      if (deviation.instead().isEmpty()) {
        String labels =
            rows().stream()
                .filter(
                    row ->
                        ReaderDeviations.of(deviation.reader(), row.label())
                            .equals(Optional.of(deviation)))
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
    return ReaderDeviations.of(reader, row.label()).map(Deviation::shown).orElse(YES);
  }

  /** What the table must say. */
  private String outcome(ForeignReader reader, Row row, RandomFile file, String read) {
    Optional<Deviation> deviation = ReaderDeviations.of(reader, row.label());
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
