package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;

/**
 * How the values of a leaf column, which Parquet stores without nulls, lie in Arrow's buffers,
 * which have a slot for each null as well. The slot of a null is filled with zeros.
 */
public sealed interface SlotForm permits BitSlots, ByteSlots, NoSlots, NumberSlots, VariableSlots {

  /**
   * Adds the buffers behind the validity.
   *
   * @param values one for each slot that is valid; lent until the plan is copied
   */
  void planInto(BodyPlan plan, FieldSlots slots, LeafValues values);

  /** That a column's values have another form than its type. */
  static IllegalStateException unexpected(SlotForm form, LeafValues values) {
    return new IllegalStateException(
        "%s cannot hold %s".formatted(form, values.getClass().getSimpleName()));
  }
}
