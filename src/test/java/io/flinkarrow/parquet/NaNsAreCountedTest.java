package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In IEEE 754's total order, pages and chunks say how many values are NaN and keep minimum and
 * maximum of the others, whatever holds the values. The walk compares all of it with the pages.
 */
class NaNsAreCountedTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              number("half", FloatingPointPrecision.HALF),
              number("single", FloatingPointPrecision.SINGLE),
              number("real", FloatingPointPrecision.DOUBLE),
              Field.nullable("id", new ArrowType.Int(32, true)),
              new Field(
                  "runs",
                  FieldType.nullable(new ArrowType.RunEndEncoded()),
                  List.of(
                      Field.notNullable("run_ends", new ArrowType.Int(32, true)),
                      number("values", FloatingPointPrecision.DOUBLE)))));

  private static final int ROWS = 1_000;
  private static final int RUNS = 100;

  /** Row group 1 has no NaN, 2 some, 3 only NaNs and nulls, 4 both zeros and one NaN. */
  private static final int GROUP_ROWS = ROWS / 4;

  private static final Map<String, UnaryOperator<WriterOptions.Builder>> VARIANTS =
      Map.of(
          "dictionary", options -> options,
          "plain", options -> options.dictionary(false),
          "late", options -> options.dictionaryBytes(64),
          "compact", options -> options.profile(WriterProfile.COMPACT),
          "version 2", options -> options.columns(all -> all.pageVersion(PageVersion.V2)));

  @TempDir private Path directory;

  private static Field number(String name, FloatingPointPrecision precision) {
    return Field.nullable(name, new ArrowType.FloatingPoint(precision));
  }

  private static WriterOptions.Builder totalOrder() {
    return WriterOptions.builder()
        .pageRows(50)
        .rowGroupRows(GROUP_ROWS)
        .columns(all -> all.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dictionary", "plain", "late", "compact", "version 2"})
  void inPagesChunksAndSummaries(String variant) throws Exception {
    WriterOptions options = VARIANTS.get(variant).apply(totalOrder()).build();
    Path file = directory.resolve("file.parquet");
    FileSummary summary = write(file, options);
    PageWalk.WalkedFile walked =
        PageWalk.walk(Files.readAllBytes(file), RandomOptions.rules(SCHEMA, options));

    List<ColumnOrder> orders = walked.footer().getColumn_orders();
    assertThat(orders.stream().map(ColumnOrder::isSetIEEE_754_TOTAL_ORDER))
        .containsExactly(true, true, true, false, true);
    for (int column : new int[] {0, 1, 2}) {
      List<Statistics> groups =
          walked.footer().getRow_groups().stream()
              .map(group -> group.getColumns().get(column).getMeta_data().getStatistics())
              .toList();
      assertThat(groups.stream().map(Statistics::getNan_count))
          .as("%s", SCHEMA.getFields().get(column).getName())
          .containsExactly(0L, nans(1), nans(2), 1L);
      assertThat(groups).allMatch(Statistics::isSetMin_value);
      ColumnSummary inSummary = summary.columns().get(column);
      assertThat(inSummary.nans()).isEqualTo(OptionalLong.of(nans(1) + nans(2) + 1));
      assertThat(inSummary.min().orElseThrow().text()).isEqualTo("-7.0");
      assertThat(inSummary.max().orElseThrow().text()).isEqualTo("240.0");
    }
    assertThat(summary.columns().get(4).nans().orElseThrow()).isEqualTo(34 * ROWS / RUNS);
    assertThat(summary.columns().get(3).nans()).isEmpty();
    assertThat(walked.footer().getRow_groups())
        .allSatisfy(
            group ->
                assertThat(group.getColumns()).allMatch(ColumnChunk::isSetColumn_index_offset));
  }

  /** The reader that knows the order skips by it, and none loses rows. */
  @Test
  void readersFindEveryRow() throws Exception {
    Path file = directory.resolve("file.parquet");
    write(file, totalOrder().build());
    long nans = nans(1) + nans(2) + 1;
    for (String column : List.of("single", "real")) {
      assertThat(DuckDbReader.count(file, "isnan(%s)".formatted(column))).isEqualTo(nans);
      for (String condition :
          List.of("%s > 1000", "%s = 'NaN'::DOUBLE", "%s >= 'NaN'::DOUBLE", "%s = 0", "%s < -3")) {
        String plain = condition.formatted(column);
        String hidden = condition.formatted("coalesce(%s, NULL)".formatted(column));
        assertThat(DuckDbReader.count(file, plain))
            .as("DuckDB: %s", plain)
            .isEqualTo(DuckDbReader.count(file, hidden));
      }
    }
    assertThat(ParquetJavaReader.read(file)).hasSize(ROWS);
    assertThat(
            ParquetJavaReader.rowsLeftByPruning(
                file, FilterApi.eq(FilterApi.doubleColumn("real"), -7.0)))
        .isPositive()
        .isLessThan(ROWS);
    assertThat(
            ParquetJavaReader.rowsLeftByPruning(
                file, FilterApi.eq(FilterApi.doubleColumn("real"), Double.NaN)))
        .isGreaterThanOrEqualTo(nans)
        .isLessThan(ROWS);
  }

  @Test
  void withoutStatisticsNothingIsCounted() throws Exception {
    WriterOptions options =
        totalOrder().column("real", column -> column.statistics(StatisticsLevel.OFF)).build();
    Path file = directory.resolve("file.parquet");
    FileSummary summary = write(file, options);
    PageWalk.WalkedFile walked =
        PageWalk.walk(Files.readAllBytes(file), RandomOptions.rules(SCHEMA, options));
    assertThat(walked.footer().getColumn_orders().get(2).isSetTYPE_ORDER()).isTrue();
    assertThat(summary.columns().get(2).nans()).isEmpty();
  }

  @Test
  void withDefaultOptionsThereIsNoCount() throws Exception {
    Path file = directory.resolve("file.parquet");
    FileSummary summary = write(file, WriterOptions.defaults());
    assertThat(PageWalk.walk(file).footer().getColumn_orders())
        .allMatch(ColumnOrder::isSetTYPE_ORDER);
    assertThat(summary.columns()).allMatch(column -> column.nans().isEmpty());
  }

  @Test
  void aColumnOfAnotherTypeIsRefusedByItsPath() {
    WriterOptions options =
        WriterOptions.builder()
            .column("id", id -> id.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER))
            .build();
    assertThatThrownBy(
            () -> ArrowParquetWriter.open(OutputStream.nullOutputStream(), SCHEMA, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The floating point order IEEE_754_TOTAL_ORDER is configured for column 'id', whose type is optional int32 id. Leave it out");
  }

  private static boolean isNull(int row) {
    return row % 10 == 3;
  }

  private static boolean isNaN(int row) {
    return switch (row / GROUP_ROWS) {
      case 0 -> false;
      case 1 -> row % 3 == 0;
      case 2 -> true;
      default -> row == ROWS - 10;
    };
  }

  private static long nans(int group) {
    long count = 0;
    for (int row = group * GROUP_ROWS; row < (group + 1) * GROUP_ROWS; row++) {
      count += isNaN(row) && !isNull(row) ? 1 : 0;
    }
    return count;
  }

  private static double number(int row) {
    return switch (row / GROUP_ROWS) {
      case 3 -> row % 2 == 0 ? 0.0 : -0.0;
      default -> row % GROUP_ROWS % 248 - 7;
    };
  }

  private static FileSummary write(Path file, WriterOptions options) throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      batch.allocateNew();
      RunEndEncodedVector runs = (RunEndEncodedVector) batch.getVector("runs");
      for (int row = 0; row < ROWS; row++) {
        ((IntVector) batch.getVector("id")).setSafe(row, row);
        if (!isNull(row)) {
          set(batch, row);
        }
      }
      Float8Vector values = (Float8Vector) runs.getValuesVector();
      IntVector ends = (IntVector) runs.getRunEndsVector();
      for (int run = 0; run < RUNS; run++) {
        ends.setSafe(run, (run + 1) * (ROWS / RUNS));
        values.setSafe(run, run % 3 == 0 ? Double.NaN : run);
      }
      ends.setValueCount(RUNS);
      values.setValueCount(RUNS);
      runs.setValueCount(ROWS);
      batch.setRowCount(ROWS);
      writer.write(batch);
      return writer.finish();
    }
  }

  /** NaNs have both signs and different payloads. */
  private static void set(VectorSchemaRoot batch, int row) {
    Float2Vector half = (Float2Vector) batch.getVector("half");
    Float4Vector single = (Float4Vector) batch.getVector("single");
    Float8Vector real = (Float8Vector) batch.getVector("real");
    if (!isNaN(row)) {
      half.setWithPossibleTruncate(row, (float) number(row));
      single.set(row, (float) number(row));
      real.set(row, number(row));
      return;
    }
    int payload = 1 + row % 5;
    boolean negative = row % 2 == 0;
    half.set(row, (short) (0x7C00 | payload | (negative ? 0x8000 : 0)));
    single.set(row, Float.intBitsToFloat(0x7FC00000 | payload | (negative ? 1 << 31 : 0)));
    real.set(
        row, Double.longBitsToDouble(0x7FF8000000000000L | payload | (negative ? 1L << 63 : 0)));
  }
}
