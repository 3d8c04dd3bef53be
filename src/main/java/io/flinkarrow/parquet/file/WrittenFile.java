package io.flinkarrow.parquet.file;

import java.util.List;

/**
 * What a finished file holds.
 *
 * @param rows rows of all row groups
 * @param rowGroups row groups
 * @param bytes from the first magic number to the last
 * @param columns one entry a leaf column, in schema order
 */
public record WrittenFile(long rows, int rowGroups, long bytes, List<WrittenColumn> columns) {

  public WrittenFile {
    columns = List.copyOf(columns);
  }

  /**
   * One leaf column over all row groups.
   *
   * @param path dotted path
   * @param values level entries, nulls included
   * @param uncompressedBytes pages with their headers, before compression
   * @param compressedBytes pages with their headers, as they lie in the file
   */
  public record WrittenColumn(
      String path, long values, long uncompressedBytes, long compressedBytes) {}
}
