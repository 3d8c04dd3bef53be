package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.AssembledBatch;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.SkippedPages;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.refusal.TooLargeException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The wanted fields of one row group's wanted rows. {@link #open}, {@link #next} until it gives
 * null, {@link #close}.
 */
final class RowGroupScan implements Closeable {

  private final RowGroupChunks group;
  private final String place;
  private final FileFields fields;
  private final BatchSchema schema;
  private final ScanOptions options;
  private final RowAllowance allowance;
  private final ScanMemory memory;
  private final List<HeldColumn> columns = new ArrayList<>();

  /** Rows that the columns have selected. */
  private final SelectedRuns selected = new SelectedRuns();

  /** Null if no more rows are to be selected. */
  @Nullable private RowFilter filter;

  private RowGroupScan(
      RowGroupChunks group,
      String place,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options,
      RowAllowance allowance,
      ScanMemory memory) {
    this.group = group;
    this.place = place;
    this.fields = fields;
    this.schema = schema;
    this.options = options;
    this.allowance = allowance;
    this.memory = memory;
  }

  /**
   * Opens the column chunks of a row group.
   *
   * @param memory what may be held, given back by {@link #close}
   * @param skippedPages counts the pages that are passed over
   * @param fetched what is fetched of the row group; null if nothing is
   * @param rows that are read
   * @param filter selects them among these; null if all are wanted. Closed with the scan
   */
  static RowGroupScan open(
      ParquetInput file,
      FileFooter footer,
      RowGroupChunks group,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options,
      ScanMemory memory,
      SkippedPages skippedPages,
      @Nullable FetchedRanges fetched,
      RowRanges rows,
      @Nullable RowFilter filter)
      throws IOException {
    ChunkOpening opening =
        new ChunkOpening(
            file,
            footer,
            group,
            options.limits(),
            memory,
            skippedPages,
            new RowAllowance(options.limits().maximumRowBytes()),
            fetched,
            options.fetchBytesOfRowGroup());
    RowGroupScan scan =
        new RowGroupScan(
            group, group.place(file), fields, schema, options, opening.allowance(), memory);
    scan.filter = filter;
    try {
      for (int leaf : fields.leaves()) {
        HeldColumn column =
            new HeldColumn(
                opening.name(leaf), scan.place, opening.open(leaf, fields.leaves().size()));
        scan.columns.add(column);
        memory.add(column);
      }
      if (filter == null) {
        scan.select(rows);
        if (scan.columns.isEmpty()) {
          opening.countRows();
        }
      }
      return scan;
    } catch (IOException | RuntimeException | Error e) {
      scan.close();
      throw e;
    }
  }

  private void select(RowRanges rows) {
    for (HeldColumn column : columns) {
      rows.ranges().forEach(range -> column.reader().select(range.from(), range.to()));
    }
    selected.add(rows);
  }

  /** The next rows, at least one; null if there are no more. */
  @Nullable
  ScannedBatch next() throws IOException {
    while (filter != null && selected.count() < options.batchRows()) {
      RowRanges wanted = filter.next();
      if (wanted == null) {
        closeFilter();
      } else {
        select(wanted);
      }
    }
    if (selected.count() == 0) {
      return null;
    }
    int count = fill((int) Math.min(options.batchRows(), selected.count()));
    List<LeafSlice> slices = new ArrayList<>(columns.size());
    for (HeldColumn column : columns) {
      slices.add(column.reader().slice(count));
    }
    AssembledBatch batch = assemble(slices);
    memory.rereads().earn(batch.body().sizeInBytes());
    RowRanges rows = selected.take(count);
    boolean isLast = filter == null && selected.count() == 0;
    return new ScannedBatch(
        RecordBatch.of(schema, count, batch.body(), batch.dictionaries()),
        group.start(),
        rows,
        isLast ? group.rows() : rows.end());
  }

  private AssembledBatch assemble(List<LeafSlice> slices) throws IOException {
    try {
      return fields.assemble(slices);
    } catch (IOException e) {
      throw new IOException(
          "Rows from row %d of %s on cannot be put together: %s"
              .formatted(selected.first(), place, e.getMessage()),
          e);
    }
  }

  /** How many rows all columns hold, at most as many as asked for. */
  private int fill(int most) throws IOException {
    // So that what columns hold without asking for it is no more than a row may have, either.
    long share =
        Math.min(options.batchBytes(), options.limits().maximumRowBytes())
            / Math.max(1, columns.size());
    int bytes = (int) Math.min(Integer.MAX_VALUE, share);
    allowance.nextBatch();
    int rows = most;
    for (HeldColumn column : columns) {
      try {
        rows = column.reader().fill(rows, bytes);
        memory.keep(column);
      } catch (TooLargeException e) {
        throw new IOException(
            "Column '%s' cannot be read in row %d of %s: %s"
                .formatted(column.name(), selected.first(), place, e.getMessage()),
            e);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    closeFilter();
    columns.forEach(column -> column.reader().close());
    memory.remove(columns);
  }

  private void closeFilter() {
    if (filter != null) {
      filter.close();
      filter = null;
    }
  }
}
