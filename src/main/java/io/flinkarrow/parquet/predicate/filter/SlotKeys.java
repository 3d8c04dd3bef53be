package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.parquet.predicate.values.KeyRanges;
import io.flinkarrow.parquet.predicate.values.ValueKeys;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The keys of values that have one width. */
interface SlotKeys {

  /** Slots whose keys are in memory at a time. */
  int BLOCK = 1024;

  long MILLIS_PER_DAY = 86_400_000;

  /** Fills {@code keys} with those of {@code count} slots. */
  void fill(ByteBuffer values, int from, int count, long[] keys);

  /**
   * The keys of a type.
   *
   * @param width bytes of a value
   */
  static SlotKeys of(ArrowType type, int width) {
    if (type instanceof ArrowType.FloatingPoint floating) {
      return switch (floating.getPrecision()) {
        case HALF -> SlotKeys::halves;
        case SINGLE -> SlotKeys::floats;
        case DOUBLE -> SlotKeys::doubles;
      };
    }
    if (type instanceof ArrowType.Date && width == Long.BYTES) {
      return SlotKeys::days;
    }
    boolean unsigned = type instanceof ArrowType.Int integer && !integer.getIsSigned();
    return switch (width) {
      case Byte.BYTES -> bytes(unsigned ? 0xFF : -1);
      case Short.BYTES -> shorts(unsigned ? 0xFFFF : -1);
      case Integer.BYTES -> ints(unsigned ? 0xFFFF_FFFFL : -1);
      case Long.BYTES -> longs(unsigned ? Long.MIN_VALUE : 0);
      default -> decimals(width);
    };
  }

  /** The slots whose keys are in ranges. */
  default SlotBits in(KeyRanges ranges, ByteBuffer values, int count) {
    SlotBits bits = SlotBits.none(count);
    long[] keys = new long[Math.min(BLOCK, count)];
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      fill(values, from, length, keys);
      if (ranges.count() == 1) {
        long first = ranges.first(0);
        long last = ranges.last(0);
        bits.put(from, length, slot -> keys[slot] >= first && keys[slot] <= last);
      } else {
        bits.put(from, length, slot -> ranges.contains(keys[slot]));
      }
    }
    return bits;
  }

  private static void halves(ByteBuffer values, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = ValueKeys.ofHalfBits(values.getShort((from + i) * Short.BYTES));
    }
  }

  private static void floats(ByteBuffer values, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = ValueKeys.ofDouble(values.getFloat((from + i) * Float.BYTES));
    }
  }

  private static void doubles(ByteBuffer values, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = ValueKeys.ofDoubleBits(values.getLong((from + i) * Double.BYTES));
    }
  }

  /** Of milliseconds, which should be those of whole days. */
  private static void days(ByteBuffer values, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = Math.floorDiv(values.getLong((from + i) * Long.BYTES), MILLIS_PER_DAY);
    }
  }

  /**
   * @param mask of the bits that are kept, of all with the sign's
   */
  private static SlotKeys bytes(long mask) {
    return (values, from, count, keys) -> {
      for (int i = 0; i < count; i++) {
        keys[i] = values.get(from + i) & mask;
      }
    };
  }

  private static SlotKeys shorts(long mask) {
    return (values, from, count, keys) -> {
      for (int i = 0; i < count; i++) {
        keys[i] = values.getShort((from + i) * Short.BYTES) & mask;
      }
    };
  }

  private static SlotKeys ints(long mask) {
    return (values, from, count, keys) -> {
      for (int i = 0; i < count; i++) {
        keys[i] = values.getInt((from + i) * Integer.BYTES) & mask;
      }
    };
  }

  /**
   * @param flipped bits
   */
  private static SlotKeys longs(long flipped) {
    return (values, from, count, keys) -> {
      for (int i = 0; i < count; i++) {
        keys[i] = values.getLong((from + i) * Long.BYTES) ^ flipped;
      }
    };
  }

  private static SlotKeys decimals(int width) {
    return (values, from, count, keys) -> {
      for (int i = 0; i < count; i++) {
        keys[i] = decimal(values, (from + i) * width, width);
      }
    };
  }

  /** One that does not fit 64 bits, and so is none of its type, lies beyond them. */
  private static long decimal(ByteBuffer values, int at, int width) {
    long low = values.getLong(at);
    for (int i = Long.BYTES; i < width; i += Long.BYTES) {
      if (values.getLong(at + i) != low >> (Long.SIZE - 1)) {
        return values.get(at + width - 1) < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }
    return low;
  }
}
