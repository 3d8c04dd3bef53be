package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.options.ColumnPath;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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
public final class ChosenFields {

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
      paths.forEach(choice::add);
      choice.complete(schema, 0);
    }
    return choice.chosen;
  }

  /** The choice among the leaf columns of one schema. */
  private static final class Choice {

    private final MessageType schema;
    private final BitSet chosen = new BitSet();
    private int found;

    Choice(MessageType schema) {
      this.schema = schema;
    }

    void add(ColumnPath path) {
      found = 0;
      find(path, schema, new ArrayList<>(), 0);
      if (found == 0) {
        throw new IllegalArgumentException(
            "The file has no field '%s'. At the top it has: %s"
                .formatted(path, schema.getFields().stream().map(Type::getName).toList()));
      }
      if (found > 1) {
        throw new IllegalArgumentException(
            "The file has %d fields '%s'. Name one of them with its names in backquotes, or leave it out if they have the same names"
                .formatted(found, path));
      }
    }

    /** Chooses all below the fields that a path names. */
    private int find(ColumnPath path, GroupType group, List<String> names, int first) {
      int leaf = first;
      for (Type child : group.getFields()) {
        names.add(child.getName());
        int next;
        if (path.matches(names)) {
          found++;
          next = leaf + columns(child);
          if (next == leaf) {
            throw new IllegalArgumentException(
                "The file's field '%s' has no columns. Leave it out".formatted(path));
          }
          chosen.set(leaf, next);
        } else if (child.isPrimitive()) {
          next = leaf + 1;
        } else {
          next = find(path, child.asGroupType(), names, leaf);
        }
        leaf = next;
        names.remove(names.size() - 1);
      }
      return leaf;
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
