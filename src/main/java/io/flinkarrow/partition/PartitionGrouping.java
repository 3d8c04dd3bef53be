package io.flinkarrow.partition;

import java.util.Arrays;
import java.util.List;

/** Rows of a batch by equal values, in the order in which these first appear. For one batch. */
final class PartitionGrouping {

  private static final int NONE = -1;

  private final List<BatchValues> columns;
  private final int[] groupOf;
  private int[] firstRows = new int[16];
  private int groups;

  /** Groups by the hash of their values; as many as a power of two, at least twice the groups. */
  private int[] table = new int[64];

  PartitionGrouping(List<BatchValues> columns, int rows) {
    this.columns = columns;
    this.groupOf = new int[rows];
    Arrays.fill(table, NONE);
    for (int row = 0; row < rows; row++) {
      boolean asBefore = row > 0 && together(row, row - 1);
      groupOf[row] = asBefore ? groupOf[row - 1] : find(row);
    }
  }

  private boolean together(int row, int other) {
    for (BatchValues column : columns) {
      if (!column.together(row, other)) {
        return false;
      }
    }
    return true;
  }

  private int find(int row) {
    int slot = slotOf(row);
    while (table[slot] != NONE) {
      if (together(row, firstRows[table[slot]])) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = groups;
    if (groups == firstRows.length) {
      firstRows = Arrays.copyOf(firstRows, 2 * groups);
    }
    firstRows[groups] = row;
    groups++;
    if (2 * groups > table.length) {
      grow();
    }
    return groups - 1;
  }

  private void grow() {
    table = new int[2 * table.length];
    Arrays.fill(table, NONE);
    for (int group = 0; group < groups; group++) {
      int slot = slotOf(firstRows[group]);
      while (table[slot] != NONE) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = group;
    }
  }

  private int slotOf(int row) {
    long hash = BatchValues.SEED;
    for (BatchValues column : columns) {
      hash = BatchValues.mix(hash, column.isNull(row) ? 0 : column.hash(row));
    }
    return (int) hash & (table.length - 1);
  }

  int groups() {
    return groups;
  }

  int firstRow(int group) {
    return firstRows[group];
  }

  int groupOf(int row) {
    return groupOf[row];
  }
}
