package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.types.IntervalUnit;

/**
 * Intervals to Parquet's: months, days and milliseconds in 32 bits each, little-endian and without
 * a sign. Others are refused.
 */
final class IntervalReader extends FixedWidthReader {

  private static final int BYTES = 3 * Integer.BYTES;
  private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
  private static final long MOST_MILLISECONDS = 0xFFFF_FFFFL;
  private static final LeafValues NONE = new FixedBytes(new byte[0], BYTES, 0);

  private final IntervalUnit unit;

  IntervalReader(IntervalUnit unit, int slotBytes) {
    super(slotBytes, BYTES);
    this.unit = unit;
  }

  @Override
  boolean allFit(int slots) {
    return switch (unit) {
      case YEAR_MONTH -> intsWithin(0, Integer.MAX_VALUE, slots);
      case DAY_TIME -> intsWithin(0, Integer.MAX_VALUE, 2 * slots);
      case MONTH_DAY_NANO -> allFitWithNanoseconds(slots);
    };
  }

  private boolean allFitWithNanoseconds(int slots) {
    for (int i = 0; i < slots; i++) {
      if (problem(buffer(), i * slotBytes()) != null) {
        return false;
      }
    }
    return true;
  }

  /** What is wrong with an interval, or null. */
  private String problem(ByteBuffer intervals, int at) {
    int first = intervals.getInt(at);
    if (unit == IntervalUnit.YEAR_MONTH) {
      return first < 0 ? "has negative months" : null;
    }
    int second = intervals.getInt(at + Integer.BYTES);
    if (first < 0 || second < 0) {
      return unit == IntervalUnit.DAY_TIME
          ? "has negative days or milliseconds"
          : "has negative months or days";
    }
    if (unit == IntervalUnit.DAY_TIME) {
      return null;
    }
    long nanoseconds = intervals.getLong(at + Long.BYTES);
    if (nanoseconds < 0 || nanoseconds / NANOSECONDS_PER_MILLISECOND > MOST_MILLISECONDS) {
      return "has nanoseconds that are negative or more than 32 bits of milliseconds";
    }
    return nanoseconds % NANOSECONDS_PER_MILLISECOND == 0
        ? null
        : "has nanoseconds that are no whole milliseconds";
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    byte[] raw = copyBytes(levels.slots().ranges(), scratch);
    Squeeze.bytes(raw, levels.slots().ranges().slots(), slotBytes(), levels.slots().live());
    int count = levels.slots().liveCount();
    ByteBuffer source = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    if (hasUnfitSlots()) {
      check(source, count, levels);
    }
    byte[] bytes = scratch.bytes(count * BYTES);
    ByteBuffer target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(source, i * slotBytes(), target);
    }
    return new FixedBytes(bytes, BYTES, count);
  }

  private void put(ByteBuffer source, int at, ByteBuffer target) {
    int first = source.getInt(at);
    switch (unit) {
      case YEAR_MONTH -> target.putInt(first).putInt(0).putInt(0);
      case DAY_TIME -> target.putInt(0).putInt(first).putInt(source.getInt(at + Integer.BYTES));
      case MONTH_DAY_NANO -> {
        long milliseconds = source.getLong(at + Long.BYTES) / NANOSECONDS_PER_MILLISECOND;
        target.putInt(first).putInt(source.getInt(at + Integer.BYTES)).putInt((int) milliseconds);
      }
    }
  }

  private void check(ByteBuffer source, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      String problem = problem(source, i * slotBytes());
      if (problem != null) {
        throw levels.refusal(
            i,
            "the interval %s, which Parquet's INTERVAL cannot hold; correct the value, or write the parts as Int columns"
                .formatted(problem));
      }
    }
  }

  @Override
  public LeafValues none() {
    return NONE;
  }
}
