package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Arrow type without children that Flink has a type for, by values written out by hand. */
class EveryArrowTypeIsReadTest {

  /** Bytes of a slot, little-endian. */
  private static byte[] bytes(int width, long value) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >> Math.min(63, 8 * i));
    }
    return bytes;
  }

  private static byte[] bytes(int width, BigInteger value) {
    byte[] bytes = bytes(width, value.signum() < 0 ? -1 : 0);
    byte[] big = value.toByteArray();
    for (int i = 0; i < big.length; i++) {
      bytes[i] = big[big.length - 1 - i];
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Which of Flink's types, the bytes that come, and the value that they are. */
  private static Arguments read(ArrowType type, String asked, byte[] came, Object expected) {
    return Arguments.of(type, asked, came, expected);
  }

  static Stream<Arguments> values() {
    List<Arguments> values = new ArrayList<>();
    for (int bits = 8; bits <= 64; bits *= 2) {
      int width = bits / 8;
      for (boolean signed : new boolean[] {true, false}) {
        ArrowType type = new ArrowType.Int(bits, signed);
        values.add(read(type, "TINYINT", bytes(width, 100), (byte) 100));
        values.add(read(type, "SMALLINT", bytes(width, 100), (short) 100));
        values.add(read(type, "INT", bytes(width, 100), 100));
        values.add(read(type, "BIGINT", bytes(width, 100), 100L));
      }
      values.add(read(new ArrowType.Int(bits, true), "TINYINT", bytes(width, -128), (byte) -128));
      values.add(read(new ArrowType.Int(bits, true), "BIGINT", bytes(width, -128), -128L));
    }
    values.add(read(new ArrowType.Int(8, false), "SMALLINT", bytes(1, 255), (short) 255));
    values.add(read(new ArrowType.Int(16, false), "INT", bytes(2, 65_535), 65_535));
    values.add(read(new ArrowType.Int(32, false), "BIGINT", bytes(4, -1), 0xffff_ffffL));
    values.add(
        read(
            new ArrowType.Int(64, false),
            "DECIMAL(20, 0)",
            bytes(8, -1),
            DecimalData.fromBigDecimal(new BigDecimal("18446744073709551615"), 20, 0)));
    values.add(read(new ArrowType.Int(16, true), "FLOAT", bytes(2, -3), -3f));
    values.add(read(new ArrowType.Int(32, false), "DOUBLE", bytes(4, -1), 4_294_967_295d));
    values.add(
        read(
            new ArrowType.Int(32, true),
            "DECIMAL(12, 2)",
            bytes(4, -7),
            DecimalData.fromUnscaledLong(-700, 12, 2)));
    values.add(read(new ArrowType.Bool(), "BOOLEAN", new byte[] {1}, true));
    values.add(read(new ArrowType.Bool(), "BOOLEAN", new byte[] {0}, false));
    for (String asked : List.of("FLOAT", "DOUBLE")) {
      boolean wide = asked.equals("DOUBLE");
      byte[] half = bytes(2, Float16.toFloat16(-1.5f));
      values.add(
          read(
              new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
              asked,
              half,
              wide ? (Object) (-1.5) : (Object) (-1.5f)));
      values.add(
          read(
              new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
              asked,
              bytes(4, Float.floatToRawIntBits(0.1f)),
              wide ? (Object) (double) 0.1f : (Object) 0.1f));
    }
    values.add(
        read(
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            "DOUBLE",
            bytes(8, Double.doubleToRawLongBits(0.1)),
            0.1));
    for (int width : new int[] {16, 32}) {
      for (String digits : List.of("0", "-1", "123456789012345678", "-99999999999999999999999")) {
        BigInteger unscaled = new BigInteger(digits);
        int precision = digits.length() < 19 ? 18 : 23;
        for (int asked : new int[] {precision, 38}) {
          values.add(
              read(
                  new ArrowType.Decimal(precision, 3, width * 8),
                  "DECIMAL(%d, 3)".formatted(asked),
                  bytes(width, unscaled),
                  DecimalData.fromBigDecimal(new BigDecimal(unscaled, 3), asked, 3)));
        }
      }
    }
    values.add(read(new ArrowType.Utf8(), "STRING", utf8("a\u20ac"), text("a\u20ac")));
    values.add(read(new ArrowType.Utf8(), "CHAR(3)", utf8("abc"), text("abc")));
    values.add(read(new ArrowType.LargeUtf8(), "VARCHAR(9)", utf8(""), text("")));
    values.add(read(new ArrowType.Utf8View(), "STRING", utf8("inline"), text("inline")));
    String longer = "longer than a view's twelve bytes";
    values.add(read(new ArrowType.Utf8View(), "STRING", utf8(longer), text(longer)));
    values.add(read(new ArrowType.Binary(), "BYTES", utf8("\0b"), utf8("\0b")));
    values.add(read(new ArrowType.LargeBinary(), "VARBINARY(5)", utf8("b"), utf8("b")));
    values.add(read(new ArrowType.BinaryView(), "BYTES", utf8(longer), utf8(longer)));
    values.add(read(new ArrowType.FixedSizeBinary(3), "BINARY(3)", utf8("abc"), utf8("abc")));
    times(values);
    return values.stream();
  }

  private static void times(List<Arguments> values) {
    values.add(read(new ArrowType.Date(DateUnit.DAY), "DATE", bytes(4, -3), -3));
    values.add(
        read(
            new ArrowType.Date(DateUnit.DAY),
            "TIMESTAMP(3)",
            bytes(4, -3),
            TimestampData.fromEpochMillis(-3 * 86_400_000L)));
    values.add(read(new ArrowType.Date(DateUnit.MILLISECOND), "DATE", bytes(8, -86_400_001), -2));
    values.add(read(new ArrowType.Time(TimeUnit.SECOND, 32), "TIME(0)", bytes(4, 5), 5_000));
    values.add(read(new ArrowType.Time(TimeUnit.MILLISECOND, 32), "TIME(3)", bytes(4, 5), 5));
    values.add(read(new ArrowType.Time(TimeUnit.MICROSECOND, 64), "TIME(3)", bytes(8, 5_999), 5));
    values.add(
        read(new ArrowType.Time(TimeUnit.NANOSECOND, 64), "TIME(3)", bytes(8, 5_999_999), 5));
    for (String zone : new String[] {null, "Europe/Vienna"}) {
      String asked = zone == null ? "TIMESTAMP" : "TIMESTAMP_LTZ";
      values.add(
          read(
              new ArrowType.Timestamp(TimeUnit.SECOND, zone),
              asked + "(3)",
              bytes(8, -2),
              TimestampData.fromEpochMillis(-2_000)));
      values.add(
          read(
              new ArrowType.Timestamp(TimeUnit.MILLISECOND, zone),
              asked + "(0)",
              bytes(8, -1),
              TimestampData.fromEpochMillis(-1_000)));
      values.add(
          read(
              new ArrowType.Timestamp(TimeUnit.MICROSECOND, zone),
              asked + "(6)",
              bytes(8, -1),
              TimestampData.fromEpochMillis(-1, 999_000)));
      values.add(
          read(
              new ArrowType.Timestamp(TimeUnit.NANOSECOND, zone),
              asked + "(9)",
              bytes(8, -1),
              TimestampData.fromEpochMillis(-1, 999_999)));
      values.add(
          read(
              new ArrowType.Timestamp(TimeUnit.NANOSECOND, zone),
              asked + "(6)",
              bytes(8, 1_234_567_891),
              TimestampData.fromEpochMillis(1_234, 567_000)));
    }
    for (TimeUnit unit : TimeUnit.values()) {
      values.add(
          read(
              new ArrowType.Duration(unit),
              "INTERVAL DAY TO SECOND",
              bytes(8, -3),
              switch (unit) {
                case SECOND -> -3_000L;
                case MILLISECOND -> -3L;
                case MICROSECOND, NANOSECOND -> -1L;
              }));
    }
    values.add(
        read(
            new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
            "INTERVAL YEAR TO MONTH",
            bytes(4, -14),
            -14));
    values.add(
        read(
            new ArrowType.Interval(IntervalUnit.DAY_TIME),
            "INTERVAL DAY TO SECOND",
            bytes(8, (7L << 32) | 2),
            2 * 86_400_000L + 7));
    values.add(
        read(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            "INTERVAL YEAR TO MONTH",
            interval(-14, 0, 0),
            -14));
    values.add(
        read(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            "INTERVAL DAY TO SECOND",
            interval(0, 2, -1),
            2 * 86_400_000L - 1));
    values.add(read(new ArrowType.Int(32, true), "INTERVAL YEAR TO MONTH", bytes(4, 14), 14));
    values.add(read(new ArrowType.Int(64, true), "INTERVAL DAY TO SECOND", bytes(8, 14), 14L));
  }

  private static byte[] interval(int months, int days, long nanos) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(months)
        .putInt(days)
        .putLong(nanos)
        .array();
  }

  private static StringData text(String text) {
    return StringData.fromString(text);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("values")
  void asTheValueThatItIs(ArrowType type, String asked, byte[] came, Object expected) {
    RecordBatch batch = batch(type, came);
    List<RowData> rows = rows(batch, asked);
    RowData.FieldGetter getter = RowData.createFieldGetter(parse(asked), 0);
    assertThat(getter.getFieldOrNull(rows.get(0))).isEqualTo(expected);
    assertThat(getter.getFieldOrNull(rows.get(1))).isNull();
    assertThat(getter.getFieldOrNull(rows.get(2))).isEqualTo(expected);
  }

  private static List<RowData> rows(RecordBatch batch, String asked) {
    Iterator<RowData> read = BatchRows.of(batch.batchSchema(), rowType(asked)).read(batch);
    List<RowData> rows = new ArrayList<>();
    read.forEachRemaining(rows::add);
    return rows;
  }

  private static RowType rowType(String asked) {
    return RowType.of(new LogicalType[] {parse(asked)}, new String[] {"v"});
  }

  private static LogicalType parse(String type) {
    return LogicalTypeParser.parse(type, EveryArrowTypeIsReadTest.class.getClassLoader());
  }

  /** The value, a null, and the value again. */
  private static RecordBatch batch(ArrowType type, byte[] value) {
    Schema schema = new Schema(List.of(Field.nullable("v", type)));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      root.allocateNew();
      FieldVector vector = root.getVector(0);
      for (int row : new int[] {0, 2}) {
        set(vector, row, value);
      }
      root.setRowCount(3);
      return RecordBatch.copyOf(root);
    }
  }

  private static void set(FieldVector vector, int row, byte[] value) {
    if (vector instanceof BitVector bits) {
      bits.set(row, value[0]);
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      ArrowBuf data = fixed.getDataBuffer();
      assertThat(value).hasSize(fixed.getTypeWidth());
      data.setBytes((long) row * value.length, value);
      BitVectorHelper.setBit(fixed.getValidityBuffer(), row);
    } else if (vector instanceof BaseVariableWidthVector text) {
      text.setSafe(row, value);
    } else if (vector instanceof BaseLargeVariableWidthVector text) {
      text.setSafe(row, value);
    } else {
      ((BaseVariableWidthViewVector) vector).setSafe(row, value);
    }
  }

  @Test
  void noneIsForgotten() {
    Set<ArrowTypeID> read = EnumSet.noneOf(ArrowTypeID.class);
    values().forEach(value -> read.add(((ArrowType) value.get()[0]).getTypeID()));
    read.addAll(NestedColumnsAreReadTest.TYPES);
    assertThat(EnumSet.complementOf(EnumSet.copyOf(read)))
        .containsExactlyInAnyOrder(ArrowTypeID.Union, ArrowTypeID.NONE);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(new ArrowType.Utf8(), "INT"),
        Arguments.of(new ArrowType.Utf8(), "BYTES"),
        Arguments.of(new ArrowType.Binary(), "STRING"),
        Arguments.of(new ArrowType.Bool(), "INT"),
        Arguments.of(new ArrowType.Int(64, true), "DOUBLE"),
        Arguments.of(new ArrowType.Int(32, true), "DECIMAL(11, 2)"),
        Arguments.of(new ArrowType.Int(64, false), "DECIMAL(19, 0)"),
        Arguments.of(new ArrowType.Int(64, false), "DECIMAL(21, 2)"),
        Arguments.of(new ArrowType.Int(32, false), "INTERVAL YEAR TO MONTH"),
        Arguments.of(new ArrowType.Int(32, true), "INTERVAL DAY TO SECOND"),
        Arguments.of(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), "FLOAT"),
        Arguments.of(new ArrowType.Decimal(10, 2, 128), "DECIMAL(9, 2)"),
        Arguments.of(new ArrowType.Decimal(10, 2, 128), "DECIMAL(10, 3)"),
        Arguments.of(new ArrowType.Decimal(39, 2, 256), "DECIMAL(38, 2)"),
        Arguments.of(new ArrowType.Date(DateUnit.DAY), "INT"),
        Arguments.of(new ArrowType.Timestamp(TimeUnit.SECOND, null), "TIMESTAMP_LTZ(3)"),
        Arguments.of(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"), "TIMESTAMP(3)"),
        Arguments.of(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"), "BIGINT"),
        Arguments.of(new ArrowType.Time(TimeUnit.SECOND, 32), "TIMESTAMP(3)"),
        Arguments.of(new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO), "BIGINT"),
        Arguments.of(new ArrowType.Interval(IntervalUnit.DAY_TIME), "INTERVAL YEAR TO MONTH"),
        Arguments.of(new ArrowType.Union(UnionMode.Sparse, new int[0]), "INT"),
        Arguments.of(new ArrowType.Struct(), "INT"),
        Arguments.of(new ArrowType.Utf8(), "ROW<a INT>"),
        Arguments.of(new ArrowType.Utf8(), "ARRAY<STRING>"),
        Arguments.of(new ArrowType.Utf8(), "MAP<STRING, STRING>"));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("misfits")
  void orNotAtAll(ArrowType type, String asked) {
    BatchSchema schema = BatchSchema.of(new Schema(List.of(Field.nullable("v", type))));
    assertThatThrownBy(() -> BatchRows.of(schema, rowType(asked)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'v': expected a type that can be read as")
        .hasMessageContaining(", came " + type);
  }

  static Stream<Arguments> narrowed() {
    return Stream.of(
        Arguments.of(new ArrowType.Int(16, true), "TINYINT", bytes(2, 128)),
        Arguments.of(new ArrowType.Int(8, false), "TINYINT", bytes(1, 128)),
        Arguments.of(new ArrowType.Int(32, true), "SMALLINT", bytes(4, -32_769)),
        Arguments.of(new ArrowType.Int(32, false), "INT", bytes(4, -1)),
        Arguments.of(new ArrowType.Int(64, true), "INT", bytes(8, 1L << 31)),
        Arguments.of(new ArrowType.Int(64, false), "BIGINT", bytes(8, -1)),
        Arguments.of(new ArrowType.Int(64, false), "TINYINT", bytes(8, -1)),
        Arguments.of(new ArrowType.Date(DateUnit.MILLISECOND), "DATE", bytes(8, Long.MAX_VALUE)),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.SECOND, null),
            "TIMESTAMP(3)",
            bytes(8, Long.MAX_VALUE / 999)),
        Arguments.of(
            new ArrowType.Duration(TimeUnit.SECOND),
            "INTERVAL DAY TO SECOND",
            bytes(8, Long.MIN_VALUE / 999)),
        Arguments.of(new ArrowType.Time(TimeUnit.SECOND, 32), "TIME(0)", bytes(4, 3_000_000)),
        Arguments.of(
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
            "TIMESTAMP(0)",
            bytes(8, Long.MIN_VALUE)),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            "INTERVAL DAY TO SECOND",
            interval(1, 2, 3)),
        Arguments.of(
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            "INTERVAL YEAR TO MONTH",
            interval(1, 0, 3)),
        Arguments.of(new ArrowType.Decimal(5, 0, 128), "DECIMAL(5, 0)", bytes(16, 100_000)));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("narrowed")
  void orRefusedByColumnAndRowWhereAValueDoesNotFit(ArrowType type, String asked, byte[] came) {
    RecordBatch batch = batch(type, came).slice(1, 2);
    assertThatThrownBy(() -> rows(batch, asked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Column 'v', row 1 of batch 0: the ");
  }
}
