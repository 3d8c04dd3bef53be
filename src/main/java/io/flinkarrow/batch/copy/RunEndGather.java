package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Chosen slots of a run-end encoded column: pieces of its runs, joined where they were one. */
final class RunEndGather {

  private static final int NONE = -1;

  private final String path;
  private final ByteBuffer ends;
  private final int runs;
  private final int width;
  private final SlotRuns values = new SlotRuns();
  private long[] gathered = new long[16];
  private int pieces;
  private int lastRun = NONE;

  /**
   * @param runs runs in the source
   */
  RunEndGather(
      String path, ColumnLayout.RunEnds column, ByteBuffer ends, int runs, SlotRuns slots) {
    this.path = path;
    this.ends = ends;
    this.runs = runs;
    this.width = column.ends().width();
    for (int run = 0; run < slots.runs(); run++) {
      gather(slots.start(run), slots.start(run) + slots.length(run));
    }
    if (slots.count() > column.maximumSlots()) {
      throw new RefusedInputException(
          "Column '%s' has run ends of %d bits, which can't count %d chosen rows"
              .formatted(path, width * Byte.SIZE, slots.count()));
    }
  }

  private void gather(int from, int to) {
    int run = runOf(from);
    int slot = from;
    while (slot < to) {
      if (run == runs) {
        throw new RefusedInputException(
            "Column '%s' has %d runs that end before row %d".formatted(path, runs, to));
      }
      int end = (int) Math.min(RunEndCopy.end(ends, run, width), to);
      if (end > slot) {
        append(run, end - slot);
        slot = end;
      }
      run++;
    }
  }

  private void append(int run, int length) {
    long before = pieces == 0 ? 0 : gathered[pieces - 1];
    if (run != lastRun) {
      if (pieces == gathered.length) {
        gathered = Arrays.copyOf(gathered, 2 * pieces);
      }
      pieces++;
      values.add(run, 1);
      lastRun = run;
    }
    gathered[pieces - 1] = before + length;
  }

  /** The first run that ends behind the slot. */
  private int runOf(int slot) {
    int low = 0;
    int high = runs;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (RunEndCopy.end(ends, middle, width) <= slot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Runs whose values are used. */
  SlotRuns values() {
    return values;
  }

  /** Node and buffers of the run ends. */
  void planInto(BodyPlan plan) {
    plan.node(pieces, 0);
    plan.empty();
    plan.buffer((long) pieces * width, this::copyEnds);
  }

  private void copyEnds(byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int piece = 0; piece < pieces; piece++) {
      RunEndCopy.put(out, offset + piece * width, gathered[piece], width);
    }
  }
}
