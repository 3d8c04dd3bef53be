package io.flinkarrow.read.field;

/**
 * Reads the values of one field out of its leaf columns, slot after slot. A slot is where a value
 * could be: one a row for a field of the row, one an element for a list's element.
 *
 * <p>The levels of the current slot, those of its first leaf column, say whether the slot holds a
 * value, and whether it goes on with a list or begins a new one. A field within something that is
 * null or empty has a slot too, which must be skipped.
 */
public interface FieldReader {

  /** The current slot's value as {@code RowData} holds it, or null. Moves on to the next slot. */
  Object read();

  /** Moves on from a slot within something that is null or empty. */
  void skipSlot();

  int definitionLevel();

  /** After the last slot of a row group: 0, as of a new row. */
  int repetitionLevel();
}
