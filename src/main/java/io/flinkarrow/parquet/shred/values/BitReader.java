package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Booleans;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.levels.SlotRanges;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.Bits;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bits to booleans. */
final class BitReader extends ValueReader {

  private static final LeafValues NONE = new Booleans(new long[0], 0);

  private ByteBuffer buffer;

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    buffer = leaf.buffer(batch, 1);
    leaf.checkLength(buffer, Bitmaps.bytes(leaf.length()), "data");
  }

  @Override
  public void unbind() {
    buffer = null;
  }

  @Override
  public boolean isOfOneSize() {
    return true;
  }

  /** A byte a slot: an eighth, rounded, would depend on where in the batch a row lies. */
  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    return (long) toSlot - fromSlot;
  }

  @Override
  public long inputBytes(int fromSlot, int toSlot) {
    return Bitmaps.bytes(toSlot - fromSlot);
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return Bitmaps.bytes(toSlot - fromSlot);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    SlotRanges ranges = levels.slots().ranges();
    int words = Bits.words(ranges.slots());
    long[] bits = scratch.valueWords(words);
    Arrays.fill(bits, 0, words, 0);
    int at = 0;
    for (int i = 0; i < ranges.count(); i++) {
      Bits.append(buffer, ranges.from(i), ranges.length(i), bits, at);
      at += ranges.length(i);
    }
    if (levels.slots().live() != null) {
      squeeze(bits, words, levels.slots().live());
    }
    return new Booleans(bits, levels.slots().liveCount());
  }

  @Override
  public LeafValues none() {
    return NONE;
  }

  private static void squeeze(long[] bits, int words, long[] live) {
    int kept = 0;
    long out = 0;
    for (int i = 0; i < words; i++) {
      long word = bits[i];
      for (long left = live[i]; left != 0; left &= left - 1) {
        out |= (word >>> Long.numberOfTrailingZeros(left) & 1) << kept;
        kept++;
        if ((kept & 63) == 0) {
          bits[(kept >>> 6) - 1] = out;
          out = 0;
        }
      }
    }
    if ((kept & 63) != 0) {
      bits[kept >>> 6] = out;
    }
  }
}
