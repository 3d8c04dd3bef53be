package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.util.Arrays;

/** Where in a list's elements those of each slot begin, by the levels of a leaf column below it. */
final class ListOffsets {

  private ListOffsets() {}

  /**
   * One for each slot, and where those of the last one end.
   *
   * @throws IOException if a list goes on with something else than an element, or with an element
   *     though it is null or empty
   */
  static int[] of(Levels levels, FieldLevels list) throws IOException {
    Levels.Materialized entries = (Levels.Materialized) levels;
    int count = entries.count();
    int elementLevel = list.ofElements(false).element();
    int[] offsets = new int[count + 1];
    int slots = 0;
    int elements = 0;
    int wasInElement = 0;
    int damage = 0;
    for (int entry = 0; entry < count; entry += LevelLanes.COUNT) {
      long definition = LevelLanes.of(entries.definition(), entry);
      long repetition = LevelLanes.of(entries.repetition(), entry);
      int lanes = LevelLanes.first(count - entry);
      int begins = lanes & LevelLanes.atMost(repetition, list.repetition());
      int isInElement = lanes & LevelLanes.atLeast(definition, elementLevel);
      int newElements = isInElement & LevelLanes.atMost(repetition, list.repetition() + 1);
      int newSlots = begins & LevelLanes.atLeast(definition, list.element());
      for (int left = newSlots; left != 0; left &= left - 1) {
        int before = Integer.lowestOneBit(left) - 1;
        offsets[slots++] = elements + Integer.bitCount(newElements & before);
      }
      elements += Integer.bitCount(newElements);
      // What goes on must be in an element if what it goes on from is. Otherwise there is no list:
      // DuckDB has as many entries for a null array as for others.
      int follows = (isInElement << 1) | wasInElement;
      damage |= lanes & ~begins & (isInElement ^ follows);
      wasInElement = isInElement >>> (LevelLanes.COUNT - 1);
    }
    if (damage != 0) {
      throw new IOException(
          "has a list that goes on, but not with an element. The file is damaged; write it again");
    }
    offsets[slots] = elements;
    return Arrays.copyOf(offsets, slots + 1);
  }
}
