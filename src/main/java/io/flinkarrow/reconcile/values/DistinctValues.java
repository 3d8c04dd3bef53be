package io.flinkarrow.reconcile.values;

import io.flinkarrow.layout.SlotBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which values of a column are there, byte for byte, in the order of their first slots. */
public final class DistinctValues {

  /** Heap bytes of an entry: key, its buffer, number, node and place in the table. */
  private static final int ENTRY_BYTES = 192;

  private final int[] indices;
  private final int[] firstSlots;

  private DistinctValues(int[] indices, int[] firstSlots) {
    this.indices = indices;
    this.firstSlots = firstSlots;
  }

  public static DistinctValues of(
      SourceColumn column, SlotBytes bytes, ConversionMemoryLimit budget) throws IOException {
    budget.charge(2L * Integer.BYTES * column.length());
    int[] indices = new int[column.length()];
    int[] firstSlots = new int[column.length()];
    Map<Value, Integer> known = new HashMap<>();
    Value probe = new Value();
    ByteBuffer current = null;
    for (int slot = 0; slot < indices.length; slot++) {
      if (column.isNull(slot)) {
        continue;
      }
      ByteBuffer buffer = bytes.buffer(slot);
      if (buffer != current) {
        current = buffer;
        probe.bytes = buffer.duplicate();
      }
      int start = bytes.start(slot);
      probe.bytes.limit(start + bytes.length(slot)).position(start);
      Integer index = known.get(probe);
      if (index == null) {
        budget.charge(ENTRY_BYTES);
        index = known.size();
        firstSlots[index] = slot;
        Value added = new Value();
        added.bytes = probe.bytes.slice();
        known.put(added, index);
      }
      indices[slot] = index;
    }
    return new DistinctValues(indices, Arrays.copyOf(firstSlots, known.size()));
  }

  public int size() {
    return firstSlots.length;
  }

  /** Of a slot that is not null. */
  public int index(int slot) {
    return indices[slot];
  }

  /** Where a value comes first. */
  public int firstSlot(int index) {
    return firstSlots[index];
  }

  /** Bytes with an order, by which the map finds its way even if all hashes were made equal. */
  private static final class Value implements Comparable<Value> {
    private ByteBuffer bytes;

    @Override
    public int compareTo(Value other) {
      return bytes.compareTo(other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Value value && bytes.equals(value.bytes);
    }

    @Override
    public int hashCode() {
      return bytes.hashCode();
    }
  }
}
