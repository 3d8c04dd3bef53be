package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.util.List;

/**
 * Rows of a row group in their order, as columns that are not put together; between them may be
 * others that are not wanted.
 *
 * @param columns one for each field that is read. Levels in them are lent until the scan goes on,
 *     values may be kept
 * @param rowGroupStart the first byte of the row group, which names it in its file
 * @param rows their numbers in the row group
 * @param nextRow the number of the first row that was not looked at
 */
public record ScannedColumns(
    List<FieldColumn> columns, long rowGroupStart, RowRanges rows, long nextRow)
    implements Scanned {}
