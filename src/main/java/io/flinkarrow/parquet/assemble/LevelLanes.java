package io.flinkarrow.parquet.assemble;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import javax.annotation.Nullable;

/**
 * Levels of eight entries in one number, a byte each, the first one lowest. Answers have a bit for
 * each entry. Levels are at most 127, so that no byte borrows from the next one.
 */
final class LevelLanes {

  /** Entries at a time. */
  static final int COUNT = Long.BYTES;

  private static final int ALL = 0xff;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  /** Moves the lowest bit of each byte into the highest byte. */
  private static final long GATHER = 0x0102040810204080L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LevelLanes() {}

  /**
   * The levels from an entry on; 0 behind the end of the array.
   *
   * @param levels null if all are 0
   */
  static long of(@Nullable byte[] levels, int entry) {
    if (levels == null) {
      return 0;
    }
    if (entry <= levels.length - COUNT) {
      return (long) LONG.get(levels, entry);
    }
    long lanes = 0;
    for (int i = levels.length - 1; i >= entry; i--) {
      lanes = (lanes << Byte.SIZE) | (levels[i] & ALL);
    }
    return lanes;
  }

  /** The lanes of entries that are left, at most all. */
  static int first(int left) {
    return left >= COUNT ? ALL : (1 << left) - 1;
  }

  static int atLeast(long lanes, int least) {
    return bits((lanes | HIGH) - least * ONES);
  }

  static int atMost(long lanes, int most) {
    return ALL ^ atLeast(lanes, most + 1);
  }

  private static int bits(long high) {
    return (int) ((((high & HIGH) >>> (Byte.SIZE - 1)) * GATHER) >>> (Long.SIZE - Byte.SIZE));
  }
}
