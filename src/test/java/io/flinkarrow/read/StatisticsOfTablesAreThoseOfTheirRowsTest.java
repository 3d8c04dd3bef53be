package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.NumberedBatches;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner is told of files is what reading all their rows finds, or nothing. */
class StatisticsOfTablesAreThoseOfTheirRowsTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 200 : 6;
  private static final int MOST_ROWS = 400;

  private static final RowType TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("big", DataTypes.BIGINT()),
                  DataTypes.FIELD("int", DataTypes.BIGINT()),
                  DataTypes.FIELD("tiny", DataTypes.TINYINT()),
                  DataTypes.FIELD("unsigned", DataTypes.BIGINT()),
                  DataTypes.FIELD("long_unsigned", DataTypes.DECIMAL(20, 0)),
                  DataTypes.FIELD("dec9", DataTypes.DECIMAL(9, 2)),
                  DataTypes.FIELD("dec18", DataTypes.DECIMAL(18, 3)),
                  DataTypes.FIELD("dec38", DataTypes.DECIMAL(38, 4)),
                  DataTypes.FIELD("date", DataTypes.DATE()),
                  DataTypes.FIELD("micros", DataTypes.TIMESTAMP(3)),
                  DataTypes.FIELD("nanos", DataTypes.TIMESTAMP(9)),
                  DataTypes.FIELD("float", DataTypes.FLOAT()),
                  DataTypes.FIELD("double", DataTypes.DOUBLE()),
                  DataTypes.FIELD("text", DataTypes.STRING()),
                  DataTypes.FIELD("zoned", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("missing", DataTypes.INT()))
              .notNull()
              .getLogicalType();

  /** Those of which nothing but nulls is ever told. */
  private static final Set<String> UNTOLD = Set.of("text", "zoned", "missing");

  private static final Set<String> FLOATING = Set.of("float", "double");

  @TempDir Path directory;

  static List<Integer> seeds() {
    return java.util.stream.IntStream.range(0, SEEDS).boxed().toList();
  }

  /** Random numbers of any size in DuckDB's SQL; each column has nulls of its own. */
  private Path randomFile(Random random, String name) throws Exception {
    int rows = random.nextInt(MOST_ROWS);
    long width = 1L << random.nextInt(60);
    String number = "(random() * %d - %d / 2)::BIGINT".formatted(width, width);
    List<String> columns =
        List.of(
            number + " AS big",
            "(%s %% 2000000000)::INTEGER AS int".formatted(number),
            "(%s %% 100)::TINYINT AS tiny".formatted(number),
            "(abs(%s) %% 4294967296)::UINTEGER AS unsigned".formatted(number),
            "(18446744073709551615 - abs(%s)::HUGEINT)::UBIGINT AS long_unsigned".formatted(number),
            "((%s %% 1000000000) / 100.0)::DECIMAL(9, 2) AS dec9".formatted(number),
            "(%s %% 1000000000 / 1000.0)::DECIMAL(18, 3) AS dec18".formatted(number),
            "(%s::DECIMAL(38, 4) * 1000) AS dec38".formatted(number),
            "(DATE '2000-01-01' + (%s %% 100000)::INTEGER) AS date".formatted(number),
            "make_timestamp(%s %% 100000000000000000) AS micros".formatted(number),
            "make_timestamp_ns(%s) AS nanos".formatted(number),
            "(random() - 0.5)::FLOAT AS float",
            "CASE WHEN random() < %s THEN 'nan'::DOUBLE ELSE random() - 0.5 END AS double"
                .formatted(random.nextBoolean() ? "0" : "0.01"),
            "'text ' || random() AS text",
            "make_timestamp(%s %% 100000000000000000)::TIMESTAMPTZ AS zoned".formatted(number));
    List<String> withNulls = new ArrayList<>();
    for (String column : columns) {
      int at = column.lastIndexOf(" AS ");
      withNulls.add(
          "CASE WHEN random() >= %s THEN %s END%s"
              .formatted(
                  List.of("0", "0.1", "1").get(random.nextInt(10) / 4),
                  column.substring(0, at),
                  column.substring(at)));
    }
    Path file = directory.resolve(name);
    DuckDbReader.execute(
        "COPY (SELECT %s FROM range(%d)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
            .formatted(String.join(", ", withNulls), rows, file));
    return file;
  }

  /** The same rows in row groups of our writer. */
  private Path rewritten(Path file, FloatingPointOrder order, int groupRows) throws Exception {
    Path copy = directory.resolve("ours " + file.getFileName());
    WriterOptions options =
        WriterOptions.builder()
            .rowGroupRows(groupRows)
            .columns(all -> all.floatingPointOrder(order))
            .build();
    try (ArrowParquetReader reader = ArrowParquetReader.open(file, NumberedBatches.allocator());
        OutputStream out = Files.newOutputStream(copy);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, reader.getVectorSchemaRoot().getSchema(), reader, options)) {
      writer.writeAll(reader);
      writer.finish();
    }
    return copy;
  }

  private static TableStats statistics(List<Path> files, boolean utcTimezone) throws Exception {
    return FootersOfTable.statistics(
        files.stream().map(file -> new org.apache.flink.core.fs.Path(file.toUri())).toList(),
        TYPE,
        utcTimezone,
        ReadLimits.defaults(),
        null);
  }

  private static List<Object> values(List<Path> files, int column) throws Exception {
    RowData.FieldGetter getter = RowData.createFieldGetter(TYPE.getTypeAt(column), column);
    List<Object> values = new ArrayList<>();
    for (Path file : files) {
      for (RowData row : Splits.read(file, TYPE)) {
        values.add(planned(getter.getFieldOrNull(row), column));
      }
    }
    return values;
  }

  /** As the planner takes it. */
  private static Object planned(Object value, int column) {
    if (value instanceof Integer days && TYPE.getTypeAt(column).is(LogicalTypeRoot.DATE)) {
      return Date.valueOf(LocalDate.ofEpochDay(days));
    }
    if (value instanceof DecimalData decimal) {
      return decimal.toBigDecimal();
    }
    if (value instanceof TimestampData timestamp) {
      return Timestamp.valueOf(timestamp.toLocalDateTime());
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isNaN(number) ? Double.valueOf(number) : new BigDecimal(number);
    }
    return value instanceof Number number ? BigDecimal.valueOf(number.longValue()) : value;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofRandomFiles(int seed) throws Exception {
    Random random = new Random(seed);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      Path file = randomFile(random, i + ".parquet");
      FloatingPointOrder order =
          FloatingPointOrder.values()[random.nextInt(FloatingPointOrder.values().length)];
      files.add(
          random.nextBoolean() ? file : rewritten(file, order, 1 + random.nextInt(MOST_ROWS)));
    }
    TableStats statistics = statistics(files, true);
    int told = 0;
    for (int column = 0; column < TYPE.getFieldCount(); column++) {
      told += check(statistics, column, values(files, column)) ? 1 : 0;
    }
    assertThat(told).as("columns with minima").isGreaterThan(2);
  }

  /** Whether the statistics have a minimum and a maximum. */
  private static boolean check(TableStats statistics, int column, List<Object> rows) {
    String name = TYPE.getFieldNames().get(column);
    ColumnStats told = statistics.getColumnStats().get(name);
    assertThat(statistics.getRowCount()).isEqualTo(rows.size());
    assertThat(told.getNullCount())
        .as(name)
        .isEqualTo(rows.stream().filter(Objects::isNull).count());
    List<Comparable<Object>> values = new ArrayList<>();
    rows.stream().filter(Objects::nonNull).forEach(value -> values.add(comparable(value)));
    boolean mayBeTold =
        !values.isEmpty()
            && !UNTOLD.contains(name)
            && values.stream().noneMatch(value -> (Object) value instanceof Double);
    if (told.getMin() == null) {
      assertThat(mayBeTold && !FLOATING.contains(name)).as("untold: %s", name).isFalse();
      assertThat(told.getMax()).isNull();
      return false;
    }
    assertThat(mayBeTold).as("told: %s", name).isTrue();
    assertThat(comparable(told.getMin()))
        .as(name)
        .isEqualByComparingTo(values.stream().min(Comparator.naturalOrder()).orElseThrow());
    assertThat(comparable(told.getMax()))
        .as(name)
        .isEqualByComparingTo(values.stream().max(Comparator.naturalOrder()).orElseThrow());
    return true;
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(Object value) {
    return (Comparable<Object>) (value instanceof StringData text ? text.toString() : value);
  }

  /** NaN is the greatest number for Flink, and bounds leave it out. */
  @Test
  void ofFloatingPointNumbers() throws Exception {
    for (String last : List.of("0.5", "'nan'")) {
      Path file = directory.resolve("doubles.parquet");
      DuckDbReader.execute(
          "COPY (SELECT unnest([-0.5::DOUBLE, 0.25, %s]) AS double) TO '%s' (FORMAT parquet)"
              .formatted(last, file));
      Set<String> expected = last.equals("0.5") ? Set.of("-0.5", "0.5") : Set.of();
      assertThat(told(file, "double")).isEqualTo(expected);
      for (FloatingPointOrder order : FloatingPointOrder.values()) {
        assertThat(told(rewritten(file, order, MOST_ROWS), "double"))
            .as("%s", order)
            .isEqualTo(expected);
      }
      RewrittenFooter.rewrite(file, metadata -> firstStatistics(metadata).unsetNan_count());
      assertThat(told(file, "double")).as("NaNs are not counted").isEmpty();
    }
  }

  private static Set<String> told(Path file, String column) throws Exception {
    ColumnStats told = statistics(List.of(file), true).getColumnStats().get(column);
    Set<String> bounds = new TreeSet<>();
    if (told.getMin() != null) {
      bounds.add(told.getMin().toString());
      bounds.add(told.getMax().toString());
    }
    return bounds;
  }

  private static Statistics firstStatistics(FileMetaData metadata) {
    return metadata.getRow_groups().get(0).getColumns().get(0).getMeta_data().getStatistics();
  }

  private Path numbers(int from, int to) throws Exception {
    Path file = directory.resolve("from %d.parquet".formatted(from));
    DuckDbReader.execute(
        "COPY (SELECT range AS big, make_timestamp(range) AS nanos FROM range(%d, %d)) TO '%s' (FORMAT parquet)"
            .formatted(from, to, file));
    return file;
  }

  @Test
  void notIfTheFileDoesNotSayBothForCertain() throws Exception {
    List<Consumer<Statistics>> changes =
        List.of(
            statistics -> statistics.setIs_min_value_exact(false),
            statistics -> statistics.setIs_max_value_exact(false),
            Statistics::unsetMin_value,
            Statistics::unsetMax_value);
    for (Consumer<Statistics> change : changes) {
      Path file = numbers(3, 9);
      assertThat(told(file, "big")).isEqualTo(Set.of("3", "8"));
      RewrittenFooter.rewrite(file, metadata -> change.accept(firstStatistics(metadata)));
      assertThat(told(file, "big")).isEmpty();
    }
  }

  /** Of more files than are opened, others may have other values. */
  @Test
  void notIfFilesAreLeftOut() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      files.add(numbers(i, i + 2));
    }
    ColumnStats all = statistics(files.subList(0, 32), true).getColumnStats().get("big");
    assertThat(all.getMin()).isEqualTo(BigDecimal.ZERO);
    assertThat(all.getMax()).isEqualTo(BigDecimal.valueOf(32));
    assertThat(statistics(files, true).getColumnStats().get("big").getMin()).isNull();
    assertThat(statistics(files, true).getRowCount()).isEqualTo(66);
  }

  /** Timestamps without the UTC flag are others then. */
  @Test
  void notOfTimestampsThatAreMoved() throws Exception {
    List<Path> files = List.of(numbers(3, 9));
    assertThat(statistics(files, true).getColumnStats().get("nanos").getMin()).isNotNull();
    assertThat(statistics(files, false).getColumnStats().get("nanos").getMin()).isNull();
    assertThat(statistics(files, false).getColumnStats().get("big").getMin()).isNotNull();
  }
}
