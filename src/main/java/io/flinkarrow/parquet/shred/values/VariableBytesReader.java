package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.levels.SlotRanges;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.Bits;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import io.flinkarrow.parquet.shred.nodes.OffsetBuffers;
import java.nio.ByteBuffer;

/** OffsetBuffers and bytes to offsets from 0 and bytes. */
final class VariableBytesReader extends ValueReader {

  /** PLAIN writes a length before each value. */
  static final int LENGTH_BYTES = Integer.BYTES;

  static final LeafValues NONE = new Bytes(new byte[0], new int[1], 0);

  private final boolean wideOffsets;
  private ByteBuffer offsets;
  private ByteBuffer data;

  VariableBytesReader(boolean wideOffsets) {
    this.wideOffsets = wideOffsets;
  }

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    ByteBuffer offsetBuffer = leaf.buffer(batch, 1);
    data = leaf.buffer(batch, 2);
    leaf.checkOffsets(offsetBuffer, wideOffsets, leaf.length(), data.limit(), "bytes of data");
    offsets = offsetBuffer;
  }

  @Override
  public void unbind() {
    offsets = null;
    data = null;
  }

  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    if (fromSlot == toSlot) {
      return 0;
    }
    return (long) offset(toSlot) - offset(fromSlot) + (long) (toSlot - fromSlot) * LENGTH_BYTES;
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return plainBytes(fromSlot, toSlot);
  }

  @Override
  public LeafValues none() {
    return NONE;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int[] denseOffsets = scratch.offsets(levels.slots().liveCount() + 1);
    denseOffsets[0] = 0;
    int dense = 0;
    int slot = 0;
    SlotRanges ranges = levels.slots().ranges();
    for (int i = 0; i < ranges.count(); i++) {
      int length = ranges.length(i);
      int[] slotOffsets = scratch.slotOffsets(length + 1);
      OffsetBuffers.copy(offsets, wideOffsets, ranges.from(i), length, slotOffsets);
      dense = appendLengths(slotOffsets, length, levels.slots().live(), slot, denseOffsets, dense);
      slot += length;
    }
    byte[] bytes = scratch.bytes(denseOffsets[dense]);
    copyBytes(ranges, levels.slots().live(), denseOffsets, bytes);
    return new Bytes(bytes, denseOffsets, dense);
  }

  private static int appendLengths(
      int[] slotOffsets, int length, long[] live, int slot, int[] denseOffsets, int from) {
    int dense = from;
    int end = denseOffsets[dense];
    if (live == null) {
      int shift = end - slotOffsets[0];
      for (int i = 1; i <= length; i++) {
        denseOffsets[dense + i] = slotOffsets[i] + shift;
      }
      return dense + length;
    }
    for (int i = 0; i < length; i++) {
      int bit = Bits.isSet(live, slot + i) ? 1 : 0;
      if (bit != 0) {
        end += slotOffsets[i + 1] - slotOffsets[i];
        denseOffsets[++dense] = end;
      }
    }
    return dense;
  }

  private void copyBytes(SlotRanges ranges, long[] live, int[] denseOffsets, byte[] bytes) {
    int slot = 0;
    int dense = 0;
    for (int i = 0; i < ranges.count(); i++) {
      int from = ranges.from(i);
      int length = ranges.length(i);
      int end = slot + length;
      int liveSlots = live == null ? length : countLive(live, slot, end);
      int start = denseOffsets[dense];
      int size = denseOffsets[dense + liveSlots] - start;
      int first = offset(from);
      if (size == offset(from + length) - first) {
        data.get(first, bytes, start, size);
        dense += liveSlots;
      } else {
        dense = copyRuns(from - slot, slot, end, live, denseOffsets, dense, bytes);
      }
      slot = end;
    }
  }

  /** Nulls carry bytes: copies only those of the runs between them. */
  private int copyRuns(
      int shift, int slot, int end, long[] live, int[] denseOffsets, int from, byte[] bytes) {
    int dense = from;
    int run = Bits.nextSet(live, slot, end);
    while (run < end) {
      int runEnd = Bits.nextClear(live, run, end);
      int start = denseOffsets[dense];
      dense += runEnd - run;
      data.get(offset(run + shift), bytes, start, denseOffsets[dense] - start);
      run = Bits.nextSet(live, runEnd, end);
    }
    return dense;
  }

  private static int countLive(long[] live, int from, int to) {
    int first = from >>> 6;
    int last = (to - 1) >>> 6;
    long head = live[first] & (-1L << from);
    if (first == last) {
      return Long.bitCount(head & Bits.mask(((to - 1) & 63) + 1));
    }
    int count = Long.bitCount(head);
    for (int i = first + 1; i < last; i++) {
      count += Long.bitCount(live[i]);
    }
    return count + Long.bitCount(live[last] & Bits.mask(((to - 1) & 63) + 1));
  }

  private int offset(int slot) {
    return (int) OffsetBuffers.at(offsets, wideOffsets, slot);
  }
}
