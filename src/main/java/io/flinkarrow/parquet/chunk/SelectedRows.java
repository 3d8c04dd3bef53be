package io.flinkarrow.parquet.chunk;

import java.util.ArrayDeque;
import java.util.Deque;

/** Which rows of a row group are read: ranges in the order of the rows. */
final class SelectedRows {

  private final long rowCount;
  private final Deque<Range> ranges = new ArrayDeque<>();
  private long end;

  private record Range(long from, long to) {}

  /**
   * @param rowCount the rows of the row group
   */
  SelectedRows(long rowCount) {
    this.rowCount = rowCount;
  }

  void add(long from, long to) {
    if (from < end || to < from || to > rowCount) {
      throw new IllegalArgumentException(
          "Rows %d to %d should lie from row %d to %d".formatted(from, to, end, rowCount));
    }
    if (from < to) {
      boolean goesOn = !ranges.isEmpty() && ranges.peekLast().to() == from;
      ranges.addLast(new Range(goesOn ? ranges.removeLast().from() : from, to));
    }
    end = to;
  }

  /** Forgets what comes before a row; whether this row or any behind it is selected. */
  boolean hasAnyFrom(long row) {
    while (!ranges.isEmpty() && ranges.peekFirst().to() <= row) {
      ranges.removeFirst();
    }
    return !ranges.isEmpty();
  }

  /** The first row of the range at hand. */
  long from() {
    return ranges.peekFirst().from();
  }

  /** The row behind its last one. */
  long to() {
    return ranges.peekFirst().to();
  }
}
