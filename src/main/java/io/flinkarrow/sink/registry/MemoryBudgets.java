package io.flinkarrow.sink.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory budgets of the sink writers that are open, against the heap they share. Each subtask
 * has a budget of its own, so the heap may be too small for all of them though it is large enough
 * for each. That is told when a writer opens, and again only once the budgets have doubled: a job
 * that restarts finds the same state.
 */
public final class MemoryBudgets {

  /** As far as this class is shared: each job may load its own. */
  public static final MemoryBudgets OF_THIS_JVM =
      new MemoryBudgets(Runtime.getRuntime().maxMemory());

  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudgets.class);

  /** More than any heap; sums of budgets without limit must not overflow. */
  private static final long MAXIMUM_BYTES = 1L << 40;

  private final long heapBytes;
  private int writers;
  private long bytes;
  private long warnedBytes;

  MemoryBudgets(long heapBytes) {
    this.heapBytes = heapBytes;
  }

  /** A writer with such a budget opens. */
  public synchronized void add(long budgetBytes) {
    writers++;
    bytes += Math.min(budgetBytes, MAXIMUM_BYTES);
    if (bytes > heapBytes / 4 * 3 && bytes >= 2 * warnedBytes) {
      warnedBytes = bytes;
      LOG.warn(
          "{} open sink writers have memory budgets of {} bytes together, more than three quarters of this JVM's heap of {} bytes. If they fill them, memory runs out. Each subtask has a budget of its own: lower memoryBudgetBytes, or raise taskmanager.memory.task.heap.size",
          writers,
          bytes,
          heapBytes);
    }
  }

  /** A writer with such a budget closes. */
  public synchronized void remove(long budgetBytes) {
    writers--;
    bytes -= Math.min(budgetBytes, MAXIMUM_BYTES);
  }
}
