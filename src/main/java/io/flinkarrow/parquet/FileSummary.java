package io.flinkarrow.parquet;

import java.util.List;

/**
 * What a finished file holds.
 *
 * @param rows rows in the file
 * @param rowGroups row groups in the file
 * @param bytes bytes this writer sent to the stream, magic numbers and footer included
 * @param columns one entry a leaf column, in schema order
 */
public record FileSummary(long rows, int rowGroups, long bytes, List<ColumnSummary> columns) {

  public FileSummary {
    columns = List.copyOf(columns);
  }

  /**
   * One leaf column over all row groups.
   *
   * @param path dotted path in the Parquet schema
   * @param values level entries, nulls included
   * @param uncompressedBytes pages with their headers, before compression
   * @param compressedBytes pages with their headers, as they lie in the file
   */
  public record ColumnSummary(
      String path, long values, long uncompressedBytes, long compressedBytes) {}
}
