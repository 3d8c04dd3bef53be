package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.row.RowSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Makes a batch's body in Arrow's layout of leaf columns and their levels. Fields are visited depth
 * first, which is the order of their nodes and buffers. The lengths, nulls and offsets of a list or
 * struct are read from the levels of the first leaf column below it. One instance makes one body.
 */
public final class ColumnAssembler {

  private static final FieldLevels TOP = new FieldLevels(0, 0, 0);

  private final BodyPlan plan = new BodyPlan();
  private final List<LeafSlice> leaves;

  private ColumnAssembler(List<LeafSlice> leaves) {
    this.leaves = leaves;
  }

  /**
   * The body of all rows.
   *
   * @param fields the plan of a schema made by {@link RowSchema}
   * @param leaves by ordinal, the same rows of each leaf column; each lends arrays of its own
   * @throws IllegalArgumentException if it would be larger than a Java array
   */
  public static BatchBody assemble(List<FieldPlan> fields, List<LeafSlice> leaves) {
    ColumnAssembler assembler = new ColumnAssembler(leaves);
    assembler.fields(fields, TOP);
    return assembler.plan.copy();
  }

  private void fields(List<FieldPlan> fields, FieldLevels parent) {
    for (FieldPlan field : fields) {
      field(field, parent.ofFields(field.position().nullable()));
    }
  }

  private void field(FieldPlan field, FieldLevels levels) {
    LeafSlice leaf = leaves.get(firstLeaf(field).ordinal());
    FieldSlots slots = FieldSlots.of(leaf.levels(), levels);
    slots.planInto(plan);
    if (field instanceof StructField struct) {
      fields(struct.children(), levels);
    } else if (field instanceof ListField list) {
      offsets(FieldSlots.offsets(leaf.levels(), levels));
      field(list.element(), levels.ofElements(list.element().position().nullable()));
    } else {
      new SlotValues(((LeafField) field).layout(), leaf.values(), slots).planInto(plan);
    }
  }

  private void offsets(int[] offsets) {
    plan.buffer(
        (long) offsets.length * Integer.BYTES,
        (target, offset) ->
            ByteBuffer.wrap(target)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(offset)
                .asIntBuffer()
                .put(offsets));
  }

  public static LeafField firstLeaf(FieldPlan field) {
    if (field instanceof StructField struct) {
      return firstLeaf(struct.children().get(0));
    } else if (field instanceof ListField list) {
      return firstLeaf(list.element());
    }
    return (LeafField) field;
  }
}
