package io.flinkarrow.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A map that finds keys by an order of their values and keeps its entries as they came: Flink's
 * binary form of a map has an order, too.
 */
public final class KeyedEntries extends AbstractMap<Object, Object> {

  private final TreeMap<Object, Entry<Object, Object>> byKey;
  private final List<Entry<Object, Object>> entries;

  /**
   * @param expected entries
   */
  public KeyedEntries(Comparator<Object> order, int expected) {
    this.byKey = new TreeMap<>(order);
    this.entries = new ArrayList<>(expected);
  }

  @Override
  public Object put(Object key, Object value) {
    Entry<Object, Object> known = byKey.get(key);
    if (known != null) {
      return known.setValue(value);
    }
    Entry<Object, Object> entry = new SimpleEntry<>(key, value);
    byKey.put(key, entry);
    entries.add(entry);
    return null;
  }

  @Override
  public Object get(Object key) {
    Entry<Object, Object> entry = byKey.get(key);
    return entry == null ? null : entry.getValue();
  }

  @Override
  public boolean containsKey(Object key) {
    return byKey.containsKey(key);
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Object, Object>> iterator() {
        return entries.iterator();
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }
}
