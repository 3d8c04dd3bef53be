package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.AssembledBatch;
import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.refusal.TooLargeException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nullable;

/**
 * The wanted fields of one row group's wanted rows. {@link #next} until it gives null, {@link
 * #close}.
 */
final class RowGroupScan implements Closeable {

  private final ChunkOpening opening;
  private final FileFields fields;
  private final BatchSchema schema;
  private final ScanOptions options;
  private final RowAllowance allowance;
  private final boolean isFiltered;

  /** Rows that the columns have selected, or will have once they are open. */
  private final SelectedRuns selected = new SelectedRuns();

  /** Null before the first row that is wanted. */
  @Nullable private List<HeldColumn> columns;

  /** Null if no more rows are to be selected. */
  @Nullable private RowFilter filter;

  /**
   * @param opening opens the columns when the first rows are wanted
   * @param rows that are read
   * @param filter selects them among these; null if all are wanted. Closed with the scan
   */
  RowGroupScan(
      ChunkOpening opening,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options,
      RowRanges rows,
      @Nullable RowFilter filter) {
    this.opening = opening;
    this.fields = fields;
    this.schema = schema;
    this.options = options;
    this.allowance = new RowAllowance(options.limits().maximumRowBytes());
    this.filter = filter;
    this.isFiltered = filter != null;
    if (!isFiltered) {
      selected.add(rows);
    }
  }

  private void openColumns() throws IOException {
    RowRanges rows = filter == null ? selected.rows() : selected.rows().union(filter.left());
    List<ColumnChunkReader<?>> readers = opening.open(fields.leaves(), rows, allowance);
    columns = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      HeldColumn column =
          new HeldColumn(opening.name(fields.leaves().get(i)), opening.place(), readers.get(i));
      columns.add(column);
      opening.memory().add(column);
    }
    columns.forEach(column -> select(column, selected.rows()));
    if (columns.isEmpty() && !isFiltered) {
      opening.countRows(allowance);
    }
  }

  private void select(RowRanges rows) {
    if (columns != null) {
      columns.forEach(column -> select(column, rows));
    }
    selected.add(rows);
  }

  private static void select(HeldColumn column, RowRanges rows) {
    rows.ranges().forEach(range -> column.reader().select(range.from(), range.to()));
  }

  /** The next rows, at least one; null if there are no more. */
  @Nullable
  ScannedBatch next() throws IOException {
    int count = hold(column -> {});
    if (count == 0) {
      return null;
    }
    AssembledBatch batch = fitting(() -> fields.assemble(lent(reader -> reader.slice(count))));
    opening.memory().rereads().earn(batch.body().sizeInBytes());
    RowRanges rows = selected.take(count);
    return new ScannedBatch(
        RecordBatch.of(schema, count, batch.body(), batch.dictionaries()),
        opening.group().start(),
        rows,
        nextRow(rows));
  }

  /** The same as columns that are not put together. */
  @Nullable
  ScannedColumns nextColumns() throws IOException {
    int count = hold(reader -> reader.keepIds(false));
    if (count == 0) {
      return null;
    }
    List<StoredSlice> leaves = lent(reader -> reader.stored(count));
    List<FieldColumn> found = fitting(() -> fields.columns(leaves));
    RowRanges rows = takeColumns(count);
    return new ScannedColumns(found, opening.group().start(), rows, nextRow(rows));
  }

  /** The same as leaf columns, numbers as ids as well. */
  @Nullable
  ScannedLeaves nextLeaves() throws IOException {
    int count = hold(reader -> reader.keepIds(true));
    if (count == 0) {
      return null;
    }
    List<StoredSlice> leaves = lent(reader -> reader.stored(count));
    requireFitting(leaves);
    RowRanges rows = takeColumns(count);
    return new ScannedLeaves(leaves, opening.group().start(), rows, nextRow(rows));
  }

  private RowRanges takeColumns(int count) {
    long bytes = columns.stream().mapToLong(column -> column.reader().lentBytes()).sum();
    opening.memory().rereads().earn(bytes);
    return selected.take(count);
  }

  /** What the columns lend, each in its place. */
  private <T> List<T> lent(Function<ColumnChunkReader<?>, T> slice) {
    List<T> slices = new ArrayList<>(columns.size());
    columns.forEach(column -> slices.add(slice.apply(column.reader())));
    return slices;
  }

  private long nextRow(RowRanges rows) {
    boolean isLast = filter == null && selected.count() == 0;
    return isLast ? opening.group().rows() : rows.end();
  }

  /**
   * Makes all columns hold the next rows; returns how many, 0 if there are no more.
   *
   * @param prepared what is done with each column before
   */
  private int hold(Consumer<ColumnChunkReader<?>> prepared) throws IOException {
    while (filter != null && selected.count() < options.batchRows()) {
      RowRanges wanted = filter.next();
      if (wanted == null) {
        closeFilter();
      } else {
        select(wanted);
      }
    }
    if (selected.count() == 0) {
      return 0;
    }
    if (columns == null) {
      openColumns();
    }
    columns.forEach(column -> prepared.accept(column.reader()));
    return fill((int) Math.min(options.batchRows(), selected.count()));
  }

  /** Slices that become something. */
  private interface Fitting<T> {
    T together() throws IOException;
  }

  private <T> T fitting(Fitting<T> slices) throws IOException {
    try {
      return slices.together();
    } catch (IOException e) {
      throw unfit(selected.first(), opening.place(), e);
    }
  }

  private void requireFitting(List<StoredSlice> leaves) throws IOException {
    try {
      fields.requireFitting(leaves);
    } catch (IOException e) {
      throw unfit(selected.first(), opening.place(), e);
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
        opening.memory().keep(column);
      } catch (TooLargeException e) {
        throw new IOException(
            "Column '%s' cannot be read in row %d of %s: %s"
                .formatted(column.name(), selected.first(), opening.place(), e.getMessage()),
            e);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    closeFilter();
    if (columns != null) {
      columns.forEach(column -> column.reader().close());
      opening.memory().remove(columns);
    }
  }

  private void closeFilter() {
    if (filter != null) {
      filter.close();
      filter = null;
    }
  }
}
