package io.flinkarrow.parquet.predicate.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Values as byte strings, which compare byte by byte, unsigned: sorted ranges that do not touch.
 * Each has its start and not its end; the last one may have no end.
 */
public final class ByteRanges implements Ranges<ByteRanges> {

  private static final byte[] LEAST = {};

  public static final ByteRanges NONE = new ByteRanges(List.of());
  public static final ByteRanges ALL = from(LEAST);

  private final byte[][] starts;

  /** Null behind all values. */
  private final byte[][] ends;

  private record Range(byte[] start, @Nullable byte[] end) {}

  private ByteRanges(List<Range> ranges) {
    starts = ranges.stream().map(Range::start).toArray(byte[][]::new);
    ends = ranges.stream().map(Range::end).toArray(byte[][]::new);
  }

  /** All values that are less. */
  public static ByteRanges below(byte[] value) {
    return between(LEAST, value);
  }

  /** The value and all that are greater. */
  public static ByteRanges from(byte[] value) {
    return new ByteRanges(List.of(new Range(value, null)));
  }

  /** All values from {@code start} on that are less than {@code end}. */
  private static ByteRanges between(byte[] start, byte[] end) {
    return Arrays.compareUnsigned(start, end) < 0
        ? new ByteRanges(List.of(new Range(start, end)))
        : NONE;
  }

  /** Only the value. */
  public static ByteRanges of(byte[] value) {
    return between(value, next(value));
  }

  /** All values that begin with a prefix. */
  public static ByteRanges startingWith(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] end = Arrays.copyOf(prefix, i + 1);
        end[i]++;
        return between(prefix, end);
      }
    }
    return from(prefix);
  }

  /** The least value that is greater. */
  static byte[] next(byte[] value) {
    return Arrays.copyOf(value, value.length + 1);
  }

  private List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      ranges.add(new Range(starts[i], ends[i]));
    }
    return ranges;
  }

  @Override
  public ByteRanges union(Collection<ByteRanges> others) {
    List<Range> all = new ArrayList<>(ranges());
    others.forEach(other -> all.addAll(other.ranges()));
    all.sort((left, right) -> Arrays.compareUnsigned(left.start(), right.start()));
    List<Range> joined = new ArrayList<>();
    for (Range range : all) {
      Range previous = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (previous == null || isBefore(previous.end(), range.start())) {
        joined.add(range);
      } else if (isBefore(previous.end(), range.end())) {
        joined.set(joined.size() - 1, new Range(previous.start(), range.end()));
      }
    }
    return new ByteRanges(joined);
  }

  /** Whether an end is less than a start or an end. */
  private static boolean isBefore(@Nullable byte[] end, @Nullable byte[] other) {
    return end != null && (other == null || Arrays.compareUnsigned(end, other) < 0);
  }

  @Override
  public ByteRanges complement() {
    List<Range> gaps = new ArrayList<>();
    byte[] start = LEAST;
    for (int i = 0; i < starts.length; i++) {
      if (Arrays.compareUnsigned(start, starts[i]) < 0) {
        gaps.add(new Range(start, starts[i]));
      }
      start = ends[i];
    }
    if (start != null) {
      gaps.add(new Range(start, null));
    }
    return new ByteRanges(gaps);
  }

  public boolean contains(byte[] value) {
    return contains(value, 0, value.length);
  }

  /** Whether {@code bytes[from .. to)} is in a range. */
  public boolean contains(byte[] bytes, int from, int to) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compare(starts[middle], bytes, from, to) > 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return high >= 0 && (ends[high] == null || compare(ends[high], bytes, from, to) > 0);
  }

  private static int compare(byte[] limit, byte[] bytes, int from, int to) {
    return Arrays.compareUnsigned(limit, 0, limit.length, bytes, from, to);
  }

  /**
   * Whether any value from {@code least} to {@code greatest}, both included, is in a range.
   *
   * @param greatest null if there is no upper bound
   */
  public boolean overlaps(byte[] least, @Nullable byte[] greatest) {
    for (int i = 0; i < starts.length; i++) {
      boolean beginsInTime = greatest == null || Arrays.compareUnsigned(starts[i], greatest) <= 0;
      boolean endsLateEnough = ends[i] == null || Arrays.compareUnsigned(ends[i], least) > 0;
      if (beginsInTime && endsLateEnough) {
        return true;
      }
    }
    return false;
  }

  /** How many ranges there are. */
  public int count() {
    return starts.length;
  }

  /** The only value of a range; null if it has more than one. */
  @Nullable
  public byte[] single(int range) {
    return Arrays.equals(next(starts[range]), ends[range]) ? starts[range] : null;
  }

  @Override
  public <T> T accept(ValueSetVisitor<T> visitor) {
    return visitor.visit(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRanges ranges
        && Arrays.deepEquals(starts, ranges.starts)
        && Arrays.deepEquals(ends, ranges.ends);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(starts) + Arrays.deepHashCode(ends);
  }

  @Override
  public String toString() {
    return "ByteRanges[from=%s, to=%s]"
        .formatted(Arrays.deepToString(starts), Arrays.deepToString(ends));
  }
}
