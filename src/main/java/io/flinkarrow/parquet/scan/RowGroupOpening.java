package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.parquet.scan.RowGroupFetch.Found;
import io.flinkarrow.parquet.scan.RowSelection.ExactFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    RowSelection selection = RowSelection.of(file, footer, options);
    Set<Integer> leaves = new TreeSet<>(fields.leaves());
    selection.exact().ifPresent(exact -> leaves.addAll(exact.fields().leaves()));
    return new RowGroupOpening(
        file,
        footer,
        fields,
        schema,
        options,
        new ScanMemory(options.limits()),
        new RowGroupFetch(file, footer, selection, leaves, options.fetchBytesOfRowGroup()),
        selection);
  }

  /**
   * Opens a row group.
   *
   * @param firstRow the rows before it are not wanted
   * @param following the row groups that are asked for then, in this order
   * @return null if no row is wanted
   */
  @Nullable
  RowGroupScan open(RowGroupChunks group, long firstRow, List<RowGroupChunks> following)
      throws IOException {
    Found found = fetch.take(group);
    RowRanges rows = found.rows().from(firstRow);
    selection.addSkipped(group.rows() - firstRow - rows.rows(), rows.isEmpty());
    if (rows.isEmpty()) {
      return null;
    }
    Optional<ExactFilter> exact = selection.exact();
    List<Integer> first = exact.map(filter -> filter.fields().leaves()).orElse(fields.leaves());
    // Now, so that it is requested before what is fetched ahead.
    found.bytes().of(first, found.rows());
    fetch.ahead(following, List.of(first));
    ChunkOpening chunks =
        new ChunkOpening(
            file,
            footer,
            found.indexes(),
            found.bytes(),
            options.limits(),
            memory,
            fetch.bytesAhead(following, first),
            selection.skippedPages(),
            options.fetchBytesOfRowGroup());
    return new RowGroupScan(
        chunks,
        fields,
        schema,
        options,
        rows,
        exact.map(e -> filter(e, chunks, rows)).orElse(null));
  }

  private RowFilter filter(ExactFilter exact, ChunkOpening chunks, RowRanges rows) {
    RowGroupScan columns =
        new RowGroupScan(chunks, exact.fields(), exact.schema(), options, rows, null);
    return new RowFilter(columns, exact.filter(), selection, rows);
  }

  ScanCounts counts() {
    return selection.counts();
  }

  /** Stops what is fetched ahead. */
  void cancel() {
    fetch.cancel();
  }
}
