package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.parquet.scan.RowSelection.ExactFilter;
import java.io.IOException;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Opens row groups of one file for the rows of them that are wanted, and fetches what these need.
 *
 * @param file may be read by two threads
 * @param memory that the row groups share; one is open at a time
 */
record RowGroupOpening(
    ParquetInput file,
    FileFooter footer,
    FileFields fields,
    BatchSchema schema,
    ScanOptions options,
    ScanMemory memory,
    RowGroupFetch fetch,
    RowSelection selection) {

  /**
   * @throws IllegalArgumentException if an exact filter does not fit the type of a column
   */
  static RowGroupOpening of(
      ParquetInput file,
      FileFooter footer,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options) {
    return new RowGroupOpening(
        file,
        footer,
        fields,
        schema,
        options,
        new ScanMemory(options.limits()),
        new RowGroupFetch(file, footer, fields.leaves(), options.fetchBytesOfRowGroup()),
        RowSelection.of(file, footer, options));
  }

  /**
   * Opens a row group.
   *
   * @param firstRow the rows before it are not wanted
   * @param next the row group that is asked for then; null if there is none
   * @return null if no row is wanted
   */
  @Nullable
  RowGroupScan open(RowGroupChunks group, long firstRow, @Nullable RowGroupChunks next)
      throws IOException {
    RowRanges rows = selection.rows(group, firstRow);
    if (rows.isEmpty()) {
      return null;
    }
    Optional<ExactFilter> exact = selection.exact();
    RowFilter filter = null;
    if (exact.isPresent()) {
      RowGroupScan columns =
          open(group, exact.get().fields(), exact.get().schema(), null, rows, null);
      filter = new RowFilter(columns, exact.get().filter(), selection);
    }
    return open(group, fields, schema, fetched(group, next), rows, filter);
  }

  private RowGroupScan open(
      RowGroupChunks group,
      FileFields read,
      BatchSchema schemaOfRead,
      @Nullable FetchedRanges fetched,
      RowRanges rows,
      @Nullable RowFilter filter)
      throws IOException {
    return RowGroupScan.open(
        file,
        footer,
        group,
        read,
        schemaOfRead,
        options,
        memory,
        selection.skippedPages(),
        fetched,
        rows,
        filter);
  }

  /** Nothing if rows are chosen: columns fetch pieces then, as far as they are read. */
  @Nullable
  private FetchedRanges fetched(RowGroupChunks group, @Nullable RowGroupChunks next)
      throws IOException {
    if (!selection.isAll()) {
      return null;
    }
    FetchedRanges fetched = fetch.take(group);
    if (next != null) {
      fetch.ahead(next);
    }
    memory.fetched(fetch.heldBytes());
    return fetched;
  }

  ScanCounts counts() {
    return selection.counts();
  }

  /** Stops what is fetched ahead. */
  void cancel() {
    fetch.cancel();
  }
}
