package io.flinkarrow.read.field;

import io.flinkarrow.parquet.file.FileFooter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Where a field stands in the file's schema. Siblings may have the same name, so a field's leaf
 * columns are known by number, not by path.
 *
 * @param path names from the top level on
 * @param definitionLevel from which on the field is not null; of a repeated one: has an element
 * @param repetitionLevel of the innermost repeated field that the field is or stands in
 * @param firstColumn the number of its first leaf column among those of the file
 */
record FieldPlace(
    String[] path, Type type, int definitionLevel, int repetitionLevel, int firstColumn) {

  /** The place of the schema itself, whose children are the columns. */
  static FieldPlace root(MessageType schema) {
    return new FieldPlace(new String[0], schema, 0, 0, 0);
  }

  /** A group's children. */
  List<FieldPlace> children() {
    List<FieldPlace> children = new ArrayList<>();
    int column = firstColumn;
    for (Type child : type.asGroupType().getFields()) {
      children.add(child(child, column));
      column += FileFooter.leafColumns(child);
    }
    return children;
  }

  private FieldPlace child(Type child, int column) {
    String[] childPath = Arrays.copyOf(path, path.length + 1);
    childPath[path.length] = child.getName();
    return new FieldPlace(
        childPath,
        child,
        definitionLevel + (child.isRepetition(Repetition.REQUIRED) ? 0 : 1),
        repetitionLevel + (child.isRepetition(Repetition.REPEATED) ? 1 : 0),
        column);
  }

  /** All leaf columns of the field, in the file's order. */
  List<ColumnDescriptor> leaves() {
    return isGroup()
        ? children().stream().flatMap(child -> child.leaves().stream()).toList()
        : List.of(column());
  }

  /** The leaf column that a primitive field is. */
  ColumnDescriptor column() {
    return new ColumnDescriptor(path, type.asPrimitiveType(), repetitionLevel, definitionLevel);
  }

  boolean isGroup() {
    return !type.isPrimitive();
  }

  boolean isRepeated() {
    return type.isRepetition(Repetition.REPEATED);
  }

  boolean isOptional() {
    return type.isRepetition(Repetition.OPTIONAL);
  }

  Repeated repeated() {
    return new Repeated(definitionLevel, repetitionLevel);
  }

  String name() {
    return String.join(".", path);
  }
}
