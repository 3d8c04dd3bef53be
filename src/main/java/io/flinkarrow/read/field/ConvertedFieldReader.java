package io.flinkarrow.read.field;

import java.util.function.Function;

/** A field whose values, except for nulls, become others. */
record ConvertedFieldReader(FieldReader field, Function<Object, ?> conversion)
    implements FieldReader {

  @Override
  public Object read() {
    Object value = field.read();
    return value == null ? null : conversion.apply(value);
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
