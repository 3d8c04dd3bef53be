package io.flinkarrow.partition;

import java.util.List;

/** Which folders a batch's rows belong to. For one batch. */
final class Folders {

  /** Those first whose rows appear first. */
  final List<String> names;

  private final int[][] rows;

  /**
   * @param folderOfGroup the position in {@code names} of each group
   */
  Folders(List<String> names, RowGroups groups, int[] folderOfGroup, int rowCount) {
    this.names = names;
    int[] counts = new int[names.size()];
    for (int row = 0; row < rowCount; row++) {
      counts[folderOfGroup[groups.groupOf(row)]]++;
    }
    this.rows = new int[counts.length][];
    for (int folder = 0; folder < counts.length; folder++) {
      rows[folder] = new int[counts[folder]];
      counts[folder] = 0;
    }
    for (int row = 0; row < rowCount; row++) {
      int folder = folderOfGroup[groups.groupOf(row)];
      rows[folder][counts[folder]++] = row;
    }
  }

  /** The rows of a folder, in the batch's order. */
  int[] rows(int folder) {
    return rows[folder];
  }
}
