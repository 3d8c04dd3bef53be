package io.flinkarrow.sink.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that the memory budget ends files. */
public final class BudgetWarning {

  private static final Logger LOG = LoggerFactory.getLogger(BudgetWarning.class);

  private BudgetWarning() {}

  /**
   * The budget ended the first file of a subtask.
   *
   * @param rows of the file
   * @param before the file was ended
   */
  public static void firstFile(long rows, long budgetBytes, OpenWriters.Totals before) {
    LOG.warn(
        "The memory budget of {} bytes ended a file after {} rows, before its size or a checkpoint"
            + " did: this subtask has {} open files that retain {} bytes, and what they keep until"
            + " they are closed fills half of the budget. Raise memoryBudgetBytes, or have fewer"
            + " files open. Further files are counted by the metric filesEndedByBudget",
        budgetBytes,
        rows,
        before.writers(),
        before.retainedBytes());
  }
}
