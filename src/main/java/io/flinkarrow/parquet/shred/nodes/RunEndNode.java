package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.schema.FieldPlan.RunEndField;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run-end encoded field: run {@code i} of its slots, which ends before slot {@code runEnd(i)},
 * refers to slot {@code i} of the values. It may have any number of slots, whatever memory it
 * takes.
 */
public final class RunEndNode extends ReferenceNode {

  private final RunEndField field;
  private ByteBuffer ends;

  /** Those that have slots. */
  private int runs;

  /** The run that was looked for last: the next one is near. */
  private int lastRun;

  public RunEndNode(RunEndField field, FieldNode values) {
    super(field.position(), values);
    this.field = field;
  }

  @Override
  boolean hasValidityBuffer() {
    return false;
  }

  @Override
  void bindBuffers(BatchBuffers batch) {
    int node = field.runEnds().node();
    int allRuns = batch.nodeLengths()[node];
    ByteBuffer validity = buffer(batch, field.runEnds(), 0);
    ends = buffer(batch, field.runEnds(), 1);
    lastRun = 0;
    if (allRuns < 0 || ends.limit() < (long) allRuns * field.endWidth()) {
      throw malformed("the ends of its %d runs".formatted(allRuns), ends.limit() + " bytes");
    }
    boolean nulls =
        validity.limit() == 0
            ? batch.nullCounts()[node] > 0
            : validity.limit() < Bitmaps.bytes(allRuns)
                || Bitmaps.count(validity, allRuns) < allRuns;
    if (nulls) {
      throw malformed("run ends that are not null", "null ones");
    }
    checkEnds(allRuns);
    values().bind(batch, runs);
  }

  private void checkEnds(int allRuns) {
    long last = 0;
    for (runs = 0; runs < allRuns && last < length(); runs++) {
      long end = end(runs);
      if (end <= last) {
        throw malformed(
            "run ends that begin above 0 and ascend", "%d as run end %d".formatted(end, runs));
      }
      last = end;
    }
    if (last < length()) {
      throw malformed("run ends up to its length of " + length(), "a last run end of " + last);
    }
  }

  private long end(int run) {
    return switch (field.endWidth()) {
      case Short.BYTES -> ends.getShort(run * Short.BYTES);
      case Integer.BYTES -> ends.getInt(run * Integer.BYTES);
      default -> ends.getLong(run * Long.BYTES);
    };
  }

  /** The runs that have slots. */
  public int runs() {
    return runs;
  }

  /** The slot behind the last one of a run. */
  public int runEnd(int run) {
    return (int) Math.min(end(run), length());
  }

  /** The first slot of a run. */
  public int runStart(int run) {
    return run == 0 ? 0 : runEnd(run - 1);
  }

  @Override
  FieldNode validityNode() {
    return values().validityNode();
  }

  @Override
  int validitySlot(int slot) {
    return values().validitySlot(valueSlot(slot));
  }

  /** The run of a slot. */
  @Override
  public int valueSlot(int slot) {
    int low = 0;
    int high = runs - 1;
    if (lastRun < runs && runStart(lastRun) <= slot) {
      if (slot < end(lastRun)) {
        return lastRun;
      }
      low = lastRun + 1;
      high = low < high && slot < end(low) ? low : high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) <= slot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    lastRun = low;
    return low;
  }

  @Override
  public void valueSlots(int from, int count, int[] target) {
    int done = 0;
    while (done < count) {
      int run = valueSlot(from + done);
      int end = Math.min(count, runEnd(run) - from);
      Arrays.fill(target, done, end, run);
      done = end;
    }
  }

  @Override
  public boolean hasUnfitSlots() {
    return false;
  }

  @Override
  public String unfit() {
    throw new IllegalStateException("Each slot of " + position().path() + " is in a run");
  }

  @Override
  public void unbind() {
    super.unbind();
    ends = null;
    runs = 0;
    lastRun = 0;
  }
}
