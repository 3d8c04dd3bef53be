package io.flinkarrow.ipc.check;

import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column before it is checked.
 *
 * @param slots that its parent needs
 * @param exact whether it must not have more
 */
record ExpectedColumn(
    Field field,
    @Nullable ColumnPath parent,
    long slots,
    boolean exact,
    boolean nullable,
    VisibleSlots visible) {

  ExpectedColumn(
      Field field, @Nullable ColumnPath parent, long slots, boolean exact, VisibleSlots visible) {
    this(field, parent, slots, exact, field.isNullable(), visible);
  }
}
