package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.AssembledBatch;
import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.StoredSlice;
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
    int count = hold();
    if (count == 0) {
      return null;
    }
    AssembledBatch batch = fitting(() -> fields.assemble(slices(count)));
    memory.rereads().earn(batch.body().sizeInBytes());
    RowRanges rows = selected.take(count);
    return new ScannedBatch(
        RecordBatch.of(schema, count, batch.body(), batch.dictionaries()),
        group.start(),
        rows,
        nextRow(rows));
  }

  /** The same as columns that are not put together. */
  @Nullable
  ScannedColumns nextColumns() throws IOException {
    columns.forEach(column -> column.reader().keepIds());
    int count = hold();
    if (count == 0) {
      return null;
    }
    List<FieldColumn> found = fitting(() -> fields.columns(stored(count)));
    memory.rereads().earn(columns.stream().mapToLong(column -> column.reader().lentBytes()).sum());
    RowRanges rows = selected.take(count);
    return new ScannedColumns(found, group.start(), rows, nextRow(rows));
  }

  private List<LeafSlice> slices(int count) {
    List<LeafSlice> slices = new ArrayList<>(columns.size());
    columns.forEach(column -> slices.add(column.reader().slice(count)));
    return slices;
  }

  private List<StoredSlice> stored(int count) {
    List<StoredSlice> slices = new ArrayList<>(columns.size());
    columns.forEach(column -> slices.add(column.reader().stored(count)));
    return slices;
  }

  private long nextRow(RowRanges rows) {
    boolean isLast = filter == null && selected.count() == 0;
    return isLast ? group.rows() : rows.end();
  }

  /** Makes all columns hold the next rows; returns how many, 0 if there are no more. */
  private int hold() throws IOException {
    while (filter != null && selected.count() < options.batchRows()) {
      RowRanges wanted = filter.next();
      if (wanted == null) {
        closeFilter();
      } else {
        select(wanted);
      }
    }
    return selected.count() == 0 ? 0 : fill((int) Math.min(options.batchRows(), selected.count()));
  }

  /** Slices that become something. */
  private interface Fitting<T> {
    T together() throws IOException;
  }

  private <T> T fitting(Fitting<T> slices) throws IOException {
    try {
      return slices.together();
    } catch (IOException e) {
      throw unfit(selected.first(), place, e);
    }
  }

  /** That slices of leaf columns do not become rows. */
  static IOException unfit(long firstRow, String place, IOException cause) {
    return new IOException(
        "Rows from row %d of %s on cannot be put together: %s"
            .formatted(firstRow, place, cause.getMessage()),
        cause);
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
