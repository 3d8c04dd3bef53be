package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;

/**
 * Rows of a row group in their order; between them may be others that are not wanted.
 *
 * @param rowGroupStart the first byte of the row group, which names it in its file
 * @param rows their numbers in the row group
 * @param nextRow the number of the first row that was not looked at
 */
public record ScannedBatch(RecordBatch batch, long rowGroupStart, RowRanges rows, long nextRow)
    implements Scanned {}
