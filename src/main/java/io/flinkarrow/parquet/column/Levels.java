package io.flinkarrow.parquet.column;

import javax.annotation.Nullable;

/**
 * The repetition and definition levels of a leaf slice, in the cheapest of four shapes. Arrays are
 * lent: they hold what they say only until the call they are passed to returns.
 */
public sealed interface Levels {

  /** The highest level that a column can have: what a byte holds. */
  int HIGHEST = Byte.MAX_VALUE;

  /** What is done with levels, by their shape. */
  interface Visitor<R> {

    R uniform(Uniform levels);

    R bitmap(Bitmap levels);

    R materialized(Materialized levels);

    R runs(Runs levels);
  }

  /** Calls the visitor's method for this shape. */
  <R> R accept(Visitor<R> visitor);

  /** The number of level entries: values and nulls together. */
  int count();

  /**
   * The rows that begin before the row of a value, counted from 0; -1 if that row has begun in an
   * earlier slice.
   *
   * @param value its number among the values of the slice
   * @param valueLevel the definition level of values, the column's maximum
   */
  int rowsBefore(int value, int valueLevel);

  /**
   * Every entry begins a row (repetition level 0) and has the same definition level. A required
   * column, an all-valid or an all-null stretch.
   */
  record Uniform(int definitionLevel, int count) implements Levels {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uniform(this);
    }

    @Override
    public int rowsBefore(int value, int valueLevel) {
      return value;
    }
  }

  /**
   * A column with maximum definition level 1 and no repetition: bit {@code i} of the words (least
   * significant first) is the definition level of entry {@code i}.
   *
   * @param words at least {@code ceil(count / 64)} words; bits from {@code count} on are zero
   * @param definedCount how many bits are set
   */
  record Bitmap(long[] words, int count, int definedCount) implements Levels {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.bitmap(this);
    }

    @Override
    public int rowsBefore(int value, int valueLevel) {
      int before = 0;
      int word = 0;
      while (before + Long.bitCount(words[word]) <= value) {
        before += Long.bitCount(words[word]);
        word++;
      }
      long rest = words[word];
      for (; before < value; before++) {
        rest &= rest - 1;
      }
      return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
    }
  }

  /**
   * One byte a level.
   *
   * @param repetition repetition levels, or {@code null} if all are 0
   * @param definition definition levels
   */
  record Materialized(@Nullable byte[] repetition, byte[] definition, int count) implements Levels {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.materialized(this);
    }

    @Override
    public int rowsBefore(int value, int valueLevel) {
      int begun = 0;
      int before = 0;
      for (int entry = 0; ; entry++) {
        begun += repetition == null || repetition[entry] == 0 ? 1 : 0;
        if (definition[entry] == valueLevel && before++ == value) {
          return begun - 1;
        }
      }
    }
  }

  /**
   * Runs of entries that begin a row each.
   *
   * @param definition the definition level of each run
   * @param lengths the entries of each run, at least one
   * @param runs how many there are
   * @param count the entries of all runs
   */
  record Runs(byte[] definition, int[] lengths, int runs, int count) implements Levels {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.runs(this);
    }

    @Override
    public int rowsBefore(int value, int valueLevel) {
      int rows = 0;
      int values = 0;
      for (int run = 0; ; run++) {
        if (definition[run] == valueLevel) {
          if (value < values + lengths[run]) {
            return rows + value - values;
          }
          values += lengths[run];
        }
        rows += lengths[run];
      }
    }
  }
}
