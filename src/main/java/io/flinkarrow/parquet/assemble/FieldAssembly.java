package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.StoredSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How a field of a batch is put together from leaf columns, the reverse of shredding. Immutable;
 * made once per schema.
 */
public sealed interface FieldAssembly {

  /**
   * The body of rows that have been shredded here, whose leaf columns belong together.
   *
   * @param leaves the same rows of each leaf column; each lends arrays of its own
   * @throws UncheckedIOException if it would be larger than a Java array
   */
  static BatchBody assemble(List<FieldAssembly> fields, List<LeafSlice> leaves) {
    try {
      return new BatchAssembly(leaves).body(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds the field's nodes and buffers; what they are copied from stays lent until then.
   *
   * @throws IOException if the leaf columns have what the field cannot have
   */
  void planInto(BatchAssembly batch) throws IOException;

  /**
   * The field as it is, not put together.
   *
   * @param leaves the same rows of each leaf column
   * @throws IOException if the leaf columns do not belong together
   */
  FieldColumn column(List<StoredSlice> leaves) throws IOException;

  /** Throws what {@link #column} does, without the column. */
  default void requireFitting(List<StoredSlice> leaves) throws IOException {}

  /** The leaf column whose levels tell the field's slots: the first one below it, or its own. */
  ValuesOf firstLeaf();

  /** Those of the leaf column that tells the field's slots. */
  private static Levels levelsOf(FieldAssembly field, BatchAssembly batch) {
    return batch.slice(field.firstLeaf().leaf()).levels();
  }

  /** The same of columns that are not put together. */
  private static Levels levelsOf(FieldAssembly field, List<StoredSlice> leaves) {
    return leaves.get(field.firstLeaf().leaf()).levels();
  }

  /** Where in a list's elements those of each slot begin, and those of the last one end. */
  private static int[] offsetsOf(FieldAssembly list, FieldLevels levels, Levels entries)
      throws IOException {
    try {
      return ListOffsets.of(entries, levels);
    } catch (IOException e) {
      throw list.firstLeaf().failed(e);
    }
  }

  /** Lists of any layout. */
  sealed interface ListAssembly extends FieldAssembly permits ListOf, ListViewOf, FixedSizeListOf {

    FieldLevels levels();

    FieldAssembly element();

    @Override
    default FieldColumn column(List<StoredSlice> leaves) throws IOException {
      Levels entries = levelsOf(this, leaves);
      return new FieldColumn.Lists(
          FieldSlots.of(entries, levels()),
          offsetsOf(this, levels(), entries),
          element().column(leaves),
          new FieldColumn.Source(this, leaves));
    }

    @Override
    default void requireFitting(List<StoredSlice> leaves) throws IOException {
      offsetsOf(this, levels(), levelsOf(this, leaves));
      element().requireFitting(leaves);
    }

    @Override
    default ValuesOf firstLeaf() {
      return element().firstLeaf();
    }
  }

  /** Buffers: validity. */
  record StructOf(FieldLevels levels, List<FieldAssembly> children) implements FieldAssembly {

    public StructOf {
      children = List.copyOf(children);
    }

    @Override
    public void planInto(BatchAssembly batch) throws IOException {
      Levels first = agreed(child -> levelsOf(child, batch));
      FieldSlots.of(first, levels).planInto(batch.plan());
      for (FieldAssembly child : children) {
        child.planInto(batch);
      }
    }

    @Override
    public FieldColumn column(List<StoredSlice> leaves) throws IOException {
      Levels first = agreed(child -> levelsOf(child, leaves));
      List<FieldColumn> columns = new ArrayList<>(children.size());
      for (FieldAssembly child : children) {
        columns.add(child.column(leaves));
      }
      return new FieldColumn.Struct(
          FieldSlots.of(first, levels), columns, new FieldColumn.Source(this, leaves));
    }

    @Override
    public void requireFitting(List<StoredSlice> leaves) throws IOException {
      agreed(child -> levelsOf(child, leaves));
      for (FieldAssembly child : children) {
        child.requireFitting(leaves);
      }
    }

    /** The levels of the first child, once all children agree. */
    private Levels agreed(Function<FieldAssembly, Levels> levelsOf) throws IOException {
      Levels first = levelsOf.apply(this);
      for (FieldAssembly child : children.subList(1, children.size())) {
        if (!AgreedLevels.agree(first, levelsOf.apply(child), levels)) {
          throw new IOException(
              "The columns '%s' and '%s' do not agree where lists begin or end or what is null. The file is damaged; write it again"
                  .formatted(firstLeaf().path(), child.firstLeaf().path()));
        }
      }
      return first;
    }

    @Override
    public ValuesOf firstLeaf() {
      return children.get(0).firstLeaf();
    }
  }

  /**
   * A list; or a map, whose elements are structs. Buffers: validity, offsets.
   *
   * @param wideOffsets whether offsets have 64 bits instead of 32
   */
  record ListOf(FieldLevels levels, boolean wideOffsets, FieldAssembly element)
      implements ListAssembly {

    @Override
    public void planInto(BatchAssembly batch) throws IOException {
      BodyPlan plan = batch.plan();
      FieldSlots.of(levelsOf(this, batch), levels).planInto(plan);
      Offsets.planInto(plan, offsetsOf(this, levels, levelsOf(this, batch)), wideOffsets);
      element.planInto(batch);
    }
  }

  /**
   * A list view. Buffers: validity, offsets, sizes.
   *
   * @param wideOffsets whether offsets and sizes have 64 bits instead of 32
   */
  record ListViewOf(FieldLevels levels, boolean wideOffsets, FieldAssembly element)
      implements ListAssembly {

    @Override
    public void planInto(BatchAssembly batch) throws IOException {
      BodyPlan plan = batch.plan();
      FieldSlots.of(levelsOf(this, batch), levels).planInto(plan);
      int[] offsets = offsetsOf(this, levels, levelsOf(this, batch));
      int[] sizes = new int[offsets.length - 1];
      for (int slot = 0; slot < sizes.length; slot++) {
        sizes[slot] = offsets[slot + 1] - offsets[slot];
      }
      Offsets.planInto(plan, Arrays.copyOf(offsets, sizes.length), wideOffsets);
      Offsets.planInto(plan, sizes, wideOffsets);
      element.planInto(batch);
    }
  }

  /**
   * A list of which each slot has the same number of elements; a null one has as many, which are
   * null or zero. Buffers: validity.
   */
  record FixedSizeListOf(FieldLevels levels, int size, FieldAssembly element)
      implements ListAssembly {

    /** A null list has no elements in the file, which are added to a leaf column only. */
    static boolean isFor(FieldLevels levels, FieldAssembly element) {
      return levels.isNeverNull() || element instanceof ValuesOf;
    }

    @Override
    public void planInto(BatchAssembly batch) throws IOException {
      FieldSlots slots = FieldSlots.of(levelsOf(this, batch), levels);
      slots.planInto(batch.plan());
      int[] offsets = offsetsOf(this, levels, levelsOf(this, batch));
      for (int slot = 0; slot < slots.count(); slot++) {
        int elements = offsets[slot + 1] - offsets[slot];
        if (elements != (slots.isValid(slot) ? size : 0)) {
          throw firstLeaf()
              .failed(
                  new IOException(
                      "should have lists of %d elements, as the Arrow schema in the footer says, but one has %d. The file is damaged; write it again"
                          .formatted(size, elements)));
        }
      }
      if (slots.noneIsNull()) {
        element.planInto(batch);
      } else {
        ((ValuesOf) element).planInto(batch, slots, size);
      }
    }
  }

  /**
   * A leaf column itself. Buffers: validity, then those of its form.
   *
   * @param path of the leaf column, for messages
   * @param leaf its number among those that are read
   */
  record ValuesOf(FieldLevels levels, String path, int leaf, SlotForm form)
      implements FieldAssembly {

    @Override
    public void planInto(BatchAssembly batch) throws IOException {
      FieldSlots slots = FieldSlots.of(batch.slice(leaf).levels(), levels);
      planInto(batch, slots, slots, batch.slice(leaf).values());
    }

    @Override
    public FieldColumn column(List<StoredSlice> leaves) {
      StoredSlice slice = leaves.get(leaf);
      return new FieldColumn.Leaf(
          FieldSlots.of(slice.levels(), levels),
          slice.values(),
          new FieldColumn.Source(this, leaves));
    }

    /** Some values, or entries of a dictionary, as the only column of a batch. */
    BatchBody body(LeafValues values) throws IOException {
      BatchAssembly batch = new BatchAssembly(List.of());
      FieldSlots slots = FieldSlots.valid(values.count());
      planInto(batch, slots, slots, values);
      return batch.copy();
    }

    /** The same as elements of lists of one size, of which some are null. */
    void planInto(BatchAssembly batch, FieldSlots lists, int size) throws IOException {
      FieldSlots elements = FieldSlots.of(batch.slice(leaf).levels(), levels);
      FieldSlots slots = elements.spread(lists, size);
      boolean hasNulls = !elements.noneIsNull() || elements.count() == 0;
      FieldSlots nodes = hasNulls ? slots : FieldSlots.valid(slots.count());
      planInto(batch, nodes, slots, batch.slice(leaf).values());
    }

    /**
     * @param nodes which slots are not null
     * @param slots which slots have values
     */
    private void planInto(
        BatchAssembly batch, FieldSlots nodes, FieldSlots slots, LeafValues values)
        throws IOException {
      try {
        form.planValidity(batch.plan(), nodes);
        form.planInto(batch, slots, values);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    IOException failed(IOException cause) {
      return new IOException("Column '%s' %s".formatted(path, cause.getMessage()), cause);
    }

    @Override
    public ValuesOf firstLeaf() {
      return this;
    }
  }
}
