package io.flinkarrow.row;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;

/** Lists in all five layouts, and maps. */
final class ListBindings {

  private ListBindings() {}

  /** Where the elements of each slot lie. */
  private interface Ranges {
    int start(int slot);

    int length(int slot);
  }

  static boolean isList(ArrowTypeID type) {
    return switch (type) {
      case List, LargeList, ListView, LargeListView, FixedSizeList -> true;
      default -> false;
    };
  }

  static ColumnBinding list(ArrowType type, ColumnBinding elements) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      Ranges ranges = ranges(type, cursor);
      SlotReader element = elements.bind(cursor);
      return SlotReader.withNulls(validity, slot -> array(ranges, element, slot));
    };
  }

  /** Of entries with equal keys the last one counts. */
  static ColumnBinding map(ColumnBinding keys, ColumnBinding values) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      Ranges ranges = new Offsets(cursor.nextBuffer());
      cursor.nextLength();
      cursor.nextBuffer();
      SlotReader key = keys.bind(cursor);
      SlotReader value = values.bind(cursor);
      return SlotReader.withNulls(validity, slot -> map(ranges, key, value, slot));
    };
  }

  private static GenericArrayData array(Ranges ranges, SlotReader element, int slot) {
    Object[] array = new Object[ranges.length(slot)];
    int start = ranges.start(slot);
    for (int i = 0; i < array.length; i++) {
      array[i] = element.read(start + i);
    }
    return new GenericArrayData(array);
  }

  private static GenericMapData map(Ranges ranges, SlotReader key, SlotReader value, int slot) {
    Map<Object, Object> map = new LinkedHashMap<>();
    int start = ranges.start(slot);
    for (int i = start; i < start + ranges.length(slot); i++) {
      map.put(key.read(i), value.read(i));
    }
    return new GenericMapData(map);
  }

  private static Ranges ranges(ArrowType type, BatchCursor cursor) {
    return switch (type.getTypeID()) {
      case List -> new Offsets(cursor.nextBuffer());
      case LargeList -> new WideOffsets(cursor.nextBuffer());
      case ListView -> new Views(cursor.nextBuffer(), cursor.nextBuffer());
      case LargeListView -> new WideViews(cursor.nextBuffer(), cursor.nextBuffer());
      default -> new Fixed(((ArrowType.FixedSizeList) type).getListSize());
    };
  }

  private record Offsets(ByteBuffer offsets) implements Ranges {
    @Override
    public int start(int slot) {
      return offsets.getInt(slot * Integer.BYTES);
    }

    @Override
    public int length(int slot) {
      return start(slot + 1) - start(slot);
    }
  }

  private record WideOffsets(ByteBuffer offsets) implements Ranges {
    @Override
    public int start(int slot) {
      return Math.toIntExact(offsets.getLong(slot * Long.BYTES));
    }

    @Override
    public int length(int slot) {
      return start(slot + 1) - start(slot);
    }
  }

  private record Views(ByteBuffer offsets, ByteBuffer sizes) implements Ranges {
    @Override
    public int start(int slot) {
      return offsets.getInt(slot * Integer.BYTES);
    }

    @Override
    public int length(int slot) {
      return sizes.getInt(slot * Integer.BYTES);
    }
  }

  private record WideViews(ByteBuffer offsets, ByteBuffer sizes) implements Ranges {
    @Override
    public int start(int slot) {
      return Math.toIntExact(offsets.getLong(slot * Long.BYTES));
    }

    @Override
    public int length(int slot) {
      return Math.toIntExact(sizes.getLong(slot * Long.BYTES));
    }
  }

  private record Fixed(int size) implements Ranges {
    @Override
    public int start(int slot) {
      return slot * size;
    }

    @Override
    public int length(int slot) {
      return size;
    }
  }
}
