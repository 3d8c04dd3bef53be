package io.flinkarrow.parquet;

import io.flinkarrow.parquet.chunk.ColumnChunkWriter;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.geo.GeometryCollector;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The row group at hand: a chunk writer a leaf column, and the row and byte limits at which it
 * ends.
 *
 * <p>Limits are looked at between <em>strides</em>: stretches of rows that end after {@link
 * #STRIDE_ROWS} rows or a number of bytes of values, counted across batches. The bytes are a
 * quarter of what the row group may still hold and get less towards its end, so that the retained
 * heap overshoots its limit by little however large a batch is. Where strides end, and so where a
 * row group ends, does not depend on how rows were grouped into batches. In encrypted files strides
 * end earlier and row groups too, so that no chunk gets more pages than the format can count there.
 */
final class RowGroupWriter {

  static final int STRIDE_ROWS = 65_536;

  /**
   * Each column takes the rows of a stride at a time, so that long strides find its dictionary in
   * the processor's cache. A column chunk may hold several times the bytes of its values while it
   * tries a dictionary, hence no more than this part of the room that is left.
   */
  private static final int STRIDES_OF_ROOM = 4;

  /** A stride is at least this part of a row group or this long, whichever is less. */
  private static final int MOST_STRIDES = 16;

  private static final long LEAST_STRIDE_BYTES = 8 << 20;

  /** The most rows that are tried first when looking for those that fit into a stride. */
  private static final int LONGEST_FIRST_STEP = 256;

  private final WriterOptions options;
  private final List<LeafColumn> leaves;
  private final FileModules modules;
  private final PageStore store = new PageStore();

  /** One for each column of geometries. */
  private final List<GeometryCollector> geometries;

  /** Whether they know from chunk to chunk what trials have shown. */
  private final boolean columnsLearn;

  /** None before the first row of a row group: files without rows of late hold little. */
  private List<ColumnChunkWriter> columns = List.of();

  /** Of each column's last chunk; null before the first. */
  @Nullable private float[] compressionRatios;

  private long rowCount;

  /** The rows that are tried first when looking for those that fit into a stride. */
  private int firstStep = LONGEST_FIRST_STEP;

  private int strideRows;
  private long strideBytes;
  private long mostStrideBytes;
  private int mostStrideRows;
  private boolean full;

  RowGroupWriter(FilePlan plan, FileModules modules) {
    this.options = plan.options();
    this.leaves = plan.columns();
    this.geometries = plan.schema().geometries().stream().map(GeometryCollector::new).toList();
    this.modules = modules;
    this.columnsLearn = leaves.stream().anyMatch(leaf -> leaf.settings().encodingByTrial());
    this.mostStrideBytes = mostStrideBytes(0);
    this.mostStrideRows = mostStrideRows();
  }

  long rowCount() {
    return rowCount;
  }

  /** Whether a limit was reached when the last stride ended: the row group is to be flushed. */
  boolean isFull() {
    return full;
  }

  /**
   * Takes rows of a batch, at most up to the end of the current stride. Look at {@link #isFull()}
   * before the next call.
   *
   * @param leaves one a leaf column, in schema order
   * @return how many rows were taken; 0 if the first of them begins a new stride
   */
  int write(List<? extends LeafRows> leaves, int fromRow, int availableRows) {
    int limit = Math.min(availableRows, mostStrideRows - strideRows);
    int rows =
        rowsWithinStride(leaves, fromRow, (int) Math.min(limit, options.rowGroupRows() - rowCount));
    if (rows == 0 && strideRows > 0) {
      endStride();
      return 0;
    }
    rows = Math.max(rows, 1);
    if (columns.isEmpty()) {
      openColumns();
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).write(leaves.get(i), fromRow, rows);
    }
    for (GeometryCollector collector : geometries) {
      collector.add(leaves.get(collector.column().ordinal()), fromRow, rows);
    }
    strideRows += rows;
    strideBytes += totalBytes(leaves, fromRow, fromRow + rows);
    rowCount += rows;
    if (strideRows == mostStrideRows || rowCount == options.rowGroupRows()) {
      endStride();
    }
    return rows;
  }

  private void openColumns() {
    List<ColumnChunkWriter> writers = new ArrayList<>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      float ratio = compressionRatios == null ? 1 : compressionRatios[i];
      writers.add(new ColumnChunkWriter(leaves.get(i), store, ratio, modules.column(i)));
    }
    columns = writers;
  }

  /**
   * Begins with as many rows as fitted last, doubles its step until rows no longer fit and then
   * halves it: the sizes of dictionary-encoded values are added up row by row, which for all rows
   * offered would cost more than encoding those that fit.
   */
  private int rowsWithinStride(List<? extends LeafRows> leaves, int fromRow, int limit) {
    long available = mostStrideBytes - strideBytes;
    if (available < 0) {
      return 0;
    }
    int fits = 0;
    int exceeds = limit + 1;
    int step = firstStep;
    while (exceeds - fits > 1) {
      int probe = Math.min(fits + step, exceeds - 1);
      long bytes = totalBytes(leaves, fromRow + fits, fromRow + probe);
      if (bytes <= available) {
        available -= bytes;
        fits = probe;
      } else {
        exceeds = probe;
      }
      step = exceeds > limit ? 2 * step : Math.max(1, (exceeds - fits) / 2);
    }
    if (fits > 0 || strideRows == 0) {
      firstStep = Math.max(1, Math.min(fits, LONGEST_FIRST_STEP));
    }
    return fits;
  }

  private static long totalBytes(List<? extends LeafRows> leaves, int fromRow, int toRow) {
    long total = 0;
    for (int i = 0; i < leaves.size(); i++) {
      total += leaves.get(i).valueBytes(fromRow, toRow);
    }
    return total;
  }

  private void endStride() {
    long retainedBytes = retainedBytes();
    strideRows = 0;
    strideBytes = 0;
    mostStrideBytes = mostStrideBytes(retainedBytes);
    mostStrideRows = mostStrideRows();
    full =
        rowCount >= options.rowGroupRows()
            || retainedBytes >= options.rowGroupBytes()
            || mostStrideRows < Math.min(STRIDE_ROWS, modules.mostPages()) / 2;
  }

  /** Each row of a stride may need a page of its own. */
  private int mostStrideRows() {
    if (!modules.isEncrypted()) {
      return STRIDE_ROWS;
    }
    int pages = 0;
    for (ColumnChunkWriter column : columns) {
      pages = Math.max(pages, column.pageCount());
    }
    return Math.min(STRIDE_ROWS, modules.mostPages() - pages);
  }

  private long mostStrideBytes(long retainedBytes) {
    long least = Math.min(LEAST_STRIDE_BYTES, options.rowGroupBytes() / MOST_STRIDES);
    return Math.max(least, (options.rowGroupBytes() - retainedBytes) / STRIDES_OF_ROOM);
  }

  /**
   * Seals every chunk, sends them to the file and makes ready for the next row group.
   *
   * @param sorted whether the rows are sorted by the sorting columns, if there are any
   */
  void flushTo(ParquetFileAssembler file, boolean sorted) throws IOException {
    List<SealedChunk> chunks = new ArrayList<>(columns.size());
    for (ColumnChunkWriter column : columns) {
      chunks.add(column.seal());
    }
    for (GeometryCollector collector : geometries) {
      chunks.set(
          collector.column().ordinal(),
          chunks.get(collector.column().ordinal()).withGeometries(collector.endRowGroup()));
    }
    file.writeRowGroup(rowCount, chunks, sorted);
    if (!columnsLearn) {
      compressionRatios = new float[columns.size()];
      for (int i = 0; i < columns.size(); i++) {
        compressionRatios[i] = (float) chunks.get(i).compressionRatio();
      }
    }
    reset();
  }

  /** Forgets the rows taken and releases what they held. */
  void reset() {
    columns.forEach(ColumnChunkWriter::reset);
    if (!columnsLearn) {
      columns = List.of();
    }
    store.reset();
    rowCount = 0;
    strideRows = 0;
    strideBytes = 0;
    mostStrideBytes = mostStrideBytes(0);
    mostStrideRows = mostStrideRows();
    full = false;
  }

  /** Those of the row groups flushed so far. */
  List<GeometryCollector> geometries() {
    return geometries.stream().map(this::shown).toList();
  }

  /** Box and types of a column are as secret as its statistics. */
  private GeometryCollector shown(GeometryCollector collector) {
    return modules.column(collector.column().ordinal()).hidesMetadata()
        ? new GeometryCollector(collector.column())
        : collector;
  }

  /** Heap bytes of the columns' writers and collectors, whatever these hold. */
  long columnBytes() {
    long total = (long) GeometryCollector.OBJECT_BYTES * geometries.size();
    for (ColumnChunkWriter column : columns) {
      total += column.objectBytes();
    }
    return total;
  }

  /** Heap bytes of what the columns hold of the row group. */
  long retainedBytes() {
    long total = store.retainedBytes();
    for (ColumnChunkWriter column : columns) {
      total += column.retainedBytes();
    }
    return total;
  }

  long bufferedBytes() {
    long total = 0;
    for (ColumnChunkWriter column : columns) {
      total += column.bufferedBytes();
    }
    return total;
  }
}
