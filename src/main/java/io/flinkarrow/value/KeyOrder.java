package io.flinkarrow.value;

import io.flinkarrow.compatibility.Variants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Orders keys of maps by their values, nulls first. Keys of untrusted maps must not be hashed: too
 * many can be given the same hash, and arrays of bytes have one by identity only.
 */
public final class KeyOrder {

  private KeyOrder() {}

  /** For Flink's internal values of one type, of any class that it has for them. */
  public static Comparator<Object> of(LogicalType type) {
    return Comparator.nullsFirst(ofValues(type));
  }

  private static Comparator<Object> ofValues(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> KeyOrder::strings;
      case BINARY, VARBINARY ->
          Comparator.comparing(bytes -> (byte[]) bytes, Arrays::compareUnsigned);
      case ARRAY -> {
        Elements elements = Elements.of(((ArrayType) type).getElementType());
        yield Comparator.comparing(
            array -> elements.list((ArrayData) array), lists(elements.order));
      }
      case MAP -> maps(((MapType) type).getKeyType(), ((MapType) type).getValueType());
      case MULTISET -> maps(((MultisetType) type).getElementType(), new IntType(false));
      case ROW, STRUCTURED_TYPE -> rows(LogicalTypeChecks.getFieldTypes(type));
      case DISTINCT_TYPE -> ofValues(((DistinctType) type).getSourceType());
      case VARIANT ->
          Comparator.<Object, byte[]>comparing(Variants::value, Arrays::compareUnsigned)
              .thenComparing(Variants::metadata, Arrays::compareUnsigned);
      default -> KeyOrder::natural;
    };
  }

  /**
   * By their bytes, as they lie. {@link StringData#compareTo} compares characters if both strings
   * were once asked for them, and those of broken UTF-8 may be alike.
   */
  private static int strings(Object one, Object other) {
    BinaryStringData first = (BinaryStringData) one;
    BinaryStringData second = (BinaryStringData) other;
    first.ensureMaterialized();
    second.ensureMaterialized();
    if (first.getSegments().length > 1 || second.getSegments().length > 1) {
      return Arrays.compareUnsigned(first.toBytes(), second.toBytes());
    }
    return first.getSegments()[0].compare(
        second.getSegments()[0],
        first.getOffset(),
        second.getOffset(),
        first.getSizeInBytes(),
        second.getSizeInBytes());
  }

  /** Numbers, booleans, decimals, dates and times: all of one class. */
  @SuppressWarnings("unchecked")
  private static int natural(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private record Elements(ArrayData.ElementGetter getter, Comparator<Object> order) {

    static Elements of(LogicalType type) {
      return new Elements(ArrayData.createElementGetter(type), KeyOrder.of(type));
    }

    List<Object> list(ArrayData array) {
      List<Object> list = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        list.add(getter.getElementOrNull(array, i));
      }
      return list;
    }
  }

  private static Comparator<Iterable<Object>> lists(Comparator<Object> order) {
    return (one, other) -> {
      Iterator<Object> others = other.iterator();
      for (Object element : one) {
        int difference = others.hasNext() ? order.compare(element, others.next()) : 1;
        if (difference != 0) {
          return difference;
        }
      }
      return others.hasNext() ? -1 : 0;
    };
  }

  private static Comparator<Object> maps(LogicalType key, LogicalType value) {
    Elements keys = Elements.of(key);
    Elements values = Elements.of(value);
    Comparator<TreeMap<Object, Object>> byKeys =
        Comparator.comparing(TreeMap::keySet, lists(keys.order));
    Comparator<TreeMap<Object, Object>> order =
        byKeys.thenComparing(TreeMap::values, lists(values.order));
    return Comparator.comparing(map -> sorted((MapData) map, keys, values), order);
  }

  private static TreeMap<Object, Object> sorted(MapData map, Elements keys, Elements values) {
    TreeMap<Object, Object> sorted = new TreeMap<>(keys.order);
    ArrayData keyArray = map.keyArray();
    ArrayData valueArray = map.valueArray();
    for (int i = 0; i < map.size(); i++) {
      sorted.put(
          keys.getter.getElementOrNull(keyArray, i), values.getter.getElementOrNull(valueArray, i));
    }
    return sorted;
  }

  private static Comparator<Object> rows(List<LogicalType> types) {
    List<Comparator<Object>> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      RowData.FieldGetter getter = RowData.createFieldGetter(types.get(i), i);
      fields.add(
          Comparator.comparing(row -> getter.getFieldOrNull((RowData) row), of(types.get(i))));
    }
    return (one, other) -> {
      int difference = 0;
      for (int i = 0; i < fields.size() && difference == 0; i++) {
        difference = fields.get(i).compare(one, other);
      }
      return difference;
    };
  }
}
