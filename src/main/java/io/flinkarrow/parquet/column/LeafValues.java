package io.flinkarrow.parquet.column;

import javax.annotation.Nullable;

/**
 * The non-null values of a leaf slice, dense, in the form of the column's Parquet physical type.
 * Arrays may be longer than the values they hold and are lent: they hold what they say only until
 * the call they are passed to returns.
 */
public sealed interface LeafValues {

  /** What is done with values, by their form. */
  interface Visitor<R> {

    R booleans(Booleans values);

    R ints(Ints values);

    R longs(Longs values);

    R bytes(Bytes values);

    R fixedBytes(FixedBytes values);

    R dictionaryIds(DictionaryIds values);

    R numberIds(NumberIds values);

    R runs(Runs values);
  }

  /** A visitor to which all forms but few are the same. */
  interface VisitorOfFew<R> extends Visitor<R> {

    /** Values of each form that has no method of its own. */
    R others(LeafValues values);

    @Override
    default R booleans(Booleans values) {
      return others(values);
    }

    @Override
    default R ints(Ints values) {
      return others(values);
    }

    @Override
    default R longs(Longs values) {
      return others(values);
    }

    @Override
    default R bytes(Bytes values) {
      return others(values);
    }

    @Override
    default R fixedBytes(FixedBytes values) {
      return others(values);
    }

    @Override
    default R dictionaryIds(DictionaryIds values) {
      return others(values);
    }

    @Override
    default R numberIds(NumberIds values) {
      return others(values);
    }

    @Override
    default R runs(Runs values) {
      return others(values);
    }
  }

  /** Calls the visitor's method for this form. */
  <R> R accept(Visitor<R> visitor);

  /** The number of values, nulls not counted. */
  int count();

  /** Whether it costs little to look the values up in a dictionary: they came by reference. */
  default boolean areByReference() {
    return false;
  }

  /** The same numbers as ids of a dictionary; null if they are not such. */
  @Nullable
  default NumberIds numberIds() {
    return null;
  }

  /** The values themselves, if these are ids of numbers. */
  default LeafValues numbers() {
    return this;
  }

  /** The value of each run, or all values if these are no runs. */
  default LeafValues distinct() {
    return this;
  }

  /** How often each of the {@link #distinct} values comes; null if once. */
  @Nullable
  default int[] lengths() {
    return null;
  }

  /** BOOLEAN: value {@code i} is bit {@code i}, least significant first. */
  record Booleans(long[] words, int count) implements LeafValues {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.booleans(this);
    }
  }

  /** INT32, and FLOAT as raw bits. */
  record Ints(int[] values, int count) implements LeafValues {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ints(this);
    }
  }

  /** INT64, and DOUBLE as raw bits. */
  record Longs(long[] values, int count) implements LeafValues {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.longs(this);
    }
  }

  /**
   * BYTE_ARRAY: value {@code i} is {@code bytes[offsets[i] .. offsets[i + 1])}; offsets never
   * decrease and the first need not be 0.
   */
  record Bytes(byte[] bytes, int[] offsets, int count) implements LeafValues {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.bytes(this);
    }
  }

  /**
   * FIXED_LEN_BYTE_ARRAY and INT96: value {@code i} is {@code bytes[i * width .. (i + 1) * width)}.
   */
  record FixedBytes(byte[] bytes, int width, int count) implements LeafValues {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fixedBytes(this);
    }
  }

  /** BYTE_ARRAY, by reference: value {@code i} is entry {@code ids[i]} of the dictionary. */
  record DictionaryIds(int[] ids, int count, SliceDictionary dictionary) implements LeafValues {
    @Override
    public boolean areByReference() {
      return true;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dictionaryIds(this);
    }
  }

  /**
   * INT32, INT64, FLOAT and DOUBLE as ids of a dictionary that was read. They are not by reference:
   * pages of them become what they would be if {@link #numbers()} came.
   *
   * @param entries {@link Ints} or {@link Longs}; always the same object for the same dictionary
   */
  record NumberIds(int[] ids, int count, LeafValues entries) implements LeafValues {

    @Override
    public NumberIds numberIds() {
      return this;
    }

    @Override
    public LeafValues numbers() {
      return new StoredValues(ids, count, entries).dense();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.numberIds(this);
    }
  }

  /**
   * Runs of equal values, of any type.
   *
   * @param distinct the value of each run, in any other form
   * @param lengths how often it comes, at least once
   * @param count the values of all runs
   */
  record Runs(LeafValues distinct, int[] lengths, int count) implements LeafValues {

    @Override
    public boolean areByReference() {
      return true;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.runs(this);
    }
  }
}
