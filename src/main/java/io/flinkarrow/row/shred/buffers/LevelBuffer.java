package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.Levels;
import java.util.Arrays;

/**
 * The levels of one leaf column, an entry a value or null, and where each row begins among entries
 * and values. A flat column, whose entries are its rows, keeps no more than which of them are null.
 */
public final class LevelBuffer {

  /** An element with its levels, unless it is a string, whose bytes are counted by themselves. */
  private static final int ENTRY_BYTES = 10;

  private final int maxDefinition;
  private final boolean repeated;
  private final boolean flat;
  private final BufferByteCounter held;

  private int rows;

  /** Of a flat column. */
  private final NullBits nulls;

  /** The rest is of columns that are not flat. */
  private int entries;

  private int values;
  private byte[] definition = {};
  private byte[] repetition = {};

  /** Of each row. */
  private int[] rowEntries = {};

  private int[] rowValues = {};

  public LevelBuffer(int maxRepetition, int maxDefinition, BufferByteCounter held) {
    this.maxDefinition = maxDefinition;
    this.repeated = maxRepetition > 0;
    this.flat = !repeated && maxDefinition <= 1;
    this.held = held;
    this.nulls = new NullBits(held);
  }

  /** An entry that has a value. */
  public void addValue(int repetitionLevel) {
    if (flat) {
      rows++;
    } else {
      add(repetitionLevel, maxDefinition);
      values++;
    }
  }

  /** An entry that is null or an empty list, or below one. */
  public void addNull(int repetitionLevel, int definitionLevel) {
    if (flat) {
      nulls.set(rows++);
    } else {
      add(repetitionLevel, definitionLevel);
    }
  }

  private void add(int repetitionLevel, int definitionLevel) {
    if (repetitionLevel == 0) {
      beginRow();
    }
    if (entries == definition.length) {
      definition = grow(definition);
      if (repeated) {
        repetition = grow(repetition);
      }
    }
    definition[entries] = (byte) definitionLevel;
    if (repeated) {
      repetition[entries] = (byte) repetitionLevel;
      held.vary(ENTRY_BYTES);
    }
    entries++;
  }

  private void beginRow() {
    if (rows == rowValues.length) {
      rowValues = grow(rowValues);
      rowEntries = grow(rowEntries);
    }
    rowValues[rows] = values;
    rowEntries[rows] = entries;
    rows++;
  }

  private int[] grow(int[] array) {
    int length = ValueBuffer.grown(array.length, array.length + 1);
    held.grow((long) Integer.BYTES * (length - array.length));
    return Arrays.copyOf(array, length);
  }

  private byte[] grow(byte[] array) {
    int length = ValueBuffer.grown(array.length, array.length + 1);
    held.grow((long) length - array.length);
    return Arrays.copyOf(array, length);
  }

  boolean repeated() {
    return repeated;
  }

  int rows() {
    return rows;
  }

  int entries() {
    return flat ? rows : entries;
  }

  /** The number of entries before a row; before the row behind the last one, of all. */
  int entriesBefore(int row) {
    if (flat) {
      return row;
    }
    return row == rows ? entries : rowEntries[row];
  }

  /** The number of values before a row; before the row behind the last one, of all. */
  int valuesBefore(int row) {
    if (flat) {
      return nulls.count() == 0 ? row : row - nulls.countBefore(row);
    }
    return row == rows ? values : rowValues[row];
  }

  /** How many of entries {@code [from, to)} have a value; of a column that is not flat. */
  int definedWithin(int from, int to) {
    int defined = 0;
    for (int i = from; i < to; i++) {
      defined += definition[i] == maxDefinition ? 1 : 0;
    }
    return defined;
  }

  /** The levels of some entries, of which so many have a value; lent until the next is added. */
  Levels slice(int from, int count, int defined) {
    if (!repeated && defined == count) {
      return new Levels.Uniform(maxDefinition, count);
    }
    if (flat) {
      return defined == 0
          ? new Levels.Uniform(0, count)
          : new Levels.Bitmap(nulls.validity(from, count), count, defined);
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
    nulls.clear();
  }

  /** Forgets the entries and gives up the arrays. */
  void release() {
    clear();
    nulls.release();
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
