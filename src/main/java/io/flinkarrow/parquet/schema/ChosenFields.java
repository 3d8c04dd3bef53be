package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.options.ColumnPath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Which fields of a file are read: all, or those that some paths name, with all that lies below
 * them. A path has the names of the file's own schema, the groups of lists and maps among them:
 * {@code address.street}, {@code tags.list.element}. The order of paths means nothing.
 *
 * <p>What cannot be understood in parts is read whole: a map's key comes with each of its values,
 * and the other way round, and the parts of a variant come together.
 */
public final class ChosenFields implements Serializable {

  private static final long serialVersionUID = 1L;

  /** All that the file has. */
  public static final ChosenFields ALL = new ChosenFields(true, List.of());

  private final boolean all;
  private final List<ColumnPath> paths;

  private ChosenFields(boolean all, List<ColumnPath> paths) {
    this.all = all;
    this.paths = List.copyOf(paths);
  }

  /** Only these; without any, rows have no fields. */
  public static ChosenFields of(List<ColumnPath> paths) {
    return new ChosenFields(false, paths);
  }

  /**
   * The numbers of the leaf columns that are read.
   *
   * @throws IllegalArgumentException if a path names no field, or more than one
   */
  public BitSet leaves(MessageType schema) {
    Choice choice = new Choice(schema);
    if (all) {
      choice.chosen.set(0, choice.columns(schema));
    } else {
      choice.addPlaces(schema, List.of(), 0);
      paths.forEach(choice::add);
      choice.complete(schema, 0);
    }
    return choice.chosen;
  }

  /**
   * Where a field is.
   *
   * @param names from the top down
   * @param first the number of its first leaf column
   * @param end the number behind that of its last one
   */
  private record Place(List<String> names, int first, int end) {}

  /** The choice among the leaf columns of one schema. */
  private static final class Choice {

    private final MessageType schema;
    private final BitSet chosen = new BitSet();
    private final Map<String, List<Place>> places = new HashMap<>();

    Choice(MessageType schema) {
      this.schema = schema;
    }

    /** Notes where the group's fields are, and those below them. */
    private void addPlaces(GroupType group, List<String> parent, int first) {
      int leaf = first;
      for (Type child : group.getFields()) {
        List<String> names = new ArrayList<>(parent);
        names.add(child.getName());
        Place place = new Place(names, leaf, leaf + columns(child));
        places.computeIfAbsent(String.join(".", names), path -> new ArrayList<>()).add(place);
        if (!child.isPrimitive()) {
          addPlaces(child.asGroupType(), names, leaf);
        }
        leaf = place.end;
      }
    }

    /** Chooses all below the field that a path names. */
    private void add(ColumnPath path) {
      List<Place> found =
          places.getOrDefault(path.dotted(), List.of()).stream()
              .filter(place -> path.matches(place.names))
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "The file has no field '%s'. At the top it has: %s"
                .formatted(path, schema.getFields().stream().map(Type::getName).toList()));
      }
      if (found.size() > 1) {
        throw new IllegalArgumentException(
            "The file has %d fields '%s'. Name one of them with its names in backquotes, or leave it out if they have the same names"
                .formatted(found.size(), path));
      }
      Place place = found.get(0);
      if (place.first == place.end) {
        throw new IllegalArgumentException(
            "The file's field '%s' has no columns. Leave it out".formatted(path));
      }
      chosen.set(place.first, place.end);
    }

    /** Adds what must come along. */
    private int complete(Type field, int first) {
      int end = first + columns(field);
      if (field.isPrimitive() || chosen.nextSetBit(first) < 0 || chosen.nextSetBit(first) >= end) {
        return end;
      }
      GroupType group = field.asGroupType();
      if (NestedShapes.isAnnotatedVariant(group)) {
        chosen.set(first, end);
        return end;
      }
      if (NestedShapes.isMap(group)) {
        int keyEnd = first + columns(group.getType(0).asGroupType().getType(0));
        int value = chosen.nextSetBit(keyEnd);
        chosen.set(first, value >= 0 && value < end ? keyEnd : end);
      }
      int leaf = first;
      for (Type child : group.getFields()) {
        leaf = complete(child, leaf);
      }
      return end;
    }

    private int columns(Type field) {
      return field.isPrimitive()
          ? 1
          : field.asGroupType().getFields().stream().mapToInt(this::columns).sum();
    }
  }
}
