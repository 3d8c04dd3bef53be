package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.column.Levels;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Whether leaf columns of one group say the same of the group's slots: where lists around it begin
 * and end, and which slots are null. Each has those levels, and in a damaged file they differ.
 */
final class AgreedLevels {

  private static final int END = -1;

  private AgreedLevels() {}

  /**
   * @param first of some rows of one leaf column below the group
   * @param other of the same rows of another one
   */
  static boolean agree(Levels first, Levels other, FieldLevels group) {
    if (group.repetition() == 0 && group.present() == 0) {
      return true;
    }
    Entries one = first.accept(new EntriesOf());
    Entries two = other.accept(new EntriesOf());
    return areAlike(one, two, group) || slotsAreAlike(one, two, group);
  }

  /**
   * A byte per level.
   *
   * @param repetition null if each entry is a row
   */
  private record Entries(@Nullable byte[] repetition, byte[] definition, int count) {

    boolean hasSameRepetition(Entries other) {
      if (count != other.count || repetition == null || other.repetition == null) {
        return count == other.count && repetition == other.repetition;
      }
      return Arrays.equals(repetition, 0, count, other.repetition, 0, count);
    }

    int repetition(int entry) {
      return repetition == null ? 0 : repetition[entry];
    }
  }

  /** Whether each entry is the same, so that those of the group's slots are. */
  private static boolean areAlike(Entries one, Entries two, FieldLevels group) {
    if (!one.hasSameRepetition(two)) {
      return false;
    }
    for (int entry = 0; entry < one.count; entry += LevelLanes.COUNT) {
      long levels = LevelLanes.of(one.definition, entry);
      long others = LevelLanes.of(two.definition, entry);
      int isPresent = LevelLanes.atLeast(levels, group.present());
      int differs =
          (isPresent ^ LevelLanes.atLeast(others, group.present()))
              | (LevelLanes.atLeast(levels ^ others, 1) & ~isPresent);
      if ((differs & LevelLanes.first(one.count - entry)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean slotsAreAlike(Entries first, Entries other, FieldLevels group) {
    Slots one = new Slots(first, group);
    Slots two = new Slots(other, group);
    int slot;
    do {
      slot = one.next();
      if (slot != two.next()) {
        return false;
      }
    } while (slot != END);
    return true;
  }

  /** Goes through the entries with which the group's slots begin. */
  private static final class Slots {

    private final Entries entries;
    private final FieldLevels group;
    private int next;

    Slots(Entries entries, FieldLevels group) {
      this.entries = entries;
      this.group = group;
    }

    /** The levels of the next one, as far as they are the group's; or the end. */
    int next() {
      while (next < entries.count && entries.repetition(next) > group.repetition()) {
        next++;
      }
      if (next == entries.count) {
        return END;
      }
      int definition = Math.min(entries.definition[next], group.present());
      return entries.repetition(next++) << Byte.SIZE | definition;
    }
  }

  private static final class EntriesOf implements Levels.Visitor<Entries> {

    @Override
    public Entries uniform(Levels.Uniform levels) {
      byte[] definition = new byte[levels.count()];
      Arrays.fill(definition, (byte) levels.definitionLevel());
      return new Entries(null, definition, levels.count());
    }

    @Override
    public Entries bitmap(Levels.Bitmap levels) {
      byte[] definition = new byte[levels.count()];
      long[] words = levels.words();
      for (int i = 0; i < definition.length; i++) {
        definition[i] = (byte) (words[i >>> 6] >>> i & 1);
      }
      return new Entries(null, definition, levels.count());
    }

    @Override
    public Entries materialized(Levels.Materialized levels) {
      return new Entries(levels.repetition(), levels.definition(), levels.count());
    }

    @Override
    public Entries runs(Levels.Runs levels) {
      throw new IllegalStateException("Columns of files have no runs");
    }
  }
}
