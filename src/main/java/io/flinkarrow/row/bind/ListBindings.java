package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.KeyedEntries;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;

/** Lists in all five layouts, and maps. */
final class ListBindings {

  private ListBindings() {}

  static boolean isList(ArrowTypeID type) {
    return switch (type) {
      case List, LargeList, ListView, LargeListView, FixedSizeList -> true;
      default -> false;
    };
  }

  static ColumnBinding list(ColumnLayout column, ColumnBinding elements, String path) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ElementRanges ranges = ElementRanges.of(column, cursor);
      SlotReader element = elements.bind(cursor);
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity,
          slot -> {
            budget.charge(HeapSizes.list(ranges.length(slot)), path);
            return array(ranges, element, slot);
          });
    };
  }

  /**
   * Of entries with equal keys the last one counts.
   *
   * @param order which keys are equal
   */
  static ColumnBinding map(
      ColumnBinding keys, Comparator<Object> order, ColumnBinding values, String path) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ElementRanges ranges = ElementRanges.byOffsets(Integer.BYTES, cursor.nextBuffer());
      cursor.nextLength();
      cursor.nextBuffer();
      SlotReader key = keys.bind(cursor);
      SlotReader value = values.bind(cursor);
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity,
          slot -> {
            budget.charge(HeapSizes.map(ranges.length(slot)), path);
            return map(ranges, key, order, value, slot);
          });
    };
  }

  private static GenericArrayData array(ElementRanges ranges, SlotReader element, int slot) {
    Object[] array = new Object[ranges.length(slot)];
    int start = ranges.start(slot);
    for (int i = 0; i < array.length; i++) {
      array[i] = element.read(start + i);
    }
    return new GenericArrayData(array);
  }

  private static GenericMapData map(
      ElementRanges ranges, SlotReader key, Comparator<Object> order, SlotReader value, int slot) {
    Map<Object, Object> map = new KeyedEntries(order, ranges.length(slot));
    int start = ranges.start(slot);
    for (int i = start; i < start + ranges.length(slot); i++) {
      map.put(key.read(i), value.read(i));
    }
    return new GenericMapData(map);
  }
}
