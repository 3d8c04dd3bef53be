package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.schema.LeafLayout.Decimals;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian decimals of 16 or 32 bytes to ints, longs, or big-endian bytes. A value with more
 * digits than the type's precision is refused: readers would take it for another.
 */
final class DecimalReader extends FixedWidthReader {

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int CHECKED_SLOTS = 1024;

  private final Decimals layout;
  private final int limbs;

  private final DecimalLimit limit;
  private final LeafValues none;

  DecimalReader(Decimals layout) {
    super(layout.byteWidth(), layout.targetWidth());
    this.layout = layout;
    limbs = layout.byteWidth() / Long.BYTES;
    limit = new DecimalLimit(limbs, layout.precision());
    none =
        switch (layout.target()) {
          case INT32 -> IntReader.NONE;
          case INT64 -> LongReader.NONE;
          case FIXED -> new FixedBytes(new byte[0], layout.targetWidth(), 0);
        };
  }

  @Override
  boolean allFit(int slots) {
    long[] values = ShredScratch.ofThread().wideValues(CHECKED_SLOTS * limbs);
    for (int from = 0; from < slots; from += CHECKED_SLOTS) {
      int count = Math.min(CHECKED_SLOTS, slots - from);
      longs(from, count, values);
      if (!limit.allFit(values, count)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    long[] values = copyLongs(levels.slots().ranges(), scratch);
    Squeeze.longs(values, levels.slots().ranges().slots(), limbs, levels.slots().live());
    int count = levels.slots().liveCount();
    if (hasUnfitSlots()) {
      check(values, count, levels);
    }
    return switch (layout.target()) {
      case INT32 -> ints(values, count, scratch.values(count));
      case INT64 -> longs(values, count);
      case FIXED -> bigEndian(values, count, scratch);
    };
  }

  private void check(long[] values, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      if (!limit.fits(values, i)) {
        throw levels.refusal(
            i,
            "the decimal has more than the %d digits of its type; correct the value or widen the type"
                .formatted(layout.precision()));
      }
    }
  }

  @Override
  public LeafValues none() {
    return none;
  }

  private LeafValues ints(long[] values, int count, int[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = (int) values[i * limbs];
    }
    return new Ints(target, count);
  }

  private LeafValues longs(long[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i * limbs];
    }
    return new Longs(values, count);
  }

  private LeafValues bigEndian(long[] values, int count, ShredScratch scratch) {
    int width = layout.targetWidth();
    byte[] bytes = scratch.rawBytes(count * width);
    for (int i = 0; i < count; i++) {
      int at = (i + 1) * width;
      int limb = i * limbs;
      int left = width;
      for (; left >= Long.BYTES; left -= Long.BYTES) {
        at -= Long.BYTES;
        BIG_ENDIAN.set(bytes, at, values[limb++]);
      }
      if (left > 0) {
        long rest = values[limb];
        for (; left > 0; left--) {
          bytes[--at] = (byte) rest;
          rest >>= Byte.SIZE;
        }
      }
    }
    return new FixedBytes(bytes, width, count);
  }
}
