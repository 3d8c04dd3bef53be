package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.testing.ForkedJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value without a place in the file fails it, and the message says where, never what. */
class RefusedRowsTest {

  private static final String SECRET = "s3cret";

  static Stream<Arguments> values() {
    Map<Object, Object> nullKey = new HashMap<>();
    nullKey.put(null, 1);
    return Stream.of(
        Arguments.of(new BigIntType(false), null, "column v, ", "null, but the column is NOT NULL"),
        Arguments.of(
            new ArrayType(new VarCharType(false, 10)),
            new GenericArrayData(new Object[] {StringData.fromString(SECRET), null}),
            "column v.list.element, ",
            "null, but the column is NOT NULL"),
        Arguments.of(
            RowType.of(new LogicalType[] {new IntType(false)}, new String[] {"inner"}),
            new GenericRowData(1),
            "column v.inner, ",
            "null, but the column is NOT NULL"),
        Arguments.of(
            new MapType(new VarCharType(10), new IntType()),
            new GenericMapData(nullKey),
            "column v.key_value.key, ",
            "a map's key is null"),
        Arguments.of(
            new DecimalType(5, 2),
            DecimalData.fromBigDecimal(new BigDecimal("1234.56"), 6, 2),
            "column v, ",
            "at most 5 in all, but has 2 and 6"),
        Arguments.of(
            new DecimalType(12, 2),
            DecimalData.fromBigDecimal(new BigDecimal("1.234"), 12, 3),
            "column v, ",
            "must have 2 digits behind the point"),
        Arguments.of(
            new DecimalType(20, 0),
            DecimalData.fromBigDecimal(new BigDecimal("1E25"), 38, 0),
            "column v, ",
            "at most 20 in all, but has 0 and 26"),
        Arguments.of(
            new TimestampType(9),
            TimestampData.fromEpochMillis(10_000_000_000_000L),
            "column v, ",
            "does not fit 64 bits"),
        Arguments.of(
            new TimestampType(9),
            TimestampData.fromEpochMillis(-10_000_000_000_000L),
            "column v, ",
            "does not fit 64 bits"),
        Arguments.of(
            new TimestampType(9),
            TimestampData.fromEpochMillis(-9_223_372_036_855L, 224_191),
            "column v, ",
            "does not fit 64 bits"),
        Arguments.of(
            new TimestampType(9),
            TimestampData.fromEpochMillis(9_223_372_036_854L, 775_808),
            "column v, ",
            "does not fit 64 bits"));
  }

