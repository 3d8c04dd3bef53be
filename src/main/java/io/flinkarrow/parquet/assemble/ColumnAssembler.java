package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.ReferenceField;
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
    LeafSlice leaf = leaves.get(field.firstLeaf().ordinal());
    FieldSlots slots = FieldSlots.of(leaf.levels(), levels);
    slots.planInto(plan);
    field.accept(new Contents(leaf, levels, slots));
  }

  /** What follows a field's validity: buffers of its own, then its children. */
  private final class Contents implements FieldPlan.Visitor<Void> {

    private final LeafSlice leaf;
    private final FieldLevels levels;
    private final FieldSlots slots;

    private Contents(LeafSlice leaf, FieldLevels levels, FieldSlots slots) {
      this.leaf = leaf;
      this.levels = levels;
      this.slots = slots;
    }

    @Override
    public Void struct(StructField struct) {
      fields(struct.children(), levels);
      return null;
    }

    @Override
    public Void list(ListField list) {
      offsets(FieldSlots.offsets(leaf.levels(), levels));
      field(list.element(), levels.ofElements(list.element().position().nullable()));
      return null;
    }

    @Override
    public Void listViews(ListViewField list) {
      throw new IllegalStateException("Rows have no list views");
    }

    @Override
    public Void fixedSizeList(FixedSizeListField list) {
      throw new IllegalStateException("Rows have no lists of a fixed size");
    }

    @Override
    public Void reference(ReferenceField field) {
      throw new IllegalStateException("Rows hold their values themselves");
    }

    @Override
    public Void leaf(LeafField field) {
      int width = field.layout().slotBits() / Byte.SIZE;
      new SlotValues(width, slots).planInto(plan, leaf.values());
      return null;
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
}
