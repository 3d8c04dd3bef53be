package io.flinkarrow.partition;

import java.util.List;

/** Which directories a batch's rows belong to. For one batch. */
final class RowsByDirectory {

  /** Those first whose rows appear first. */
  final List<String> names;

  private final PartitionGrouping groups;
  private final int[] directoryOfGroup;
  private final int rowCount;

  /**
   * @param directoryOfGroup the position in {@code names} of each group
   */
  RowsByDirectory(
      List<String> names, PartitionGrouping groups, int[] directoryOfGroup, int rowCount) {
    this.names = names;
    this.groups = groups;
    this.directoryOfGroup = directoryOfGroup;
    this.rowCount = rowCount;
  }

  /** The rows of each directory, in the batch's order; sorted out anew by each call. */
  int[][] rows() {
    int[] counts = new int[names.size()];
    for (int row = 0; row < rowCount; row++) {
      counts[directoryOf(row)]++;
    }
    int[][] rows = new int[counts.length][];
    for (int directory = 0; directory < counts.length; directory++) {
      rows[directory] = new int[counts[directory]];
      counts[directory] = 0;
    }
    for (int row = 0; row < rowCount; row++) {
      int directory = directoryOf(row);
      rows[directory][counts[directory]++] = row;
    }
    return rows;
  }

  private int directoryOf(int row) {
    return directoryOfGroup[groups.groupOf(row)];
  }
}
