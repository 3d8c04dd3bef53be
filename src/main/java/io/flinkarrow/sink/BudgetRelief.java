package io.flinkarrow.sink;

import io.flinkarrow.sink.OpenWriters.Registration;
import javax.annotation.Nullable;

/**
 * Chooses what the open writers of a thread do when they retain more than the budget.
 *
 * <p>As a rule the one with most to flush ends its row group. That frees no footer entry but adds
 * one, so it would go on in ever smaller row groups once the footers fill the budget. Two rules
 * keep that from happening. What a flush does not free gets half of the budget: beyond it the
 * largest file is ended, which frees all it held, and if none may be, row groups are ended as if
 * the footers held that half. And nothing is ended that is too small to be worth it: rather is the
 * budget exceeded, by a bounded amount for each open file.
 */
final class BudgetRelief {

  private final long budgetBytes;
  private long retainedBytes;
  private long flushableBytes;
  @Nullable private Registration mostToFlush;
  @Nullable private Registration largestToEnd;

  BudgetRelief(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** A writer that is to end its row group or its file. */
  record Step(Registration registration, boolean endsFile) {}

  void consider(Registration candidate) {
    WriterState state = candidate.state();
    retainedBytes += state.retainedBytes();
    flushableBytes += state.flushableBytes();
    if (candidate.mayFlush()
        && (mostToFlush == null || state.flushableBytes() > mostToFlush.state().flushableBytes())) {
      mostToFlush = candidate;
    }
    if (candidate.mayEnd()
        && (largestToEnd == null || state.retainedBytes() > largestToEnd.state().retainedBytes())) {
      largestToEnd = candidate;
    }
  }

  /** Null if the budget holds or nothing is worth it. */
  @Nullable
  Step step() {
    if (retainedBytes <= budgetBytes) {
      return null;
    }
    boolean footersExceedTheirHalf = retainedBytes - flushableBytes > budgetBytes / 2;
    if (largestToEnd != null && (footersExceedTheirHalf || mostToFlush == null)) {
      return new Step(largestToEnd, true);
    }
    boolean rowGroupsExceedTheirHalf = flushableBytes > budgetBytes / 2;
    return mostToFlush != null && rowGroupsExceedTheirHalf ? new Step(mostToFlush, false) : null;
  }
}
