package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.nodes.RunEndNode;

/** Sizes of what the slots of runs stand for, added up run by run. */
final class RunSizes implements SlotSizes {

  private final RunEndNode node;
  private final SlotSizes values;

  /** The sizes of all slots before each run. */
  private long[] before = {};

  /**
   * @param values the sizes of what the runs refer to
   */
  RunSizes(RunEndNode node, SlotSizes values) {
    this.node = node;
    this.values = values;
  }

  @Override
  public void bind(int columns) {
    int runs = node.runs();
    before = new long[runs + 1];
    for (int run = 0; run < runs; run++) {
      long length = (long) node.runEnd(run) - node.runStart(run);
      long size = values.of(run, run + 1);
      if (size > MOST_BYTES / length || before[run] + size * length > MOST_BYTES) {
        throw node.malformed(FEWER_BYTES, "more");
      }
      before[run + 1] = before[run] + size * length;
    }
  }

  @Override
  public long of(int from, int to) {
    return from == to ? 0 : upTo(to) - upTo(from);
  }

  private long upTo(int slot) {
    if (slot == node.length()) {
      return before[before.length - 1];
    }
    int run = node.valueSlot(slot);
    return before[run] + (slot - node.runStart(run)) * values.of(run, run + 1);
  }
}
