package io.flinkarrow.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericMapData;

/**
 * A repeated pair as a map. Of entries with equal keys the last one counts.
 *
 * @param repeated the levels from which on there is an entry
 */
record MapFieldReader(FieldReader key, FieldReader value, Repeated repeated)
    implements FieldReader {

  @Override
  public Object read() {
    if (!repeated.hasElement(key)) {
      boolean isEmpty = repeated.isEmpty(key);
      skipSlot();
      return isEmpty ? new GenericMapData(Map.of()) : null;
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    do {
      Object entryKey = key.read();
      entries.put(entryKey, value.read());
    } while (repeated.goesOn(key));
    return new GenericMapData(entries);
  }

  @Override
  public void skipSlot() {
    key.skipSlot();
    value.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return key.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return key.repetitionLevel();
  }
}
