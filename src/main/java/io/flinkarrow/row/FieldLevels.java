package io.flinkarrow.row;

/**
 * How one field's slots show in the levels of a leaf column below it.
 *
 * @param repetition the repetition level of the innermost list around the field, 0 without one
 * @param element the definition level from which on that list has an element, 0 without one
 * @param present the definition level from which on the field is not null
 */
record FieldLevels(int repetition, int element, int present) {

  /** Of the fields of a row with these levels. */
  FieldLevels ofFields(boolean nullable) {
    return new FieldLevels(repetition, element, present + (nullable ? 1 : 0));
  }

  /** Of the elements of a list with these levels. */
  FieldLevels ofElements(boolean nullable) {
    return new FieldLevels(repetition + 1, present + 1, present + 1 + (nullable ? 1 : 0));
  }
}
