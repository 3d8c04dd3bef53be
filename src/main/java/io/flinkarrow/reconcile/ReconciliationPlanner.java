package io.flinkarrow.reconcile;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.reconcile.column.ChildColumns;
import io.flinkarrow.reconcile.column.ColumnConversion;
import io.flinkarrow.reconcile.column.ListColumn;
import io.flinkarrow.reconcile.column.NullColumn;
import io.flinkarrow.reconcile.column.ParentColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Walks two bare schemas side by side: how each column becomes the wanted one, or what stands
 * against it. Children of structs meet by name, those of other parents by position. For one pair.
 */
final class ReconciliationPlanner {

  private final LeafConversions leaves;
  private final DictionaryConversions dictionaries;
  private final List<String> differences = new ArrayList<>();

  ReconciliationPlanner(boolean widening) {
    this.leaves = new LeafConversions(widening);
    this.dictionaries = new DictionaryConversions(leaves);
  }

  /**
   * @param checked the fields that came, required where they are wanted so
   */
  record Columns(ChildColumns children, List<Field> checked) {}

  private record Column(ColumnConversion conversion, Field checked) {}

  List<String> differences() {
    return List.copyOf(differences);
  }

  /** Of a whole batch. */
  Columns columns(List<Field> wanted, List<Field> came) {
    return byName("", wanted, came);
  }

