package io.flinkarrow.read.field;

import io.flinkarrow.parquet.file.FileFooter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Where a field stands in the file's schema. Siblings may have the same name, so a field's leaf
 * columns are known by number, not by path.
 *
 * @param path names from the top level on
 * @param firstColumn the number of its first leaf column among those of the file
 */
record FieldPlace(String[] path, Type type, int firstColumn) {

  /** The place of the schema itself, whose children are the columns. */
  static FieldPlace root(MessageType schema) {
    return new FieldPlace(new String[0], schema, 0);
  }

  /** A group's children. */
  List<FieldPlace> children() {
    List<FieldPlace> children = new ArrayList<>();
    int column = firstColumn;
    for (Type child : type.asGroupType().getFields()) {
      String[] childPath = Arrays.copyOf(path, path.length + 1);
      childPath[path.length] = child.getName();
      children.add(new FieldPlace(childPath, child, column));
      column += FileFooter.leafColumns(child);
    }
    return children;
  }

  /** How many leaf columns it has. */
  int columns() {
    return FileFooter.leafColumns(type);
  }

  boolean isGroup() {
    return !type.isPrimitive();
  }

  boolean isRepeated() {
    return type.isRepetition(Repetition.REPEATED);
  }

  String name() {
    return String.join(".", path);
  }
}
