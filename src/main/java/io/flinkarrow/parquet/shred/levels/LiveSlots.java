package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.nodes.Bits;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.ReferenceNode;
import java.util.Arrays;

/**
 * The slots of one field on a leaf's path, for some rows. A slot is open if the field's parents are
 * all valid there. Open slots are numbered consecutively across the ranges that they are in. An
 * open slot is live as long as every field passed since is valid there too.
 */
public final class LiveSlots {

  /** The open slots. */
  private SlotRanges ranges = new SlotRanges();

  /** The open slots of the next list's elements. */
  private SlotRanges below = new SlotRanges();

  /** By number, which slots are live; undefined while all are. */
  private long[] live = {};

  private int liveCount;

  /** Where the slots of a range refer to. */
  private int[] referred = {};

  /** By number, the slots found null last. */
  private long[] nulls = {};

  /** Opens the slots of some rows. */
  void start(int from, int to) {
    ranges.clear();
    ranges.add(from, to);
    below.clear();
    liveCount = ranges.slots();
  }

  public SlotRanges ranges() {
    return ranges;
  }

  int open() {
    return ranges.slots();
  }

  public int liveCount() {
    return liveCount;
  }

  /** By number, which slots are live, or {@code null} if all are. */
  public long[] live() {
    return liveCount == ranges.slots() ? null : live;
  }

  /** Copies the live slots into an array with room for all open ones. */
  public void copyLive(int[] target) {
    long[] selected = live();
    int number = 0;
    int count = 0;
    for (int i = 0; i < ranges.count(); i++) {
      for (int slot = ranges.from(i); slot < ranges.to(i); slot++) {
        target[count] = slot;
        count += selected == null || Bits.isSet(selected, number) ? 1 : 0;
        number++;
      }
    }
  }

  /** By number, the slots that {@link #findNulls} found. */
  long[] nulls() {
    return nulls;
  }

  /** The number of the {@code index}th live slot. */
  int number(int index) {
    if (live() == null) {
      return index;
    }
    int number = -1;
    for (int i = 0; i <= index; i++) {
      number = Bits.nextSet(live, number + 1, open());
    }
    return number;
  }

  /**
   * Finds the live slots that are null in a field with nulls.
   *
   * @return whether there are any
   */
  boolean findNulls(FieldNode node) {
    if (liveCount == 0) {
      return false;
    }
    int open = ranges.slots();
    int words = Bits.words(open);
    nulls = ScratchArrays.grown(nulls, words);
    loadValidity(node, words);
    boolean allLive = liveCount == open;
    long any = 0;
    for (int i = 0; i < words; i++) {
      nulls[i] = ~nulls[i] & (allLive ? allSet(i, open) : live[i]);
      any |= nulls[i];
    }
    return any != 0;
  }

  /**
   * Makes the slots found null no longer live.
   *
   * @return how many they were
   */
  int excludeNulls() {
    int open = ranges.slots();
    int words = Bits.words(open);
    boolean allLive = liveCount == open;
    live = ScratchArrays.grown(live, words);
    int excluded = 0;
    for (int i = 0; i < words; i++) {
      excluded += Long.bitCount(nulls[i]);
      live[i] = (allLive ? allSet(i, open) : live[i]) & ~nulls[i];
    }
    liveCount -= excluded;
    return excluded;
  }

  /** Leaves only the live slots open. */
  void keepLive() {
    if (liveCount == ranges.slots()) {
      return;
    }
    below.clear();
    if (liveCount > 0) {
      below.addSelected(ranges, live);
    }
    swap();
  }

  /** Opens element slots, to be the open ones after {@link #descend}. */
  void addBelow(int from, int to) {
    below.add(from, to);
  }

  /**
   * Goes on to the slots that the open ones refer to.
   *
   * @return -1, or the number of the first one that refers to nothing; then it has not gone on
   */
  int refer(ReferenceNode reference) {
    below.clear();
    int number = 0;
    for (int i = 0; i < ranges.count(); i++) {
      int length = ranges.length(i);
      referred = ScratchArrays.grown(referred, length);
      reference.valueSlots(ranges.from(i), length, referred);
      for (int j = 0; j < length; j++) {
        if (referred[j] < 0) {
          return number + j;
        }
        below.add(referred[j], referred[j] + 1);
      }
      number += length;
    }
    descend();
    return -1;
  }

  /** Goes down to the element slots. */
  void descend() {
    swap();
    liveCount = ranges.slots();
  }

  long retainedBytes() {
    return (long) Long.BYTES * (live.length + (long) nulls.length)
        + (long) Integer.BYTES * referred.length
        + ranges.retainedBytes()
        + below.retainedBytes();
  }

  private void swap() {
    SlotRanges old = ranges;
    ranges = below;
    below = old;
    below.clear();
  }

  private void loadValidity(FieldNode node, int words) {
    if (node.isNothing()) {
      Arrays.fill(nulls, 0, words, 0);
      return;
    }
    if (ranges.count() == 1) {
      Bits.copy(node.validity(), ranges.from(0), ranges.slots(), nulls);
      return;
    }
    Arrays.fill(nulls, 0, words, 0);
    int number = 0;
    for (int i = 0; i < ranges.count(); i++) {
      Bits.append(node.validity(), ranges.from(i), ranges.length(i), nulls, number);
      number += ranges.length(i);
    }
  }

  private static long allSet(int word, int bits) {
    return Bits.mask(Math.min(Long.SIZE, bits - (word << 6)));
  }
}
