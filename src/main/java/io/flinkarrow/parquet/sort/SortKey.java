package io.flinkarrow.parquet.sort;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.statistics.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A leaf column that rows are sorted by, and how. */
public record SortKey(LeafColumn column, boolean descending, boolean nullsFirst) {

  /**
   * The columns that options name.
   *
   * @throws IllegalArgumentException if the schema lacks one or has it twice, if one is named
   *     twice, or if rows cannot be sorted by it
   */
  public static List<SortKey> of(List<LeafColumn> columns, List<SortingColumn> sorting) {
    List<SortKey> keys = new ArrayList<>();
    for (SortingColumn asked : sorting) {
      List<LeafColumn> named =
          columns.stream()
              .filter(column -> asked.path().matches(Arrays.asList(column.descriptor().getPath())))
              .toList();
      if (named.size() != 1) {
        throw new IllegalArgumentException(
            "Rows are to be sorted by '%s', but the schema has %d leaf columns of this name. Its leaf columns are: %s"
                .formatted(
                    asked.path().text(),
                    named.size(),
                    columns.stream().map(LeafColumn::path).sorted().toList()));
      }
      if (keys.stream().anyMatch(key -> key.column() == named.get(0))) {
        throw new IllegalArgumentException(
            "Rows are to be sorted by '%s' twice: among equal values a second order means nothing. Name the column once"
                .formatted(asked.path().text()));
      }
      keys.add(key(named.get(0), asked));
    }
    return List.copyOf(keys);
  }

  private static SortKey key(LeafColumn column, SortingColumn asked) {
    if (column.maxRepetitionLevel() > 0) {
      throw new IllegalArgumentException(
          "Rows cannot be sorted by '%s': it lies in a list or map, where a row may have any number of values. Name a column outside"
              .formatted(column.path()));
    }
    if (ValueOrder.isTooLong(column.type())) {
      throw new IllegalArgumentException(
          "Rows cannot be sorted by '%s': values of a fixed length of more than %d bytes are not compared, because footers have no room for their bounds. Name another column"
              .formatted(column.path(), ValueOrder.LONGEST_FIXED));
    }
    if (!ValueOrder.of(column.type()).isDefined()) {
      throw new IllegalArgumentException(
          "Rows cannot be sorted by '%s': Parquet defines no order for %s. Name another column"
              .formatted(column.path(), column.type()));
    }
    return new SortKey(column, asked.descending(), asked.nullsFirst());
  }

  public org.apache.parquet.format.SortingColumn forFooter() {
    return new org.apache.parquet.format.SortingColumn(column.ordinal(), descending, nullsFirst);
  }
}
