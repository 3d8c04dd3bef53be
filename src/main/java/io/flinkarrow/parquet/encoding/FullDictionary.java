package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafValues;

/**
 * What is to be done when a chunk's dictionary has no room for a value: the open page ends before
 * the row of that value. Call {@link #rewind}, {@link #appendAgain} with the rows before it, and
 * {@link #end}; then seal the page.
 */
public interface FullDictionary {

  /**
   * The values of the slice before the one that there is no room for. None of the slice was added.
   */
  int valuesBefore();

  /** Takes out of the open page what was added since {@link ValuesEncoder#mark()}. */
  void rewind();

  /** Adds values that {@link ValuesEncoder#append} was given at the same place before. */
  void appendAgain(LeafValues values);

  /** Lets the open page be the last one that has a dictionary. */
  void end();
}
