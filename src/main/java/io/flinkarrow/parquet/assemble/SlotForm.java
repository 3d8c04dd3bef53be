package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;

/**
 * How the values of a leaf column, which Parquet stores without nulls, lie in Arrow's buffers,
 * which have a slot for each null as well. The slot of a null is filled with zeros.
 */
public sealed interface SlotForm
    permits BigEndianSlots,
        BitSlots,
        ByteSlots,
        DictionarySlots,
        Int96Slots,
        IntervalSlots,
        NoSlots,
        NumberSlots,
        ScaledSlots,
        SmallIntegerSlots,
        VariableSlots,
        ViewSlots {

  /** Adds the node and the validity. */
  default void planValidity(BodyPlan plan, FieldSlots slots) throws IOException {
    slots.planInto(plan);
  }

  /**
   * Adds the buffers behind the validity.
   *
   * @param values one for each slot that is valid; lent until the plan is copied
   * @throws IOException if a value has no place in a slot; the message is the rest of a sentence
   *     about the column
   */
  void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values) throws IOException;

  /** That a column's values have another form than its type. */
  static IllegalStateException unexpected(SlotForm form, LeafValues values) {
    return new IllegalStateException(
        "%s cannot hold %s".formatted(form, values.getClass().getSimpleName()));
  }
}
