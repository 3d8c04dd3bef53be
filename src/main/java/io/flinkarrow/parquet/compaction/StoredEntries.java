package io.flinkarrow.parquet.compaction;

import io.flinkarrow.parquet.column.Levels;
import java.util.Arrays;

/**
 * Where rows begin among the entries and values of a leaf column, by its levels, and the levels of
 * some entries. Reuses its arrays; levels that are bound stay as they are until others are.
 */
final class StoredEntries {

  private static final int[] NONE = {};

  private final int valueLevel;
  private final Places places = new Places();
  private int rows;
  private Levels levels;

  /** The entry that each row begins with, and the number of entries; unused if rows are entries. */
  private int[] entryOfRow = NONE;

  /** The same of values; unused if all entries, or none, have a value. */
  private int[] valueOfRow = NONE;

  private boolean rowsAreEntries;
  private boolean entriesAreValues;
  private boolean hasNoValues;

  /**
   * @param valueLevel the definition level of entries with a value
   */
  StoredEntries(int valueLevel) {
    this.valueLevel = valueLevel;
  }

  void bind(int rowCount, Levels bound) {
    rows = rowCount;
    levels = bound;
    rowsAreEntries = true;
    entriesAreValues = false;
    hasNoValues = false;
    bound.accept(places);
  }

  int entry(int row) {
    return rowsAreEntries ? row : entryOfRow[row];
  }

  int value(int row) {
    if (entriesAreValues) {
      return row;
    }
    return hasNoValues ? 0 : valueOfRow[row];
  }

  boolean hasValue(int entry) {
    return levels.accept(new ValueAt(entry, valueLevel));
  }

  /** Those of entries {@code [from, to)}. */
  Levels part(int from, int to) {
    return from == 0 && to == levels.count() ? levels : levels.accept(new Part(from, to));
  }

  private static IllegalStateException runs() {
    return new IllegalStateException("Levels that were read are in no runs");
  }

  private final class Places implements Levels.Visitor<Void> {

    @Override
    public Void uniform(Levels.Uniform uniform) {
      entriesAreValues = uniform.definitionLevel() == valueLevel;
      hasNoValues = !entriesAreValues;
      return null;
    }

    @Override
    public Void bitmap(Levels.Bitmap bitmap) {
      makeRoom();
      int before = 0;
      for (int entry = 0; entry < bitmap.count(); entry++) {
        valueOfRow[entry] = before;
        before += (int) (bitmap.words()[entry >>> 6] >>> entry & 1);
      }
      valueOfRow[rows] = before;
      return null;
    }

    @Override
    public Void materialized(Levels.Materialized materialized) {
      byte[] repetition = materialized.repetition();
      byte[] definition = materialized.definition();
      rowsAreEntries = repetition == null;
      makeRoom();
      int before = 0;
      int row = 0;
      for (int entry = 0; entry < materialized.count(); entry++) {
        if (repetition == null || repetition[entry] == 0) {
          valueOfRow[row] = before;
          if (repetition != null) {
            entryOfRow[row] = entry;
          }
          row++;
        }
        before += definition[entry] == valueLevel ? 1 : 0;
      }
      valueOfRow[rows] = before;
      if (repetition != null) {
        entryOfRow[rows] = materialized.count();
      }
      return null;
    }

    @Override
    public Void runs(Levels.Runs unexpected) {
      throw StoredEntries.runs();
    }

    private void makeRoom() {
      if (valueOfRow.length <= rows) {
        valueOfRow = new int[rows + 1];
      }
      if (!rowsAreEntries && entryOfRow.length <= rows) {
        entryOfRow = new int[rows + 1];
      }
    }
  }

  private record ValueAt(int entry, int valueLevel) implements Levels.Visitor<Boolean> {

    @Override
    public Boolean uniform(Levels.Uniform uniform) {
      return uniform.definitionLevel() == valueLevel;
    }

    @Override
    public Boolean bitmap(Levels.Bitmap bitmap) {
      return (bitmap.words()[entry >>> 6] >>> entry & 1) == 1;
    }

    @Override
    public Boolean materialized(Levels.Materialized materialized) {
      return materialized.definition()[entry] == valueLevel;
    }

    @Override
    public Boolean runs(Levels.Runs unexpected) {
      throw StoredEntries.runs();
    }
  }

  private record Part(int from, int to) implements Levels.Visitor<Levels> {

    @Override
    public Levels uniform(Levels.Uniform uniform) {
      return new Levels.Uniform(uniform.definitionLevel(), to - from);
    }

    @Override
    public Levels bitmap(Levels.Bitmap bitmap) {
      long[] words = BitRanges.copy(bitmap.words(), from, to);
      int defined = 0;
      for (long word : words) {
        defined += Long.bitCount(word);
      }
      return new Levels.Bitmap(words, to - from, defined);
    }

    @Override
    public Levels materialized(Levels.Materialized materialized) {
      byte[] repetition = materialized.repetition();
      return new Levels.Materialized(
          repetition == null ? null : Arrays.copyOfRange(repetition, from, to),
          Arrays.copyOfRange(materialized.definition(), from, to),
          to - from);
    }

    @Override
    public Levels runs(Levels.Runs unexpected) {
      throw StoredEntries.runs();
    }
  }
}
