package io.flinkarrow.read.field;

import io.flinkarrow.refusal.RefusedInputException;

/** A field that may be null in the file but is declared NOT NULL: refuses a null. */
record RequiredFieldReader(FieldReader field, String path) implements FieldReader {

  @Override
  public Object read() {
    Object value = field.read();
    if (value == null) {
      throw new RefusedInputException(
          "Column '%s' is declared NOT NULL but holds a null: declare it nullable".formatted(path));
    }
    return value;
  }

  @Override
  public void skipSlot() {
    field.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return field.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return field.repetitionLevel();
  }
}
