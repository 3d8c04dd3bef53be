package io.flinkarrow.read;

import io.flinkarrow.testing.PlainValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Flink's rows as {@link PlainValue}s; timestamps in the unit of their type's precision. */
final class RowValues {

  private RowValues() {}

  static List<Map<String, Object>> of(List<RowData> rows, RowType type) {
    return rows.stream().map(row -> row(row, type)).toList();
  }

  static Map<String, Object> row(RowData row, LogicalType type) {
    List<String> names = LogicalTypeChecks.getFieldNames(type);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(type);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      LogicalType field = types.get(i);
      values.put(
          names.get(i), value(RowData.createFieldGetter(field, i).getFieldOrNull(row), field));
    }
    return values;
  }

  private static Object value(Object value, LogicalType type) {
    if (value == null) {
      return null;
    }
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return PlainValue.of(number);
    }
    if (value instanceof Double number) {
      return PlainValue.of(number);
    }
    if (value instanceof byte[] bytes) {
      return PlainValue.of(bytes);
    }
    if (value instanceof DecimalData decimal) {
      return decimal.toBigDecimal();
    }
    if (value instanceof TimestampData timestamp) {
      return epoch(timestamp, LogicalTypeChecks.getPrecision(type));
    }
    if (value instanceof RowData row) {
      return row(row, type);
    }
    if (value instanceof MapData map) {
      return entries(map, type);
    }
    if (value instanceof ArrayData array) {
      return list(array, ((ArrayType) type).getElementType());
    }
    return value instanceof Boolean || value instanceof Long ? value : value.toString();
  }

  private static long epoch(TimestampData timestamp, int precision) {
    long millis = timestamp.getMillisecond();
    int nanos = timestamp.getNanoOfMillisecond();
    return switch (precision) {
      case 3 -> millis;
      case 6 -> Math.addExact(Math.multiplyExact(millis, 1_000), nanos / 1_000);
      default -> Math.addExact(Math.multiplyExact(millis, 1_000_000), nanos);
    };
  }

  private static List<Object> list(ArrayData array, LogicalType element) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      values.add(value(ArrayData.createElementGetter(element).getElementOrNull(array, i), element));
    }
    return values;
  }

  private static List<Object> entries(MapData map, LogicalType type) {
    MapType mapType =
        type instanceof MultisetType multiset
            ? new MapType(multiset.getElementType(), new IntType(false))
            : (MapType) type;
    List<Object> keys = list(map.keyArray(), mapType.getKeyType());
    List<Object> values = list(map.valueArray(), mapType.getValueType());
    List<Object> entries = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      entries.add(new PlainValue.Entry(keys.get(i), values.get(i)));
    }
    return entries;
  }
}
