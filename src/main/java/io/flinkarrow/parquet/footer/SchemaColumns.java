package io.flinkarrow.parquet.footer;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The leaf columns of a schema, by their places. {@link MessageType#getColumns()} looks them up by
 * name, so it takes one of two fields of the same name for both, and time that grows with the
 * square of the columns.
 */
public final class SchemaColumns {

  private final List<String> names = new ArrayList<>();
  private final List<ColumnDescriptor> columns = new ArrayList<>();

  private SchemaColumns() {}

  /** In the order of the schema, which is that of the chunks in a row group. */
  public static List<ColumnDescriptor> of(MessageType schema) {
    SchemaColumns walk = new SchemaColumns();
    walk.addFields(schema, 0, 0);
    return List.copyOf(walk.columns);
  }

  private void addFields(GroupType group, int repetition, int definition) {
    for (Type field : group.getFields()) {
      boolean repeated = field.isRepetition(Repetition.REPEATED);
      int repetitionOfField = repetition + (repeated ? 1 : 0);
      int definitionOfField = definition + (field.isRepetition(Repetition.REQUIRED) ? 0 : 1);
      names.add(field.getName());
      if (field.isPrimitive()) {
        columns.add(
            new ColumnDescriptor(
                names.toArray(String[]::new),
                field.asPrimitiveType(),
                repetitionOfField,
                definitionOfField));
      } else {
        addFields(field.asGroupType(), repetitionOfField, definitionOfField);
      }
      names.remove(names.size() - 1);
    }
  }
}
