package io.flinkarrow.row.view;

import io.flinkarrow.value.KeyedEntries;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.flink.table.data.GenericMapData;

/** Rows, arrays and maps within rows: views of other columns' slots. */
final class NestedView {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
    private final byte[] bytes;
    private final int offsets;
    private final ColumnView elements;

    Arrays(Slots slots, ByteBuffer offsets, ColumnView elements) {
      super(slots);
      this.bytes = offsets.array();
      this.offsets = offsets.arrayOffset();
      this.elements = elements;
    }

    @Override
    public Object value(int slot) {
      int at = offsets + slot * Integer.BYTES;
      int start = (int) INT.get(bytes, at);
      return new ArrayView(elements, start, (int) INT.get(bytes, at + Integer.BYTES) - start);
    }
  }

  /** Of entries with equal keys the last one counts, so maps are made when they are asked for. */
  static final class Maps extends ColumnView {
    private final byte[] bytes;
    private final int offsets;
    private final ColumnView keys;
    private final ColumnView values;
    private final Comparator<Object> order;

    Maps(
        Slots slots,
        ByteBuffer offsets,
        ColumnView keys,
        ColumnView values,
        Comparator<Object> order) {
      super(slots);
      this.bytes = offsets.array();
      this.offsets = offsets.arrayOffset();
      this.keys = keys;
      this.values = values;
      this.order = order;
    }

    @Override
    public Object value(int slot) {
      int at = offsets + slot * Integer.BYTES;
      int start = (int) INT.get(bytes, at);
      int end = (int) INT.get(bytes, at + Integer.BYTES);
      KeyedEntries entries = new KeyedEntries(order, end - start);
      for (int entry = start; entry < end; entry++) {
        entries.put(keys.valueOrNull(entry), values.valueOrNull(entry));
      }
      return new GenericMapData(entries);
    }
  }
}
