package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.assemble.FieldAssembly.ListOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.StructOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.ValuesOf;
import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.ReferenceField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.parquet.schema.LeafLayout;
import java.util.List;

/** How the fields of a schema that rows are written with are put together again. */
public final class PlannedFields implements FieldPlan.Visitor<FieldAssembly> {

  private final FieldLevels levels;

  private PlannedFields(FieldLevels levels) {
    this.levels = levels;
  }

  /**
   * @param fields the plan of a schema made by {@link RowSchema}, whose leaf columns all are read
   */
  public static List<FieldAssembly> of(List<FieldPlan> fields) {
    return of(fields, FieldLevels.ROWS);
  }

  private static List<FieldAssembly> of(List<FieldPlan> fields, FieldLevels parent) {
    return fields.stream()
        .map(field -> of(field, parent.ofFields(field.position().nullable())))
        .toList();
  }

  private static FieldAssembly of(FieldPlan field, FieldLevels levels) {
    return field.accept(new PlannedFields(levels));
  }

  @Override
  public FieldAssembly struct(StructField struct) {
    return new StructOf(levels, of(struct.children(), levels));
  }

  @Override
  public FieldAssembly list(ListField list) {
    FieldPlan element = list.element();
    FieldLevels below = levels.ofElements(element.position().nullable());
    return new ListOf(levels, list.wideOffsets(), of(element, below));
  }

  @Override
  public FieldAssembly leaf(LeafField leaf) {
    return new ValuesOf(levels, leaf.position().path(), leaf.ordinal(), form(leaf.layout()));
  }

  private static SlotForm form(LeafLayout layout) {
    return layout.accept(new SlotForms());
  }

  @Override
  public FieldAssembly listViews(ListViewField list) {
    throw new IllegalStateException("Rows have no list views");
  }

  @Override
  public FieldAssembly fixedSizeList(FixedSizeListField list) {
    throw new IllegalStateException("Rows have no lists of a fixed size");
  }

  @Override
  public FieldAssembly reference(ReferenceField field) {
    throw new IllegalStateException("Rows hold their values themselves");
  }
}
