package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.AssembledBatch;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageMemory;
import io.flinkarrow.refusal.TooLargeException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The wanted fields of one row group's rows. {@link #open}, {@link #next} until all rows are read,
 * {@link #close}.
 */
final class RowGroupScan implements Closeable {

  private final String place;
  private final List<String> names;
  private final long rowCount;
  private final FileFields fields;
  private final BatchSchema schema;
  private final ScanOptions options;
  private final RowAllowance allowance;
  private final List<ColumnChunkReader<?>> columns;
  private long row;

  private RowGroupScan(
      String place,
      List<String> names,
      long rowCount,
      long firstRow,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options,
      RowAllowance allowance,
      List<ColumnChunkReader<?>> columns) {
    this.place = place;
    this.names = names;
    this.rowCount = rowCount;
    this.fields = fields;
    this.schema = schema;
    this.options = options;
    this.allowance = allowance;
    this.columns = columns;
    this.row = firstRow;
  }

  /**
   * Opens the column chunks of a row group.
   *
   * @param pageMemory what pages may take, given back by {@link #close}
   * @param fetched what is fetched of the row group; null if nothing is
   * @param firstRow the first one that is read
   */
  static RowGroupScan open(
      ParquetInput file,
      FileFooter footer,
      RowGroupChunks group,
      FileFields fields,
      BatchSchema schema,
      ScanOptions options,
      PageMemory pageMemory,
      @Nullable FetchedRanges fetched,
      long firstRow)
      throws IOException {
    ChunkOpening opening =
        new ChunkOpening(
            file,
            footer,
            group,
            options.limits(),
            pageMemory,
            new RowAllowance(options.limits().maximumRowBytes()),
            fetched,
            options.fetchBytes() / 2);
    List<ColumnChunkReader<?>> columns = new ArrayList<>();
    RowGroupScan scan =
        new RowGroupScan(
            group.place(file),
            opening.names(fields.leaves()),
            group.rows(),
            firstRow,
            fields,
            schema,
            options,
            opening.allowance(),
            columns);
    try {
      for (int leaf : fields.leaves()) {
        ColumnChunkReader<?> column = opening.open(leaf, fields.leaves().size());
        columns.add(column);
        column.select(firstRow, group.rows());
      }
      if (columns.isEmpty()) {
        opening.countRows();
      }
      return scan;
    } catch (IOException | RuntimeException | Error e) {
      scan.close();
      throw e;
    }
  }

  /** The next rows, at least one; there must be one more. */
  RecordBatch next() throws IOException {
    int rows = fill((int) Math.min(options.batchRows(), rowCount - row));
    List<LeafSlice> slices = new ArrayList<>(columns.size());
    for (ColumnChunkReader<?> column : columns) {
      slices.add(column.slice(rows));
    }
    AssembledBatch batch = assemble(slices);
    row += rows;
    return RecordBatch.of(schema, rows, batch.body(), batch.dictionaries());
  }

  private AssembledBatch assemble(List<LeafSlice> slices) throws IOException {
    try {
      return fields.assemble(slices);
    } catch (IOException e) {
      throw new IOException(
          "Rows from row %d of %s on cannot be put together: %s"
              .formatted(row, place, e.getMessage()),
          e);
    }
  }

  /** How many rows all columns hold, at most as many as asked for. */
  private int fill(int most) throws IOException {
    int bytes =
        (int) Math.min(Integer.MAX_VALUE, options.batchBytes() / Math.max(1, columns.size()));
    allowance.nextBatch();
    int rows = most;
    for (int i = 0; i < columns.size(); i++) {
      try {
        rows = columns.get(i).fill(rows, bytes);
      } catch (TooLargeException e) {
        throw new IOException(
            "Column '%s' cannot be read in row %d of %s: %s"
                .formatted(names.get(i), row, place, e.getMessage()),
            e);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    columns.forEach(ColumnChunkReader::close);
  }
}
