package io.flinkarrow.sink.registry;

import javax.annotation.Nullable;

/**
 * Chooses what the open writers of a thread do when they retain more than the budget:
 *
 * <ol>
 *   <li>As a rule, the writer with the most bytes to flush closes its row group. That adds an entry
 *       to its footer, and a flush does not free footers.
 *   <li>What a flush does not free, mostly footers, may take half of the budget. Beyond that, the
 *       largest file is closed, which frees all that it held. Otherwise row groups would become
 *       smaller and smaller.
 *   <li>If no file may be closed, row groups are closed as if footers took exactly half of the
 *       budget: when the bytes to flush exceed the other half.
 *   <li>Row groups and files that are too small are never closed ({@link
 *       WriterRegistration#mayFlush}, {@link WriterRegistration#mayEnd}). The budget is exceeded
 *       instead, by a bounded amount per open file.
 * </ol>
 */
final class BudgetRelief {

  private final long budgetBytes;
  private long retainedBytes;
  private long flushableBytes;
  @Nullable private WriterRegistration mostToFlush;
  @Nullable private WriterRegistration largestToEnd;

  BudgetRelief(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** A writer that is to end its row group or its file. */
  record Step(WriterRegistration registration, boolean endsFile) {}

  void consider(WriterRegistration candidate) {
    WriterMemoryUsage state = candidate.state();
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
