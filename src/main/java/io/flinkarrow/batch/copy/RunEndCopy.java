package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A range of a run-end encoded column: the runs it touches, their ends moved and cut to it. */
final class RunEndCopy {

  private final ByteBuffer ends;
  private final int width;
  private final int from;
  private final int count;
  private final int firstRun;
  private final int runs;

  /**
   * @param runs runs in the source
   * @param width bytes of a run end
   */
  RunEndCopy(String path, ByteBuffer ends, int runs, int width, int from, int count) {
    this.ends = ends;
    this.width = width;
    this.from = from;
    this.count = count;
    int first = 0;
    while (first < runs && count > 0 && end(first) <= from) {
      first++;
    }
    int last = first;
    while (last < runs && count > 0 && end(last) < from + count) {
      last++;
    }
    if (count > 0 && last == runs) {
      throw new RefusedInputException(
          "Column '%s' has %d runs that end before row %d".formatted(path, runs, from + count));
    }
    this.firstRun = first;
    this.runs = count == 0 ? 0 : last - first + 1;
  }

  int firstRun() {
    return firstRun;
  }

  int runs() {
    return runs;
  }

  /** Node and buffers of the run ends. */
  void planInto(BodyPlan plan) {
    plan.node(runs, 0);
    plan.empty();
    plan.buffer((long) runs * width, this::copyEnds);
  }

  private void copyEnds(byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < runs; i++) {
      put(out, offset + i * width, Math.min(end(firstRun + i) - from, count), width);
    }
  }

  /** Copies all run ends, {@code base} added to each. */
  static void copyMoved(ByteBuffer ends, int runs, int width, int base, byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < runs; i++) {
      put(out, offset + i * width, end(ends, i, width) + base, width);
    }
  }

  static void put(ByteBuffer out, int position, long end, int width) {
    switch (width) {
      case Short.BYTES -> out.putShort(position, (short) end);
      case Integer.BYTES -> out.putInt(position, (int) end);
      default -> out.putLong(position, end);
    }
  }

  private long end(int run) {
    return end(ends, run, width);
  }

  static long end(ByteBuffer ends, int run, int width) {
    return switch (width) {
      case Short.BYTES -> ends.getShort(run * width);
      case Integer.BYTES -> ends.getInt(run * width);
      default -> ends.getLong(run * width);
    };
  }
}
