package io.flinkarrow.partition;

import java.util.List;

/** Which folders a batch's rows belong to. For one batch. */
final class Folders {

  /** Those first whose rows appear first. */
  final List<String> names;

  private final RowGroups groups;
  private final int[] folderOfGroup;
  private final int rowCount;

  /**
   * @param folderOfGroup the position in {@code names} of each group
   */
  Folders(List<String> names, RowGroups groups, int[] folderOfGroup, int rowCount) {
    this.names = names;
    this.groups = groups;
    this.folderOfGroup = folderOfGroup;
    this.rowCount = rowCount;
  }

  /** The rows of each folder, in the batch's order; sorted out anew by each call. */
  int[][] rows() {
    int[] counts = new int[names.size()];
    for (int row = 0; row < rowCount; row++) {
      counts[folderOf(row)]++;
    }
    int[][] rows = new int[counts.length][];
    for (int folder = 0; folder < counts.length; folder++) {
      rows[folder] = new int[counts[folder]];
      counts[folder] = 0;
    }
    for (int row = 0; row < rowCount; row++) {
      int folder = folderOf(row);
      rows[folder][counts[folder]++] = row;
    }
    return rows;
  }

  private int folderOf(int row) {
    return folderOfGroup[groups.groupOf(row)];
  }
}
