package io.flinkarrow.parquet.schema;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A field of the Arrow schema as the shredder walks it. Immutable, built once per writer; the
 * storage of extension types, and the Arrow types that are laid out alike, are one.
 */
public sealed interface FieldPlan {

  /** What is done with a field, by its kind. */
  interface Visitor<R> {

    R struct(StructField field);

    R list(ListField field);

    R listViews(ListViewField field);

    R fixedSizeList(FixedSizeListField field);

    R reference(ReferenceField field);

    R leaf(LeafField field);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  FieldPosition position();

  /** The fields directly below. */
  List<FieldPlan> children();

  /** The first column: below the field, or the field itself. */
  default LeafField firstLeaf() {
    return children().get(0).firstLeaf();
  }

  /** Buffers: validity. */
  record StructField(FieldPosition position, List<FieldPlan> children) implements FieldPlan {
    public StructField {
      children = List.copyOf(children);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.struct(this);
    }
  }

  /**
   * List, LargeList and Map. Buffers: validity, offsets.
   *
   * @param wideOffsets whether offsets have 64 bits instead of 32
   * @param element for a map, the struct of key and value
   */
  record ListField(FieldPosition position, boolean wideOffsets, FieldPlan element)
      implements FieldPlan {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.list(this);
    }

    @Override
    public List<FieldPlan> children() {
      return List.of(element);
    }
  }

  /**
   * ListView and LargeListView. Buffers: validity, offsets, sizes.
   *
   * @param wideOffsets whether offsets and sizes have 64 bits instead of 32
   */
  record ListViewField(FieldPosition position, boolean wideOffsets, FieldPlan element)
      implements FieldPlan {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.listViews(this);
    }

    @Override
    public List<FieldPlan> children() {
      return List.of(element);
    }
  }

  /**
   * Slot {@code i} holds the element slots from {@code i * size}, even if it is null. Buffers:
   * validity.
   */
  record FixedSizeListField(FieldPosition position, int size, FieldPlan element)
      implements FieldPlan {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fixedSizeList(this);
    }

    @Override
    public List<FieldPlan> children() {
      return List.of(element);
    }
  }

  /** A field whose slots refer to slots of another field. */
  sealed interface ReferenceField extends FieldPlan permits DictionaryField, RunEndField {

    /** What is done with a reference, by its kind. */
    interface Visitor<R> {

      R dictionary(DictionaryField field);

      R runEnds(RunEndField field);
    }

    /** Calls the visitor's method for this kind. */
    <R> R acceptReference(Visitor<R> visitor);

    /** What the slots refer to. */
    FieldPlan values();

    @Override
    default <R> R accept(FieldPlan.Visitor<R> visitor) {
      return visitor.reference(this);
    }

    @Override
    default List<FieldPlan> children() {
      return List.of(values());
    }
  }

  /**
   * Slot {@code i} is that entry of a dictionary which its index says. Columns of bytes, which are
   * written by reference, are leaves instead. Buffers: validity, indexes.
   *
   * @param indexWidth bytes of an index: 1, 2, 4 or 8
   * @param signed whether indexes are signed; a negative one is refused
   * @param values the entries, whose nodes and buffers are counted from 0: a dictionary is a batch
   * @param nodeCount field nodes of the dictionary
   * @param bufferCount buffers of the dictionary, without the data buffers of views
   * @param viewColumns columns of views in the dictionary
   */
  record DictionaryField(
      FieldPosition position,
      int indexWidth,
      boolean signed,
      long dictionaryId,
      FieldPlan values,
      int nodeCount,
      int bufferCount,
      int viewColumns)
      implements ReferenceField {

    @Override
    public <R> R acceptReference(ReferenceField.Visitor<R> visitor) {
      return visitor.dictionary(this);
    }
  }

  /**
   * Runs of slots, each of which stands for one slot of the values. No buffers.
   *
   * @param endWidth bytes of a run end: 2, 4 or 8
   * @param runEnds where the slots before the end of each run are counted. Buffers: validity, ends
   */
  record RunEndField(FieldPosition position, int endWidth, FieldPosition runEnds, FieldPlan values)
      implements ReferenceField {

    @Override
    public <R> R acceptReference(ReferenceField.Visitor<R> visitor) {
      return visitor.runEnds(this);
    }
  }

  /**
   * A column. Buffers: validity, then those of its layout.
   *
   * @param ordinal position among the leaves of the Parquet schema
   */
  record LeafField(
      FieldPosition position, LeafLayout layout, int ordinal, ColumnDescriptor descriptor)
      implements FieldPlan {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.leaf(this);
    }

    @Override
    public List<FieldPlan> children() {
      return List.of();
    }

    @Override
    public LeafField firstLeaf() {
      return this;
    }
  }
}
