package io.flinkarrow.read.field;

import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.variant.ShreddedValue;
import io.flinkarrow.value.variant.TypedValue;

/**
 * Value and typed value of a variant, of an element or of an object's field.
 *
 * @param value always null if the file has none
 * @param typed likewise
 * @param present those that the file has
 * @param memory of the row that they become part of
 */
record ShreddedValueReader(FieldReader value, FieldReader typed, Siblings present, RowMemory memory)
    implements FieldReader {

  private static final int PARTS = 2;

  /** Never null: a group that is null has neither part. */
  @Override
  public ShreddedValue read() {
    memory.charge(HeapSizes.row(PARTS) + HeapSizes.VARIANT);
    if (!present.areDefined()) {
      skipSlot();
      return new ShreddedValue(null, null);
    }
    byte[] bytes = (byte[]) value.read();
    return new ShreddedValue(bytes, (TypedValue) typed.read());
  }

  @Override
  public void skipSlot() {
    present.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return present.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return present.repetitionLevel();
  }
}
