package io.flinkarrow.read.field;

import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.KeyedEntries;
import java.util.Comparator;
import java.util.Map;
import org.apache.flink.table.data.GenericMapData;

/**
 * A repeated pair as a map. Of entries with equal keys the last one counts.
 *
 * @param order which keys are equal
 * @param repeated the levels from which on there is an entry
 * @param memory of the row that maps become part of
 */
record MapFieldReader(
    FieldReader key,
    Comparator<Object> order,
    FieldReader value,
    Siblings pair,
    Repeated repeated,
    RowMemory memory)
    implements FieldReader {

  private static final int USUAL_SIZE = 10;

  MapFieldReader(
      FieldReader key,
      Comparator<Object> order,
      FieldReader value,
      Repeated repeated,
      RowMemory memory) {
    this(key, order, value, Siblings.of(repeated.definitionLevel(), key, value), repeated, memory);
  }

  @Override
  public Object read() {
    memory.charge(HeapSizes.map(0));
    if (!pair.areDefined()) {
      boolean isEmpty = repeated.isEmpty(key);
      skipSlot();
      return isEmpty ? new GenericMapData(new KeyedEntries(order, 0)) : null;
    }
    Map<Object, Object> entries = new KeyedEntries(order, USUAL_SIZE);
    do {
      memory.charge(HeapSizes.MAP_ENTRY);
      Object entryKey = key.read();
      entries.put(entryKey, value.read());
    } while (goesOn());
    return new GenericMapData(entries);
  }

  private boolean goesOn() {
    return pair.areDefined() && repeated.goesOn(key);
  }

  @Override
  public void skipSlot() {
    pair.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return pair.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return pair.repetitionLevel();
  }
}
