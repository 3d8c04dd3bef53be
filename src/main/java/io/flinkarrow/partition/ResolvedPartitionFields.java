package io.flinkarrow.partition;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that partitions refer to, found by name and checked. Each level of directories looks
 * at one of them.
 */
final class ResolvedPartitionFields {

  private final PartitionByColumns partitions;
  private final List<String> columns;
  private final int[] indexes;

  private ResolvedPartitionFields(PartitionByColumns partitions, List<String> columns) {
    this.partitions = partitions;
    this.columns = columns;
    this.indexes = partitions.fields().stream().mapToInt(this::indexOf).toArray();
  }

  /**
   * @throws IllegalArgumentException if a column is missing, names clash or readers would not find
   *     the directories
   */
  static ResolvedPartitionFields of(PartitionByColumns partitions, List<String> columns) {
    ResolvedPartitionFields levels = new ResolvedPartitionFields(partitions, columns);
    levels.checkNames();
    levels.checkWhatIsLeft();
    return levels;
  }

  private int indexOf(PartitionField field) {
    int index = columns.indexOf(field.column());
    if (index < 0) {
      throw new IllegalArgumentException(
          "There is no column '%s' to partition by. The columns are: %s"
              .formatted(field.column(), String.join(", ", columns)));
    }
    if (columns.lastIndexOf(field.column()) != index) {
      throw new IllegalArgumentException(
          "There are several columns '%s' to partition by".formatted(field.column()));
    }
    return index;
  }

  private void checkNames() {
    Set<String> inFile = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (isInFile(i)) {
        inFile.add(folded(columns.get(i)));
      }
    }
    for (PartitionField field : partitions.fields()) {
      String name = field.name();
      if (name.isEmpty() || name.startsWith(".") || name.startsWith("_")) {
        throw new IllegalArgumentException(
            "Readers take directories that begin with '.' or '_' for hidden, and '%s' names partitions; rename the column"
                .formatted(name));
      }
      // A column that stays in the file has the name of its own partitions.
      boolean itself = field.isColumn() && partitions.keepsColumns();
      if ((!itself && inFile.contains(folded(name))) || !named.add(folded(name))) {
        throw new IllegalArgumentException(
            "Partitions '%s' would have the name of a column in the file or of other partitions, capitals aside; name them otherwise"
                .formatted(name));
      }
    }
  }

  private void checkWhatIsLeft() {
    for (int i = 0; i < columns.size(); i++) {
      if (isInFile(i)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "Each column is in the path, so none is left for the files; partition by fewer, or keepColumns(true)");
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The position of the column that a level looks at. */
  int index(int level) {
    return indexes[level];
  }

  /** Whether the column is written, and not only part of the path. */
  boolean isInFile(int column) {
    if (partitions.keepsColumns()) {
      return true;
    }
    for (int level = 0; level < indexes.length; level++) {
      if (indexes[level] == column && partitions.fields().get(level).isColumn()) {
        return false;
      }
    }
    return true;
  }
}
