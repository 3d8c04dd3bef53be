package io.flinkarrow.row.bind;

import io.flinkarrow.refusal.RefusedValueException;

/**
 * Limits the heap bytes that rows of a payload may take. All limits follow from one number:
 *
 * <ul>
 *   <li>a single row takes at most the limit,
 *   <li>values that are kept to be shared by the rows of one batch take at most the limit once
 *       more,
 *   <li>all rows together take at most {@value #ALL_ROWS} times the limit, so that a few bytes do
 *       not cause work without end.
 * </ul>
 *
 * <p>Bytes are charged before anything is allocated. A shared value is charged to each row that has
 * it, because copying a row copies the value.
 */
public final class RowBudget {

  private static final int ALL_ROWS = 64;

  private static final String REMEDY = "if the payload is a good one, raise maximumDecodedBytes";

  private final long limit;
  private long row;
  private long rowsBefore;
  private long kept;

  public RowBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("The bytes of a row must be at least 1 but were " + limit);
    }
    this.limit = limit;
  }

  /** For values that were charged before. */
  static RowBudget unlimited() {
    return new RowBudget(Long.MAX_VALUE);
  }

  /** Forgets what was charged. */
  void startOver() {
    row = 0;
  }

  /** Forgets what was kept. */
  void nextBatch() {
    kept = 0;
  }

  /**
   * @throws RefusedValueException if the rows so far were too much
   */
  void nextRow() {
    rowsBefore += row;
    row = 0;
    if (rowsBefore / ALL_ROWS >= limit) {
      throw new RefusedValueException(
          "",
          "the rows before it take %d bytes of heap, each with values of its own; at most %d times %d are allowed; %s"
              .formatted(rowsBefore, ALL_ROWS, limit, REMEDY));
    }
  }

  /**
   * @param bytes not negative
   * @param path the column that needs them; empty for the row itself
   * @throws RefusedValueException if the row has not that many left
   */
  void charge(long bytes, String path) {
    if (bytes > limit - row) {
      throw new RefusedValueException(
          path,
          "with it, the row takes %d bytes of heap, at most %d are allowed; %s"
              .formatted(row + bytes, limit, REMEDY));
    }
    row += bytes;
  }

  /** Charged to the row so far. */
  long spent() {
    return row;
  }

  /** Whether that much more may be kept until the batch ends; then it counts as kept. */
  boolean keep(long bytes) {
    if (bytes > limit - kept) {
      return false;
    }
    kept += bytes;
    return true;
  }
}
