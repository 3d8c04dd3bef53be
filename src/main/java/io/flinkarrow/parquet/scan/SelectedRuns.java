package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.parquet.predicate.pruning.RowRanges.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The rows of a row group that are to be read next, in their order. */
final class SelectedRuns {

  private final Deque<Range> runs = new ArrayDeque<>();
  private long count;

  /** Adds rows behind all that were added before. */
  void add(RowRanges rows) {
    runs.addAll(rows.ranges());
    count += rows.rows();
  }

  /** How many there are. */
  long count() {
    return count;
  }

  /** The first of them; there must be one. */
  long first() {
    return runs.getFirst().from();
  }

  /** All of them. */
  RowRanges rows() {
    return new RowRanges(List.copyOf(runs));
  }

  /** Takes the first ones. */
  RowRanges take(long rows) {
    List<Range> taken = new ArrayList<>();
    for (long left = rows; left > 0; ) {
      Range run = runs.removeFirst();
      long length = Math.min(left, run.length());
      taken.add(new Range(run.from(), run.from() + length));
      if (length < run.length()) {
        runs.addFirst(new Range(run.from() + length, run.to()));
      }
      left -= length;
    }
    count -= rows;
    return new RowRanges(taken);
  }
}
