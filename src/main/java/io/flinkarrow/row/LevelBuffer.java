package io.flinkarrow.row;

import io.flinkarrow.parquet.column.Levels;
import java.util.Arrays;

/**
 * The levels of one leaf column, an entry a value or null, and where each row begins among entries
 * and values. What a column cannot have isn't kept: without nulls and lists all three numbers are
 * one.
 */
final class LevelBuffer {

  private static final int FIRST_CAPACITY = ValueBuffer.FIRST_CAPACITY;

  private final int maxDefinition;
  private final boolean repeated;
  private final HeldBytes held;

  private int rows;
  private int entries;
  private int values;

  /** With a maximum definition level of 1 and no repetition, else the two arrays. */
  private final BitBuffer valid;

  private byte[] definition = {};
  private byte[] repetition = {};

  /** Of each row; empty if they are the row's number. */
  private int[] rowEntries = {};

  private int[] rowValues = {};

  LevelBuffer(int maxRepetition, int maxDefinition, HeldBytes held) {
    this.maxDefinition = maxDefinition;
    this.repeated = maxRepetition > 0;
    this.held = held;
    this.valid = new BitBuffer(held);
  }

  /** An entry that has a value. */
  void addValue(int repetitionLevel) {
    add(repetitionLevel, maxDefinition);
    values++;
  }

  /** An entry that is null or an empty list, or below one. */
  void addNull(int repetitionLevel, int definitionLevel) {
    add(repetitionLevel, definitionLevel);
  }

  private void add(int repetitionLevel, int definitionLevel) {
    if (repetitionLevel == 0) {
      beginRow();
    }
    if (isBitmap()) {
      valid.add(definitionLevel == 1);
    } else if (maxDefinition > 0) {
      addMaterialized(repetitionLevel, definitionLevel);
    }
    entries++;
  }

  private boolean isBitmap() {
    return maxDefinition == 1 && !repeated;
  }

  private void beginRow() {
    if (maxDefinition > 0) {
      if (rows == rowValues.length) {
        rowValues = grow(rowValues);
      }
      rowValues[rows] = values;
      if (repeated) {
        if (rows == rowEntries.length) {
          rowEntries = grow(rowEntries);
        }
        rowEntries[rows] = entries;
      }
    }
    rows++;
  }

  private void addMaterialized(int repetitionLevel, int definitionLevel) {
    if (entries == definition.length) {
      definition = grow(definition);
      if (repeated) {
        repetition = grow(repetition);
      }
    }
    definition[entries] = (byte) definitionLevel;
    if (repeated) {
      repetition[entries] = (byte) repetitionLevel;
      held.vary(2);
    }
  }

  private int[] grow(int[] array) {
    held.grow((long) Integer.BYTES * Math.max(FIRST_CAPACITY, array.length));
    return Arrays.copyOf(array, ValueBuffer.grown(array.length, array.length + 1));
  }

  private byte[] grow(byte[] array) {
    int length = ValueBuffer.grown(array.length, array.length + 1);
    held.grow((long) length - array.length);
    return Arrays.copyOf(array, length);
  }

  boolean repeated() {
    return repeated;
  }

  /** The number of entries before a row; before the row behind the last one, of all. */
  int entriesBefore(int row) {
    if (row == rows) {
      return entries;
    }
    return repeated ? rowEntries[row] : row;
  }

  /** The number of values before a row; before the row behind the last one, of all. */
  int valuesBefore(int row) {
    if (row == rows) {
      return values;
    }
    return maxDefinition > 0 ? rowValues[row] : row;
  }

  /** The levels of rows {@code [fromRow, toRow)}; lent until the next entry is added. */
  Levels slice(int fromRow, int toRow) {
    int from = entriesBefore(fromRow);
    int count = entriesBefore(toRow) - from;
    int defined = valuesBefore(toRow) - valuesBefore(fromRow);
    if (!repeated && defined == count) {
      return new Levels.Uniform(maxDefinition, count);
    }
    if (isBitmap()) {
      return defined == 0
          ? new Levels.Uniform(0, count)
          : new Levels.Bitmap(valid.slice(from, count), count, defined);
    }
    return new Levels.Materialized(
        repeated ? slice(repetition, from, count) : null, slice(definition, from, count), count);
  }

  private static byte[] slice(byte[] levels, int from, int count) {
    return from == 0 ? levels : Arrays.copyOfRange(levels, from, from + count);
  }

  /** Forgets the entries and keeps the arrays. */
  void clear() {
    rows = 0;
    entries = 0;
    values = 0;
    valid.clear();
  }

  /** Forgets the entries and gives up the arrays. */
  void release() {
    clear();
    valid.release();
    held.grow(
        -(long) Integer.BYTES * ((long) rowEntries.length + rowValues.length)
            - definition.length
            - repetition.length);
    rowEntries = new int[0];
    rowValues = new int[0];
    definition = new byte[0];
    repetition = new byte[0];
  }
}
