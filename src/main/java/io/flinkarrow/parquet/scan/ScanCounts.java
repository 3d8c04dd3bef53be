package io.flinkarrow.parquet.scan;

/**
 * What a scan left out because of its filter, so far.
 *
 * @param rowGroupsSkipped row groups of which no row was wanted, by what the file says of them
 * @param pagesSkipped data pages of other row groups that were passed over, because no row of them
 *     was wanted
 * @param rowsSkipped rows that were not decoded for that reason: those of skipped row groups, and
 *     those of pages in other ones
 * @param rowsFiltered rows that were decoded and were not wanted
 */
public record ScanCounts(
    long rowGroupsSkipped, long pagesSkipped, long rowsSkipped, long rowsFiltered) {

  static final ScanCounts NONE = new ScanCounts(0, 0, 0, 0);

  ScanCounts plusSkipped(long rows, boolean wholeGroup) {
    return new ScanCounts(
        rowGroupsSkipped + (wholeGroup ? 1 : 0), pagesSkipped, rowsSkipped + rows, rowsFiltered);
  }

  ScanCounts plusFiltered(long rows) {
    return new ScanCounts(rowGroupsSkipped, pagesSkipped, rowsSkipped, rowsFiltered + rows);
  }

  ScanCounts withPagesSkipped(long pages) {
    return new ScanCounts(rowGroupsSkipped, pages, rowsSkipped, rowsFiltered);
  }
}
