package io.flinkarrow.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DayTimeIntervalType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.VariantType;
import org.apache.flink.table.types.logical.YearMonthIntervalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.types.variant.Variant;

/** Flink row types and rows, any depth, from a seed. */
public final class RandomRows {

  /** Nanoseconds since the epoch fit 64 bits between the years 1678 and 2261. */
  private static final long MOST_MILLISECONDS = 9_000_000_000_000L;

  private final Random random;

  public RandomRows(long seed) {
    random = new Random(seed);
  }

  /** Every type without children, half of them NOT NULL. */
  public static List<LogicalType> scalars() {
    List<LogicalType> types = new ArrayList<>();
    types.add(new BooleanType());
    types.add(new TinyIntType());
    types.add(new SmallIntType());
    types.add(new IntType());
    types.add(new BigIntType());
    types.add(new FloatType());
    types.add(new DoubleType());
    types.add(new CharType(5));
    types.add(new VarCharType(VarCharType.MAX_LENGTH));
    types.add(new BinaryType(4));
    types.add(new VarBinaryType(VarBinaryType.MAX_LENGTH));
    for (int precision : new int[] {1, 5, 9, 10, 18, 19, 38}) {
      types.add(new DecimalType(precision, precision / 2));
    }
    types.add(new DateType());
    for (int precision : new int[] {0, 3, 6, 9}) {
      types.add(new TimeType(precision));
      types.add(new TimestampType(precision));
      types.add(new LocalZonedTimestampType(precision));
    }
    types.add(new YearMonthIntervalType(YearMonthIntervalType.YearMonthResolution.YEAR_TO_MONTH));
    types.add(new DayTimeIntervalType(DayTimeIntervalType.DayTimeResolution.DAY_TO_SECOND));
    return IntStream.range(0, types.size()).mapToObj(i -> types.get(i).copy(i % 2 == 0)).toList();
  }

  /** A row type of so many random columns, nested at most so deep. */
  public RowType type(int columns, int depth) {
    LogicalType[] types =
        IntStream.range(0, columns).mapToObj(i -> column(depth)).toArray(LogicalType[]::new);
    return RowType.of(false, types, names(columns));
  }

  private static String[] names(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> "c" + i).toArray(String[]::new);
  }

  private LogicalType column(int depth) {
    LogicalType type =
        switch (depth == 0 ? 0 : random.nextInt(7)) {
          case 1, 2 -> new ArrayType(column(depth - 1));
          case 3 -> new MapType(scalar().copy(false), column(depth - 1));
          case 4 -> new MultisetType(scalar().copy(false));
          case 5 -> type(1 + random.nextInt(3), depth - 1);
          case 6 -> new VariantType();
          default -> scalar();
        };
    return type.copy(random.nextInt(3) > 0);
  }

  private LogicalType scalar() {
    List<LogicalType> scalars = scalars();
    return scalars.get(random.nextInt(scalars.size()));
  }

  public List<RowData> rows(RowType type, int count) {
    return IntStream.range(0, count).<RowData>mapToObj(i -> row(type)).toList();
  }

  private GenericRowData row(RowType type) {
    GenericRowData row = new GenericRowData(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      row.setField(i, value(type.getTypeAt(i)));
    }
    return row;
  }

  private Object value(LogicalType type) {
    if (type.isNullable() && random.nextInt(4) == 0) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> (byte) random.nextInt();
      case SMALLINT -> (short) random.nextInt();
      case INTEGER, DATE, INTERVAL_YEAR_MONTH ->
          random.nextInt(random.nextBoolean() ? 50 : 1 << 30);
      case BIGINT, INTERVAL_DAY_TIME -> random.nextBoolean() ? random.nextLong() : 7L;
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case CHAR, VARCHAR -> text();
      case BINARY, VARBINARY -> text().toBytes();
      case DECIMAL -> decimal((DecimalType) type);
      case TIME_WITHOUT_TIME_ZONE -> random.nextInt(86_400_000);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> timestamp(type);
      case ARRAY -> array(((ArrayType) type).getElementType());
      case MAP -> map(((MapType) type).getKeyType(), ((MapType) type).getValueType());
      case MULTISET -> map(((MultisetType) type).getElementType(), new IntType(false));
      case ROW -> row((RowType) type);
      case VARIANT -> Variant.newBuilder().of(random.nextInt());
      default -> throw new IllegalArgumentException("No random value of type " + type);
    };
  }

  private StringData text() {
    String letters = "abc\u00e4\u20ac\ud83d\ude00xyz";
    int[] points = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextInt(10) == 0 ? 60 : 4);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return StringData.fromString(text.toString());
  }

  private DecimalData decimal(DecimalType type) {
    BigInteger limit = BigInteger.TEN.pow(type.getPrecision());
    BigInteger unscaled = new BigInteger(limit.bitLength() + 3, random).mod(limit);
    BigDecimal value =
        new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.getScale());
    return DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
  }

  private TimestampData timestamp(LogicalType type) {
    long milliseconds = random.nextLong(-MOST_MILLISECONDS, MOST_MILLISECONDS);
    int digits = LogicalTypeChecks.getPrecision(type);
    int step = (int) Math.pow(10, Math.min(6, 9 - digits));
    int nanos = digits <= 3 ? 0 : random.nextInt(1_000_000) / step * step;
    return TimestampData.fromEpochMillis(
        digits == 0 ? milliseconds / 1_000 * 1_000 : milliseconds, nanos);
  }

  private GenericArrayData array(LogicalType element) {
    return new GenericArrayData(
        IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(element)).toArray());
  }

  private GenericMapData map(LogicalType key, LogicalType value) {
    Map<Object, Object> entries = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Object next = value(key);
      entries.keySet().removeIf(known -> Objects.deepEquals(known, next));
      entries.put(next, value(value));
    }
    return new GenericMapData(entries);
  }
}
