package io.flinkarrow.parquet.predicate.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Values as 64-bit keys, which compare as the values do: sorted ranges that do not touch. */
public final class KeyRanges implements Ranges<KeyRanges> {

  public static final KeyRanges NONE = new KeyRanges(new long[0], new long[0]);
  public static final KeyRanges ALL = between(Long.MIN_VALUE, Long.MAX_VALUE);

  private final long[] first;
  private final long[] last;

  private KeyRanges(long[] first, long[] last) {
    this.first = first;
    this.last = last;
  }

  /** Both keys and all between them; none if {@code first} is greater. */
  public static KeyRanges between(long first, long last) {
    return first > last ? NONE : new KeyRanges(new long[] {first}, new long[] {last});
  }

  /** All keys that are less. */
  public static KeyRanges below(long key) {
    return key == Long.MIN_VALUE ? NONE : between(Long.MIN_VALUE, key - 1);
  }

  /** All keys that are greater. */
  public static KeyRanges above(long key) {
    return key == Long.MAX_VALUE ? NONE : between(key + 1, Long.MAX_VALUE);
  }

  @Override
  public KeyRanges union(Collection<KeyRanges> others) {
    record Range(long first, long last) {}
    List<Range> all = new ArrayList<>();
    List<KeyRanges> sets = new ArrayList<>(others);
    sets.add(this);
    for (KeyRanges set : sets) {
      for (int i = 0; i < set.first.length; i++) {
        all.add(new Range(set.first[i], set.last[i]));
      }
    }
    all.sort(Comparator.comparingLong(Range::first));
    long[] starts = new long[all.size()];
    long[] ends = new long[all.size()];
    int count = 0;
    for (Range range : all) {
      boolean touches =
          count > 0 && (ends[count - 1] == Long.MAX_VALUE || range.first() <= ends[count - 1] + 1);
      if (touches) {
        ends[count - 1] = Math.max(ends[count - 1], range.last());
      } else {
        starts[count] = range.first();
        ends[count++] = range.last();
      }
    }
    return new KeyRanges(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
  }

  @Override
  public KeyRanges complement() {
    List<KeyRanges> gaps = new ArrayList<>();
    gaps.add(first.length == 0 ? ALL : below(first[0]));
    for (int i = 0; i < first.length; i++) {
      boolean isLast = i == first.length - 1;
      gaps.add(isLast ? above(last[i]) : between(last[i] + 1, first[i + 1] - 1));
    }
    return NONE.union(gaps);
  }

  public boolean contains(long key) {
    return overlaps(key, key);
  }

  /** Whether any key from {@code from} to {@code to}, both included, is in a range. */
  public boolean overlaps(long from, long to) {
    int at = Arrays.binarySearch(first, to);
    int candidate = at >= 0 ? at : -at - 2;
    return candidate >= 0 && last[candidate] >= from;
  }

  /** How many ranges there are. */
  public int count() {
    return first.length;
  }

  public long first(int range) {
    return first[range];
  }

  public long last(int range) {
    return last[range];
  }

  @Override
  public <T> T accept(ValueSetVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRanges ranges
        && Arrays.equals(first, ranges.first)
        && Arrays.equals(last, ranges.last);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(first) + Arrays.hashCode(last);
  }

  @Override
  public String toString() {
    return "KeyRanges[from=%s, to=%s]".formatted(Arrays.toString(first), Arrays.toString(last));
  }
}
