package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.shred.levels.SlotRanges;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import java.nio.ByteBuffer;

/** What the readers of fixed-width values have in common: one buffer, slot by slot. */
abstract class FixedWidthReader extends ValueReader {

  /** From here on a bulk copy is worth its call: between hidden elements ranges are short. */
  private static final int BULK = 16;

  private final int slotBytes;
  private final int plainBytes;
  private ByteBuffer buffer;
  private boolean unfitSlots;

  /**
   * @param slotBytes bytes of a slot in Arrow's buffer
   * @param plainBytes bytes of a value, PLAIN-encoded
   */
  FixedWidthReader(int slotBytes, int plainBytes) {
    this.slotBytes = slotBytes;
    this.plainBytes = plainBytes;
  }

  @Override
  public final void bind(LeafNode leaf, BatchBuffers batch) {
    buffer = leaf.buffer(batch, 1);
    leaf.checkLength(buffer, (long) leaf.length() * slotBytes, "data");
    unfitSlots = !allFit(leaf.length());
  }

  /** Whether the column can hold what is in the slots, those of nulls included. */
  boolean allFit(int slots) {
    return true;
  }

  @Override
  public final boolean isOfOneSize() {
    return true;
  }

  @Override
  public final boolean hasUnfitSlots() {
    return unfitSlots;
  }

  @Override
  public final void unbind() {
    buffer = null;
  }

  @Override
  public final long plainBytes(int fromSlot, int toSlot) {
    return (long) (toSlot - fromSlot) * plainBytes;
  }

  @Override
  public final long inputBytes(int fromSlot, int toSlot) {
    return (long) (toSlot - fromSlot) * slotBytes;
  }

  @Override
  public final long readBytes(int fromSlot, int toSlot) {
    return (long) (toSlot - fromSlot) * Math.max(slotBytes, plainBytes);
  }

  /** The slots of the batch at hand. */
  final ByteBuffer buffer() {
    return buffer;
  }

  final int slotBytes() {
    return slotBytes;
  }

  /** Whether all slots, of 8 bytes each, are in a range. */
  final boolean longsWithin(long lowest, long highest, int slots) {
    boolean within = true;
    for (int i = 0; i < slots; i++) {
      long value = buffer.getLong(i * Long.BYTES);
      within &= value >= lowest & value <= highest;
    }
    return within;
  }

  /** Whether all slots, of 8 bytes each, are multiples of a number. */
  final boolean areMultiplesOf(long divisor, int slots) {
    boolean multiples = true;
    for (int i = 0; i < slots; i++) {
      multiples &= buffer.getLong(i * Long.BYTES) % divisor == 0;
    }
    return multiples;
  }

  /** Whether all slots, of 4 bytes each, are in a range. */
  final boolean intsWithin(int lowest, int highest, int slots) {
    boolean within = true;
    for (int i = 0; i < slots; i++) {
      int value = buffer.getInt(i * Integer.BYTES);
      within &= value >= lowest & value <= highest;
    }
    return within;
  }

  /** Slots from one on as longs: they have 8 bytes, or a multiple. */
  final void longs(int fromSlot, int slots, long[] target) {
    int stride = slotBytes / Long.BYTES;
    buffer.asLongBuffer().get(fromSlot * stride, target, 0, slots * stride);
  }

  /** The slots, one after the other, as they are. */
  final byte[] copyBytes(SlotRanges ranges, ShredScratch scratch) {
    byte[] bytes = scratch.rawBytes(ranges.slots() * slotBytes);
    int at = 0;
    for (int i = 0; i < ranges.count(); i++) {
      int length = ranges.length(i) * slotBytes;
      buffer.get(ranges.from(i) * slotBytes, bytes, at, length);
      at += length;
    }
    return bytes;
  }

  /** The slots as ints: slots have 4 bytes. */
  final int[] copyInts(SlotRanges ranges, ShredScratch scratch) {
    int[] values = scratch.values(ranges.slots());
    var view = buffer.asIntBuffer();
    int at = 0;
    for (int i = 0; i < ranges.count(); i++) {
      int from = ranges.from(i);
      int length = ranges.length(i);
      if (length >= BULK) {
        view.get(from, values, at, length);
      } else {
        for (int j = 0; j < length; j++) {
          values[at + j] = buffer.getInt((from + j) * Integer.BYTES);
        }
      }
      at += length;
    }
    return values;
  }

  /** The slots as longs: slots have 8 bytes, or a multiple. */
  final long[] copyLongs(SlotRanges ranges, ShredScratch scratch) {
    int stride = slotBytes / Long.BYTES;
    long[] values = scratch.wideValues(ranges.slots() * stride);
    var view = buffer.asLongBuffer();
    int at = 0;
    for (int i = 0; i < ranges.count(); i++) {
      int from = ranges.from(i) * stride;
      int length = ranges.length(i) * stride;
      if (length >= BULK) {
        view.get(from, values, at, length);
      } else {
        for (int j = 0; j < length; j++) {
          values[at + j] = buffer.getLong((from + j) * Long.BYTES);
        }
      }
      at += length;
    }
    return values;
  }
}