  @ParameterizedTest(name = "{3} in {0}")
  @MethodSource("values")
  void isNamedByTableColumnAndRow(LogicalType type, Object value, String column, String problem)
      throws IOException {
    RowType rowType =
        RowType.of(new LogicalType[] {new VarCharType(20), type}, new String[] {"before", "v"});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriterOptions options = WriterOptions.defaults();
    try (RowParquetWriter writer = RowParquetWriter.open(out, "shop.orders", rowType, options)) {
      RowType good = RowType.of(type);
      for (int i = 0; i < 3_000; i++) {
        writer.write(GenericRowData.of(null, fitting(good)));
      }
      GenericRowData bad = GenericRowData.of(StringData.fromString(SECRET), value);
      assertThatThrownBy(() -> writer.write(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Table shop.orders, " + column + "row 3000 of the part file: ")
          .hasMessageContaining(problem)
          .hasMessageNotContaining(SECRET);
      assertThatThrownBy(() -> writer.write(bad)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
    assertThat(out.toString(java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotEndWith("PAR1");
  }

  @Test
  void aRowThatIsTooLargeIsRefusedBeforeItsBuffersGrow() throws IOException {
    LogicalType list = new ArrayType(new IntType());
    RowType rowType =
        RowType.of(new LogicalType[] {new VarCharType(20), list}, new String[] {"before", "v"});
    WriterOptions options = WriterOptions.builder().maximumRowBytes(1_000_000).build();
    try (RowParquetWriter writer =
        RowParquetWriter.open(new ByteArrayOutputStream(), "shop.orders", rowType, options)) {
      writer.write(GenericRowData.of(null, new GenericArrayData(new int[100_000])));
      GenericRowData bad = GenericRowData.of(null, new GenericArrayData(new int[2_000_000]));
      assertThatThrownBy(() -> writer.write(bad))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageStartingWith("Table shop.orders, column v, row 1 of the part file: ")
          .hasMessageContaining("maximumRowBytes allows, 1000000");
    }
  }

  /** In the check that does not write, too. */
  @Test
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void aRowThatNoPageHoldsIsRefusedWhateverTheOptionAllows() throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("-Xmx5g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            RowLargerThanAPage.class);
    String problem =
        "column text%s: its values take 1700000004 bytes, but a page holds at most 1610612736";
    assertThat(result.output())
        .contains("check: " + problem.formatted(""))
        .contains("writer: Table t, " + problem.formatted(", row 1 of the part file"));
  }

  private static Object fitting(RowType type) {
    LogicalType only = type.getTypeAt(0);
    return only.isNullable() ? null : 1L;
  }

  @Test
  void ofAChangelogAreRefused() throws IOException {
    RowType rowType = RowType.of(new LogicalType[] {new IntType()}, new String[] {"v"});
    try (RowParquetWriter writer =
        RowParquetWriter.open(
            new ByteArrayOutputStream(), "t", rowType, WriterOptions.defaults())) {
      writer.write(GenericRowData.of(1));
      assertThatThrownBy(() -> writer.write(GenericRowData.ofKind(RowKind.DELETE, 1)))
          .hasMessageStartingWith("Table t, row 1 of the part file: ")
          .hasMessageContaining("kind DELETE");
    }
  }

  /** Fields are told by their position: one too few or too many may be any of them. */
  @Test
  void withMoreOrFewerFieldsAreRefused() throws IOException {
    RowType inner = RowType.of(new LogicalType[] {new IntType()}, new String[] {"inner"});
    RowType rowType = RowType.of(new LogicalType[] {inner}, new String[] {"v"});
    RowData tooWide = GenericRowData.of(GenericRowData.of(1), SECRET);
    RowData tooNarrow = new GenericRowData(0);
    RowData wideInside = GenericRowData.of(GenericRowData.of(1, SECRET));
    RowData wideInList = GenericRowData.of(new GenericArrayData(new Object[] {tooNarrow}));
    refusedForFields(rowType, tooWide, "row 1 of the part file: it has 2 fields, but rows of 1");
    refusedForFields(rowType, tooNarrow, "row 1 of the part file: it has 0 fields, but rows of 1");
    refusedForFields(
        rowType, wideInside, "column v, row 1 of the part file: the row has 2 fields, but 1");
    refusedForFields(
        RowType.of(new LogicalType[] {new ArrayType(inner)}, new String[] {"v"}),
        wideInList,
        "column v.list.element, row 1 of the part file: the row has 0 fields, but 1");
  }

  private static void refusedForFields(RowType rowType, RowData bad, String message)
      throws IOException {
    try (RowParquetWriter writer =
        RowParquetWriter.open(
            new ByteArrayOutputStream(), "t", rowType, WriterOptions.defaults())) {
      writer.write(new GenericRowData(1));
      assertThatThrownBy(() -> writer.write(bad))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageStartingWith("Table t, " + message)
          .hasMessageNotContaining(SECRET);
    }
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of("NULL", new org.apache.flink.table.types.logical.NullType()),
        Arguments.of(
            "TIMESTAMP(6) WITH TIME ZONE",
            new org.apache.flink.table.types.logical.ZonedTimestampType()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void ofATypeWithoutPlaceAreRefusedAtTheDoor(String name, LogicalType type) {
    RowType rowType = RowType.of(new LogicalType[] {new ArrayType(type)}, new String[] {"outer"});
    assertThatThrownBy(() -> RowSchema.of(rowType))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column outer.list.element has type " + name);
  }
}
