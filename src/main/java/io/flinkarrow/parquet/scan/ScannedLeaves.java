package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.util.List;

/**
 * Rows of a row group in their order, as leaf columns.
 *
 * @param leaves one for each leaf column that is read, lent until the scan goes on
 * @param rowGroupStart the first byte of the row group, which names it in its file
 * @param rows their numbers in the row group
 * @param nextRow the number of the first row that was not looked at
 */
public record ScannedLeaves(
    List<StoredSlice> leaves, long rowGroupStart, RowRanges rows, long nextRow)
    implements Scanned {}
