package io.flinkarrow.parquet.column;

/**
 * The repetition and definition levels of a leaf slice, in the cheapest of three shapes. Arrays are
 * lent: they hold what they say only until the call they are passed to returns.
 */
public sealed interface Levels {

  /** The number of level entries: values and nulls together. */
  int count();

  /**
   * Every entry begins a row (repetition level 0) and has the same definition level. A required
   * column, an all-valid or an all-null stretch.
   */
  record Uniform(int definitionLevel, int count) implements Levels {}

  /**
   * A column with maximum definition level 1 and no repetition: bit {@code i} of the words (least
   * significant first) is the definition level of entry {@code i}.
   *
   * @param words at least {@code ceil(count / 64)} words; bits from {@code count} on are zero
   * @param definedCount how many bits are set
   */
  record Bitmap(long[] words, int count, int definedCount) implements Levels {}

  /**
   * One byte a level.
   *
   * @param repetition repetition levels, or {@code null} if all are 0
   * @param definition definition levels
   */
  record Materialized(byte[] repetition, byte[] definition, int count) implements Levels {}
}
