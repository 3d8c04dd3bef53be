package io.flinkarrow.value;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/**
 * A map that finds keys by an order of their values and keeps its entries as they came: Flink's
 * binary form of a map has an order, too. A few keys are compared one by one.
 */
public final class KeyedEntries extends AbstractMap<Object, Object> {

  /** More are sorted. */
  private static final int FEW = 8;

  private final Comparator<Object> order;
  private Object[] keys;
  private Object[] values;
  private int size;

  /** Where each key is; null as long as there are few. */
  @Nullable private TreeMap<Object, Integer> places;

  /**
   * @param expected entries
   */
  public KeyedEntries(Comparator<Object> order, int expected) {
    this.order = order;
    this.keys = new Object[expected];
    this.values = new Object[expected];
  }

  @Override
  public Object put(Object key, Object value) {
    int place = find(key);
    if (place >= 0) {
      Object before = values[place];
      values[place] = value;
      return before;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size + 1);
      values = Arrays.copyOf(values, keys.length);
    }
    keys[size] = key;
    values[size] = value;
    size++;
    if (places != null) {
      places.put(key, size - 1);
    } else if (size > FEW) {
      places = new TreeMap<>(order);
      for (int entry = 0; entry < size; entry++) {
        places.put(keys[entry], entry);
      }
    }
    return null;
  }

  /** Where a key is; negative if it is not here. */
  private int find(Object key) {
    if (places != null) {
      return places.getOrDefault(key, -1);
    }
    int place = size - 1;
    while (place >= 0 && order.compare(keys[place], key) != 0) {
      place--;
    }
    return place;
  }

  @Override
  public Object get(Object key) {
    int place = find(key);
    return place < 0 ? null : values[place];
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key) >= 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Object, Object>> iterator() {
        return iterate(place -> new SimpleImmutableEntry<>(keys[place], values[place]));
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  @Override
  public Set<Object> keySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Object> iterator() {
        return iterate(place -> keys[place]);
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public Object[] toArray() {
        return Arrays.copyOf(keys, size);
      }
    };
  }

  @Override
  public Collection<Object> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Object> iterator() {
        return iterate(place -> values[place]);
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public Object[] toArray() {
        return Arrays.copyOf(values, size);
      }
    };
  }

  private <T> Iterator<T> iterate(IntFunction<T> at) {
    return IntStream.range(0, size).mapToObj(at).iterator();
  }
}
