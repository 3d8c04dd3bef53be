package io.flinkarrow.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Seeded random rows of a type: nulls where they may be, few and many distinct values. */
final class RandomRows {

  private static final long MILLIS_OF_250_YEARS = 250L * 365 * 86_400_000;

  private final Random random;
  private final int timestampDigits;

  /**
   * @param timestampDigits no timestamp has more, whatever its type
   */
  RandomRows(long seed, int timestampDigits) {
    random = new Random(seed);
    this.timestampDigits = timestampDigits;
  }

  List<RowData> rows(RowType type, int count) {
    List<RowData> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add((RowData) value(type));
    }
    return rows;
  }

  private Object value(LogicalType type) {
    if (type.isNullable() && random.nextInt(5) == 0) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> (byte) random.nextInt();
      case SMALLINT -> (short) random.nextInt();
      case INTEGER, INTERVAL_YEAR_MONTH -> random.nextInt() >> random.nextInt(32);
      case BIGINT, INTERVAL_DAY_TIME -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> (float) random.nextGaussian();
      case DOUBLE -> random.nextGaussian();
      case CHAR, VARCHAR -> StringData.fromString("ä" + random.nextInt(1 + random.nextInt(500)));
      case BINARY, VARBINARY -> bytes();
      case DECIMAL -> decimal((DecimalType) type);
      case DATE -> random.nextInt(200_000) - 100_000;
      case TIME_WITHOUT_TIME_ZONE -> random.nextInt(86_400_000);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          timestamp(Math.min(timestampDigits, LogicalTypeChecks.getPrecision(type)));
      case ARRAY -> new GenericArrayData(values(((ArrayType) type).getElementType()));
      case MAP -> map(((MapType) type).getKeyType(), ((MapType) type).getValueType());
      case MULTISET -> map(((MultisetType) type).getElementType(), new IntType(false));
      case ROW -> row((RowType) type);
      default -> throw new IllegalArgumentException("No random values of " + type);
    };
  }

  private RowData row(RowType type) {
    GenericRowData row = new GenericRowData(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      row.setField(i, value(type.getTypeAt(i)));
    }
    return row;
  }

  private Object[] values(LogicalType type) {
    Object[] values = new Object[random.nextInt(4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(type);
    }
    return values;
  }

  private GenericMapData map(LogicalType keyType, LogicalType valueType) {
    Map<Object, Object> map = new HashMap<>();
    for (Object key : values(keyType.copy(false))) {
      map.put(key, value(valueType));
    }
    return new GenericMapData(map);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private DecimalData decimal(DecimalType type) {
    BigInteger unscaled =
        new BigInteger(130, random)
            .mod(BigInteger.TEN.pow(1 + random.nextInt(type.getPrecision())));
    BigDecimal value =
        new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.getScale());
    return DecimalData.fromBigDecimal(value, type.getPrecision(), type.getScale());
  }

  private TimestampData timestamp(int digits) {
    long millis = random.nextLong(2 * MILLIS_OF_250_YEARS) - MILLIS_OF_250_YEARS;
    int step = (int) Math.pow(10, 9 - Math.max(3, digits));
    int nanos = random.nextInt(1_000_000);
    return TimestampData.fromEpochMillis(millis, nanos - nanos % step);
  }
}
