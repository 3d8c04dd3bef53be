package io.flinkarrow.parquet.predicate.pruning;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a row group: sorted ranges that do not touch.
 *
 * @param ranges none if no row is wanted
 */
public record RowRanges(List<Range> ranges) {

  public static final RowRanges NONE = new RowRanges(List.of());

  /** Rows from {@code from} on, and before {@code to}, which is greater. */
  public record Range(long from, long to) {

    public long length() {
      return to - from;
    }
  }

  public RowRanges {
    ranges = List.copyOf(ranges);
  }

  /** All rows of a row group. */
  public static RowRanges all(long rows) {
    return rows == 0 ? NONE : new RowRanges(List.of(new Range(0, rows)));
  }

  /** Ranges in the order of their starts, which may touch or overlap. */
  static RowRanges joined(List<Range> sorted) {
    List<Range> joined = new ArrayList<>();
    for (Range range : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && range.from() <= joined.get(last).to()) {
        Range previous = joined.get(last);
        joined.set(last, new Range(previous.from(), Math.max(previous.to(), range.to())));
      } else {
        joined.add(range);
      }
    }
    return new RowRanges(joined);
  }

  /** The rows of runs of neighbours, given one by one in ascending order. */
  public static RowRanges of(long[] rows) {
    List<Range> runs = new ArrayList<>();
    for (int i = 0; i < rows.length; ) {
      int end = i + 1;
      while (end < rows.length && rows[end] == rows[end - 1] + 1) {
        end++;
      }
      runs.add(new Range(rows[i], rows[end - 1] + 1));
      i = end;
    }
    return new RowRanges(runs);
  }

  /** Those of the rows that are at places in their order: ascending, and each among them. */
  public RowRanges at(int[] places) {
    long[] rows = new long[places.length];
    int range = 0;
    long before = 0;
    for (int i = 0; i < places.length; i++) {
      while (places[i] >= before + ranges.get(range).length()) {
        before += ranges.get(range++).length();
      }
      rows[i] = ranges.get(range).from() + places[i] - before;
    }
    return of(rows);
  }

  /** Those from a row on. */
  public RowRanges from(long row) {
    return intersection(new RowRanges(List.of(new Range(row, Long.MAX_VALUE))));
  }

  /** The row behind the last one; there must be one. */
  public long end() {
    return ranges.get(ranges.size() - 1).to();
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** How many rows there are. */
  public long rows() {
    return ranges.stream().mapToLong(Range::length).sum();
  }

  /** The rows that are in both. */
  public RowRanges intersection(RowRanges other) {
    List<Range> common = new ArrayList<>();
    int mine = 0;
    int others = 0;
    while (mine < ranges.size() && others < other.ranges.size()) {
      Range left = ranges.get(mine);
      Range right = other.ranges.get(others);
      long from = Math.max(left.from(), right.from());
      long to = Math.min(left.to(), right.to());
      if (from < to) {
        common.add(new Range(from, to));
      }
      if (left.to() < right.to()) {
        mine++;
      } else {
        others++;
      }
    }
    return new RowRanges(common);
  }

  /** The rows that are in one of the two, or both. */
  public RowRanges union(RowRanges other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    all.sort((left, right) -> Long.compare(left.from(), right.from()));
    return joined(all);
  }
}
