package io.flinkarrow.row.view;

import io.flinkarrow.value.KeyedEntries;
import java.util.Comparator;
import org.apache.flink.table.data.GenericMapData;

/** Rows, arrays and maps within rows: views of other columns' slots. */
final class NestedView {

  private NestedView() {}

  static final class Rows extends ColumnView {
    private final ColumnView[] fields;

    Rows(Slots slots, ColumnView... fields) {
      super(slots);
      this.fields = fields;
    }

    @Override
    public Object value(int slot) {
      return new RowView(fields, slot);
    }
  }

  static final class Arrays extends ColumnView {
    private final int[] offsets;
    private final ColumnView elements;

    Arrays(Slots slots, int[] offsets, ColumnView elements) {
      super(slots);
      this.offsets = offsets;
      this.elements = elements;
    }

    @Override
    public Object value(int slot) {
      int start = offsets[slot];
      return new ArrayView(elements, start, offsets[slot + 1] - start);
    }
  }

  /** Of entries with equal keys the last one counts, so maps are made when they are asked for. */
  static final class Maps extends ColumnView {
    private final int[] offsets;
    private final ColumnView keys;
    private final ColumnView values;
    private final Comparator<Object> order;

    Maps(Slots slots, int[] offsets, ColumnView keys, ColumnView values, Comparator<Object> order) {
      super(slots);
      this.offsets = offsets;
      this.keys = keys;
      this.values = values;
      this.order = order;
    }

    @Override
    public Object value(int slot) {
      int start = offsets[slot];
      int end = offsets[slot + 1];
      KeyedEntries entries = new KeyedEntries(order, end - start);
      for (int entry = start; entry < end; entry++) {
        entries.put(keys.valueOrNull(entry), values.valueOrNull(entry));
      }
      return new GenericMapData(entries);
    }
  }
}
