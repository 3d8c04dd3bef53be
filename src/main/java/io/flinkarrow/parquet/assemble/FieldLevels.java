package io.flinkarrow.parquet.assemble;

/**
 * How the levels of a leaf column tell what is in the slots of a field above it, or of the leaf
 * itself. The field has a slot where the definition level is at least {@code element} and the
 * repetition level at most {@code repetition}.
 *
 * @param repetition the repetition level of the innermost list around the field, 0 without one
 * @param element the lowest definition level at which that list has an element, 0 without one
 * @param present the lowest definition level at which the field is not null
 */
public record FieldLevels(int repetition, int element, int present) {

  /** Of a batch's rows. */
  public static final FieldLevels ROWS = new FieldLevels(0, 0, 0);

  /** Of the fields of a row with these levels. */
  public FieldLevels ofFields(boolean nullable) {
    return new FieldLevels(repetition, element, present + (nullable ? 1 : 0));
  }

  /** Of the elements of a list with these levels. */
  public FieldLevels ofElements(boolean nullable) {
    return new FieldLevels(repetition + 1, present + 1, present + 1 + (nullable ? 1 : 0));
  }

  /** Whether no slot is null, not even because a struct around it is. */
  boolean isNeverNull() {
    return present == element;
  }
}
