package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.levels.RunLengthBitPackingEncoder;
import java.util.Arrays;

/** Ids as runs of equal ones. */
final class IdRuns {

  private static final int FIRST_ROOM = 16;

  private int[] ids;

  /** How many ids the runs up to one have together. */
  private int[] ends;

  private int runs;

  IdRuns() {
    this(FIRST_ROOM);
  }

  IdRuns(int room) {
    ids = new int[Math.max(FIRST_ROOM, room)];
    ends = new int[ids.length];
  }

  /** How many runs there is room for. */
  int room() {
    return ids.length;
  }

  private int start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  /** Appends a run behind the first {@code count} ids; others are forgotten. */
  void append(int count, int id, int length) {
    while (runs > 0 && start(runs - 1) >= count) {
      runs--;
    }
    if (runs > 0) {
      ends[runs - 1] = count;
      if (ids[runs - 1] == id) {
        ends[runs - 1] += length;
        return;
      }
    }
    if (runs == ids.length) {
      ids = Arrays.copyOf(ids, 2 * runs);
      ends = Arrays.copyOf(ends, 2 * runs);
    }
    ids[runs] = id;
    ends[runs] = count + length;
    runs++;
  }

  int id(int index) {
    int run = Arrays.binarySearch(ends, 0, runs, index + 1);
    return ids[run < 0 ? -run - 1 : run];
  }

  /** Sets the bit of each of the first {@code count} ids. */
  void mark(int count, long[] marks) {
    for (int run = 0; run < runs && start(run) < count; run++) {
      marks[ids[run] >>> 6] |= 1L << ids[run];
    }
  }

  void writeTo(int count, RunLengthBitPackingEncoder encoder) {
    for (int run = 0; run < runs && start(run) < count; run++) {
      encoder.writeRun(ids[run], Math.min(ends[run], count) - start(run));
    }
  }

  /** The first {@code count} ids one by one. */
  int[] toArray(int count) {
    int[] values = new int[count];
    for (int run = 0; run < runs && start(run) < count; run++) {
      Arrays.fill(values, start(run), Math.min(ends[run], count), ids[run]);
    }
    return values;
  }

  long retainedBytes() {
    return 2L * Integer.BYTES * ids.length;
  }
}