  private Columns byName(String parent, List<Field> wanted, List<Field> came) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < came.size(); i++) {
      positions.put(came.get(i).getName(), i);
    }
    Set<String> names = new HashSet<>();
    List<ChildColumns.Child> children = new ArrayList<>();
    Field[] checked = came.toArray(Field[]::new);
    for (Field field : wanted) {
      String path = parent + field.getName();
      Integer position = positions.get(field.getName());
      if (!names.add(field.getName())) {
        differences.add("field '%s': two of this name are expected side by side".formatted(path));
      } else if (position == null) {
        absent(path, field).ifPresent(none -> children.add(ChildColumns.Child.absent(none)));
      } else {
        Optional<Column> column = column(path, field, came.get(position));
        column.ifPresent(
            found -> {
              children.add(new ChildColumns.Child(position, found.conversion()));
              checked[position] = found.checked();
            });
      }
    }
    for (Field field : came) {
      if (!names.contains(field.getName())) {
        differences.add(SchemaDifference.line(where(parent + field.getName()), null, field));
      }
    }
    return new Columns(new ChildColumns(children), List.of(checked));
  }

  private static String where(String path) {
    return "field '%s'".formatted(path);
  }

  private Optional<ColumnConversion> absent(String path, Field wanted) {
    ColumnLayout layout = ColumnLayout.of(wanted);
    String reason = NullColumn.isPossible(layout) ? "" : " and has no nulls of its own";
    if (wanted.isNullable() && reason.isEmpty()) {
      return Optional.of(new NullColumn(path, layout));
    }
    differences.add(SchemaDifference.line(where(path), wanted, null) + reason);
    return Optional.empty();
  }

  private Optional<Column> byPosition(
      String path, Field wanted, Field came, List<Field> wantedChildren) {
    List<Field> cameChildren = came.getChildren();
    List<ChildColumns.Child> children = new ArrayList<>();
    List<Field> checked = new ArrayList<>();
    for (int i = 0; i < wantedChildren.size(); i++) {
      Field child = wantedChildren.get(i);
      Optional<Column> column = column(path + "." + child.getName(), child, cameChildren.get(i));
      if (column.isEmpty()) {
        return Optional.empty();
      }
      children.add(new ChildColumns.Child(i, column.get().conversion()));
      checked.add(column.get().checked());
    }
    return parent(wanted, came, new Columns(new ChildColumns(children), checked));
  }

  /** One whose own buffers stay. */
  private static Optional<Column> parent(Field wanted, Field came, Columns columns) {
    boolean keeps = columns.children().keepBytes(came.getChildren().size());
    return Optional.of(
        new Column(
            new ParentColumn(columns.children(), keeps), checked(wanted, came, columns.checked())));
  }

  private static Field checked(Field wanted, Field came, List<Field> children) {
    boolean nullable = wanted.isNullable() && came.isNullable();
    return new Field(
        came.getName(),
        new FieldType(nullable, came.getType(), came.getDictionary(), came.getMetadata()),
        children);
  }

  private Optional<Column> column(String path, Field wanted, Field came) {
    ArrowType from = came.getType();
    ArrowType to = wanted.getType();
    if (!wanted.getMetadata().equals(came.getMetadata())) {
      return refused(path, wanted, came, ", of another extension type");
    }
    if (from instanceof ArrowType.Null && !(to instanceof ArrowType.Null)) {
      ColumnLayout layout = ColumnLayout.of(wanted);
      return wanted.isNullable() && NullColumn.isPossible(layout)
          ? Optional.of(new Column(new NullColumn(path, layout), came))
          : refused(path, wanted, came, "");
    }
    if (wanted.getDictionary() != null || came.getDictionary() != null) {
      return leaf(path, wanted, came, dictionaries.between(path, wanted, came));
    }
    return switch (to.getTypeID()) {
      case Struct -> struct(path, wanted, came);
      case List, LargeList -> list(path, wanted, came);
      case ListView, LargeListView, FixedSizeList ->
          from.equals(to)
              ? byPosition(path, wanted, came, wanted.getChildren())
              : refused(path, wanted, came, "");
      case Map -> map(path, wanted, came);
      case Union -> union(path, wanted, came);
      case RunEndEncoded -> runEnds(path, wanted, came);
      default -> leaf(path, wanted, came, leaves.between(path, from, to));
    };
  }

  private Optional<Column> leaf(
      String path, Field wanted, Field came, Optional<ColumnConversion> conversion) {
    if (conversion.isEmpty()) {
      return refused(path, wanted, came, leaves.hint(came.getType(), wanted.getType()));
    }
    return Optional.of(new Column(conversion.get(), checked(wanted, came, came.getChildren())));
  }

  private Optional<Column> struct(String path, Field wanted, Field came) {
    if (!(came.getType() instanceof ArrowType.Struct)) {
      return refused(path, wanted, came, "");
    }
    int before = differences.size();
    Columns columns = byName(path + ".", wanted.getChildren(), came.getChildren());
    return differences.size() > before ? Optional.empty() : parent(wanted, came, columns);
  }

  private Optional<Column> list(String path, Field wanted, Field came) {
    int from = offsetWidth(came.getType());
    int to = offsetWidth(wanted.getType());
    if (from == 0) {
      return refused(path, wanted, came, "");
    }
    Optional<Column> column = byPosition(path, wanted, came, wanted.getChildren());
    if (from == to || column.isEmpty()) {
      return column;
    }
    ParentColumn same = (ParentColumn) column.get().conversion();
    return Optional.of(
        new Column(new ListColumn(from, to, same.children()), column.get().checked()));
  }

  private static int offsetWidth(ArrowType type) {
    return switch (type.getTypeID()) {
      case List -> Integer.BYTES;
      case LargeList -> Long.BYTES;
      default -> 0;
    };
  }

  /** Names below a map mean nothing: key and value are what comes first and second. */
  private Optional<Column> map(String path, Field wanted, Field came) {
    if (!(came.getType() instanceof ArrowType.Map from)
        || (((ArrowType.Map) wanted.getType()).getKeysSorted() && !from.getKeysSorted())) {
      return refused(path, wanted, came, "");
    }
    Field wantedEntries = wanted.getChildren().get(0);
    Field cameEntries = came.getChildren().get(0);
    Optional<Column> entries =
        byPosition(path, wantedEntries, cameEntries, wantedEntries.getChildren());
    return entries.flatMap(
        column ->
            parent(
                wanted,
                came,
                new Columns(
                    new ChildColumns(List.of(new ChildColumns.Child(0, column.conversion()))),
                    List.of(column.checked()))));
  }

  private Optional<Column> union(String path, Field wanted, Field came) {
    List<String> wantedNames = wanted.getChildren().stream().map(Field::getName).toList();
    List<String> cameNames = came.getChildren().stream().map(Field::getName).toList();
    return came.getType().equals(wanted.getType()) && wantedNames.equals(cameNames)
        ? byPosition(path, wanted, came, wanted.getChildren())
        : refused(path, wanted, came, "");
  }

  private Optional<Column> runEnds(String path, Field wanted, Field came) {
    return came.getType().equals(wanted.getType())
            && came.getChildren().get(0).getType().equals(wanted.getChildren().get(0).getType())
        ? byPosition(path, wanted, came, wanted.getChildren())
        : refused(path, wanted, came, "");
  }

  private Optional<Column> refused(String path, Field wanted, Field came, String why) {
    differences.add(SchemaDifference.line(where(path), wanted, came) + why);
    return Optional.empty();
  }
}
