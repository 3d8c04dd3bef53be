package io.flinkarrow.read;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.parquet.schema.NestedShapes;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Which fields a schema asks for: of a wider schema by paths, and of a file by their names. */
final class WantedFields {

  private WantedFields() {}

  /**
   * A schema with only the fields that paths name, each with all below it, in the schema's order.
   * Paths have the names of fields, and of fields of structs; lists and maps are whole.
   *
   * @throws IllegalArgumentException if a path names no field
   */
  static Schema of(Schema schema, List<ColumnPath> paths) {
    List<ColumnPath> unused = new ArrayList<>(paths);
    List<Field> fields = chosen(schema.getFields(), paths, new ArrayList<>(), unused);
    requireUsed(unused, schema.getFields().stream().map(Field::getName).toList());
    return new Schema(fields, schema.getCustomMetadata());
  }

  /** The same of a row type. */
  static RowType of(RowType type, List<ColumnPath> paths) {
    List<ColumnPath> unused = new ArrayList<>(paths);
    RowType chosen = chosen(type, paths, new ArrayList<>(), unused);
    requireUsed(unused, type.getFieldNames());
    return chosen;
  }

  private static RowType chosen(
      RowType type, List<ColumnPath> paths, List<String> names, List<ColumnPath> unused) {
    List<RowType.RowField> chosen = new ArrayList<>();
    for (RowType.RowField field : type.getFields()) {
      names.add(field.getName());
      if (paths.stream().anyMatch(path -> path.matches(names))) {
        unused.removeIf(path -> path.matches(names));
        chosen.add(field);
      } else if (field.getType() instanceof RowType row) {
        RowType below = chosen(row, paths, names, unused);
        if (below.getFieldCount() > 0) {
          chosen.add(new RowType.RowField(field.getName(), below));
        }
      }
      names.remove(names.size() - 1);
    }
    return new RowType(type.isNullable(), chosen);
  }

  private static void requireUsed(List<ColumnPath> unused, List<String> atTheTop) {
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no field '%s'. At the top there are: %s".formatted(unused.get(0), atTheTop));
    }
  }

  private static List<Field> chosen(
      List<Field> fields, List<ColumnPath> paths, List<String> names, List<ColumnPath> unused) {
    List<Field> chosen = new ArrayList<>();
    for (Field field : fields) {
      names.add(field.getName());
      if (paths.stream().anyMatch(path -> path.matches(names))) {
        unused.removeIf(path -> path.matches(names));
        chosen.add(field);
      } else if (isStruct(field)) {
        List<Field> children = chosen(field.getChildren(), paths, names, unused);
        if (!children.isEmpty()) {
          chosen.add(new Field(field.getName(), field.getFieldType(), children));
        }
      }
      names.remove(names.size() - 1);
    }
    return chosen;
  }

  /**
   * The fields of a file that a schema has, too. Fields that only the file has are not read, at
   * every level.
   */
  static ChosenFields in(MessageType file, Schema schema) {
    List<ColumnPath> paths = new ArrayList<>();
    addChildren(file, schema.getFields(), new ArrayList<>(), paths);
    return ChosenFields.of(paths);
  }

  /** Whether there was any. */
  private static boolean addChildren(
      GroupType group, List<Field> wanted, List<String> names, List<ColumnPath> paths) {
    int before = paths.size();
    for (Field field : wanted) {
      if (group.containsField(field.getName())) {
        add(group.getType(field.getName()), field, names, paths);
      }
    }
    return paths.size() > before;
  }

  private static void add(Type type, Field wanted, List<String> names, List<ColumnPath> paths) {
    names.add(type.getName());
    int before = paths.size();
    if (!type.isPrimitive() && !NestedShapes.isAnnotatedVariant(type)) {
      addBelow(type.asGroupType(), wanted, names, paths);
    }
    if (paths.size() == before) {
      // A column, or a group of another shape than is wanted, which is then told apart whole.
      paths.add(ColumnPath.of(names.toArray(String[]::new)));
    }
    names.remove(names.size() - 1);
  }

  private static void addBelow(
      GroupType group, Field wanted, List<String> names, List<ColumnPath> paths) {
    if (NestedShapes.isList(group)) {
      addElement(group, wanted, names, paths);
    } else if (isStruct(wanted) && !NestedShapes.isMap(group)) {
      addChildren(group, wanted.getChildren(), names, paths);
    }
  }

  /** Of a list of structs of three levels; others are read whole. */
  private static void addElement(
      GroupType list, Field wanted, List<String> names, List<ColumnPath> paths) {
    boolean isList =
        switch (wanted.getType().getTypeID()) {
          case List, LargeList, ListView, LargeListView, FixedSizeList -> true;
          default -> false;
        };
    if (isList && !NestedShapes.repeatedIsElement(list)) {
      GroupType repeated = list.getType(0).asGroupType();
      names.add(repeated.getName());
      add(repeated.getType(0), wanted.getChildren().get(0), names, paths);
      names.remove(names.size() - 1);
    }
  }

  private static boolean isStruct(Field field) {
    return field.getType().getTypeID() == ArrowType.ArrowTypeID.Struct;
  }
}
