package io.flinkarrow.parquet.schema;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A field of the Arrow schema as the shredder walks it. Immutable, built once per writer; the
 * storage of extension types, and the Arrow types that are laid out alike, are one.
 */
public sealed interface FieldPlan {

  FieldPosition position();

  /** Buffers: validity. */
  record StructField(FieldPosition position, List<FieldPlan> children) implements FieldPlan {
    public StructField {
      children = List.copyOf(children);
    }
  }

  /**
   * List, LargeList and Map. Buffers: validity, offsets.
   *
   * @param wideOffsets whether offsets have 64 bits instead of 32
   * @param element for a map, the struct of key and value
   */
  record ListField(FieldPosition position, boolean wideOffsets, FieldPlan element)
      implements FieldPlan {}

  /**
   * Slot {@code i} holds the element slots from {@code i * size}, even if it is null. Buffers:
   * validity.
   */
  record FixedSizeListField(FieldPosition position, int size, FieldPlan element)
      implements FieldPlan {}

  /**
   * A column. Buffers: validity, then those of its layout.
   *
   * @param ordinal position among the leaves of the Parquet schema
   */
  record LeafField(
      FieldPosition position, LeafLayout layout, int ordinal, ColumnDescriptor descriptor)
      implements FieldPlan {}
}
