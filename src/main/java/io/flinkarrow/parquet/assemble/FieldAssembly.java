package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafSlice;
import java.util.List;

/**
 * How a field of a batch is put together from leaf columns, the reverse of shredding. Immutable;
 * made once per schema.
 */
public sealed interface FieldAssembly {

  /**
   * The body of all rows. Fields are put together depth first, which is the order of their nodes
   * and buffers.
   *
   * @param leaves the same rows of each leaf column; each lends arrays of its own
   * @throws IllegalArgumentException if it would be larger than a Java array
   */
  static BatchBody assemble(List<FieldAssembly> fields, List<LeafSlice> leaves) {
    BodyPlan plan = new BodyPlan();
    fields.forEach(field -> field.planInto(plan, leaves));
    return plan.copy();
  }

  /** Adds the field's nodes and buffers; what they are copied from stays lent until then. */
  void planInto(BodyPlan plan, List<LeafSlice> leaves);

  /** The leaf column whose levels tell the field's slots: the first one below it, or its own. */
  int leaf();

  /** Buffers: validity. */
  record StructOf(FieldLevels levels, List<FieldAssembly> children) implements FieldAssembly {

    public StructOf {
      children = List.copyOf(children);
    }

    @Override
    public void planInto(BodyPlan plan, List<LeafSlice> leaves) {
      FieldSlots.of(leaves.get(leaf()).levels(), levels).planInto(plan);
      children.forEach(child -> child.planInto(plan, leaves));
    }

    @Override
    public int leaf() {
      return children.get(0).leaf();
    }
  }

  /**
   * A list; or a map, whose elements are structs. Buffers: validity, offsets.
   *
   * @param wideOffsets whether offsets have 64 bits instead of 32
   */
  record ListOf(FieldLevels levels, boolean wideOffsets, FieldAssembly element)
      implements FieldAssembly {

    @Override
    public void planInto(BodyPlan plan, List<LeafSlice> leaves) {
      LeafSlice slice = leaves.get(leaf());
      FieldSlots.of(slice.levels(), levels).planInto(plan);
      Offsets.planInto(plan, FieldSlots.offsets(slice.levels(), levels), wideOffsets);
      element.planInto(plan, leaves);
    }

    @Override
    public int leaf() {
      return element.leaf();
    }
  }

  /**
   * A leaf column itself. Buffers: validity, then those of its form.
   *
   * @param leaf its number among those that are read
   */
  record ValuesOf(FieldLevels levels, int leaf, SlotForm form) implements FieldAssembly {

    @Override
    public void planInto(BodyPlan plan, List<LeafSlice> leaves) {
      LeafSlice slice = leaves.get(leaf);
      FieldSlots slots = FieldSlots.of(slice.levels(), levels);
      slots.planInto(plan);
      form.planInto(plan, slots, slice.values());
    }
  }
}
