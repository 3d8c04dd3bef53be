package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.nodes.Bits;
import java.util.Arrays;

/** Loops over levels, one byte per entry. */
final class LevelArrays {

  private LevelArrays() {}

  /** Sets the level of the open entries whose bit, by number, is set. */
  static void lower(byte[] target, long[] nulls, int open, byte level) {
    int words = Bits.words(open);
    for (int i = 0; i < words; i++) {
      long word = nulls[i];
      int base = i << 6;
      if (word == -1L) {
        Arrays.fill(target, base, base + Long.SIZE, level);
      } else {
        while (word != 0) {
          target[base + Long.numberOfTrailingZeros(word)] = level;
          word &= word - 1;
        }
      }
    }
  }

  /** Replaces the levels of the open entries by those of their slots. */
  static void merge(byte[] levels, int count, byte open, byte[] slotLevels) {
    int slot = 0;
    for (int i = 0; i < count; i++) {
      if (levels[i] == open) {
        levels[i] = slotLevels[slot++];
      }
    }
  }

  /** Replaces a level by another one. */
  static void replace(byte[] levels, int count, byte old, byte level) {
    for (int i = 0; i < count && old != level; i++) {
      levels[i] = levels[i] == old ? level : levels[i];
    }
  }

  static boolean allEqual(byte[] levels, int count) {
    for (int i = 1; i < count; i++) {
      if (levels[i] != levels[0]) {
        return false;
      }
    }
    return true;
  }

  /** The entry that is number {@code number} of those with a level. */
  static int indexOf(byte[] levels, byte level, int number) {
    int left = number;
    int entry = 0;
    while (levels[entry] != level || left-- > 0) {
      entry++;
    }
    return entry;
  }

  /** How many entries up to one, that one included, begin a row. */
  static int rowsBegun(byte[] repetition, int entry) {
    int rows = 0;
    for (int i = 0; i <= entry; i++) {
      rows += repetition[i] == 0 ? 1 : 0;
    }
    return rows;
  }
}
