package io.flinkarrow.parquet;

import io.flinkarrow.parquet.chunk.ChunkState;
import io.flinkarrow.parquet.chunk.ColumnChunkWriter;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.file.OpenRowGroup;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.unfinished.CarriedRowGroup;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The row group at hand: a chunk writer a leaf column, and the row and byte limits at which it
 * ends.
 *
 * <p>Limits are looked at between {@linkplain Stride strides}. Where these end, and so where a row
 * group ends, does not depend on how rows were grouped into batches. In encrypted files strides end
 * earlier and row groups too, so that no chunk gets more pages than the format can count there.
 */
final class RowGroupWriter {

  private final WriterOptions options;
  private final List<LeafColumn> leaves;
  private final FileModules modules;
  private final PageStore store = new PageStore();
  private final Stride stride;

  private final GeometryCollectors geometries;
  private final CompressionRatios compressionRatios;

  /** Whether they know from chunk to chunk what trials have shown. */
  private final boolean columnsLearn;

  /** None before the first row of a row group: files without rows of late hold little. */
  private List<ColumnChunkWriter> columns = List.of();

  private long rowCount;

  private boolean full;

  /**
   * @param leaves all leaf columns, in schema order
   * @param geometries those of which geometries are described
   */
  RowGroupWriter(
      WriterOptions options,
      List<LeafColumn> leaves,
      List<GeometryColumn> geometries,
      FileModules modules) {
    this.options = options;
    this.leaves = leaves;
    this.compressionRatios = new CompressionRatios(leaves.size());
    this.geometries = GeometryCollectors.of(geometries, modules);
    this.modules = modules;
    this.columnsLearn = leaves.stream().anyMatch(leaf -> leaf.settings().encodingByTrial());
    this.stride = new Stride(options.rowGroupBytes());
    stride.begin(0, mostStrideRows());
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
    int rows =
        stride.fitting(leaves, fromRow, Math.min(availableRows, options.rowGroupRows() - rowCount));
    if (rows == 0 && !stride.isEmpty()) {
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
    geometries.add(leaves, fromRow, rows);
    stride.add(leaves, fromRow, rows);
    rowCount += rows;
    if (stride.hasMostRows() || rowCount == options.rowGroupRows()) {
      endStride();
    }
    return rows;
  }

  private void openColumns() {
    List<ColumnChunkWriter> writers = new ArrayList<>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      writers.add(writer(i, compressionRatios.of(i)));
    }
    columns = writers;
  }

  /** Whether each {@link #column} may take rows by itself. */
  boolean takesColumns() {
    return !modules.isEncrypted() && geometries.collectors().isEmpty();
  }

  /** Whether so many rows, whose values take so many bytes, have room beside the rows taken. */
  boolean hasRoomFor(long rows, long bytes) {
    return rows <= options.rowGroupRows() - rowCount
        && bytes <= options.rowGroupBytes() - retainedBytes();
  }

  /** To be given rows of another row group; {@link #endRows} once all columns have them. */
  ColumnChunkWriter column(int leaf) {
    if (columns.isEmpty()) {
      openColumns();
    }
    return columns.get(leaf);
  }

  /** All columns have taken so many rows by themselves. */
  void endRows(long rows) {
    rowCount += rows;
    endStride();
  }

  private ColumnChunkWriter writer(int leaf, float compressionRatio) {
    return new ColumnChunkWriter(leaves.get(leaf), store, compressionRatio, modules.column(leaf));
  }

  private void endStride() {
    long heldBytes = retainedBytes() - besideBytes();
    stride.begin(heldBytes, mostStrideRows());
    full =
        rowCount >= options.rowGroupRows()
            || heldBytes >= options.rowGroupBytes()
            || stride.mostRows() < Math.min(Stride.ROWS, modules.mostPages()) / 2;
  }

  /** Each row of a stride may need a page of its own. */
  private int mostStrideRows() {
    if (!modules.isEncrypted()) {
      return Stride.ROWS;
    }
    int pages = columns.stream().mapToInt(ColumnChunkWriter::pageCount).max().orElse(0);
    return Math.min(Stride.ROWS, modules.mostPages() - pages);
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
    geometries.endRowGroup(chunks);
    file.writeRowGroup(rowCount, chunks, sorted);
    if (!columnsLearn) {
      compressionRatios.take(chunks);
    }
    reset();
  }

  /**
   * The row group as it would be if it ended now; empty if it has no rows. It goes on as before.
   *
   * @param sorted whether the rows are sorted by the sorting columns, if there are any
   */
  Optional<OpenRowGroup> open(boolean sorted) {
    return rowCount == 0 ? Optional.empty() : Optional.of(copy(sorted));
  }

  private OpenRowGroup copy(boolean sorted) {
    List<SealedChunk> chunks = new ArrayList<>(columns.size());
    for (ColumnChunkWriter column : columns) {
      chunks.add(column.copy());
    }
    geometries.describe(chunks);
    return new OpenRowGroup(rowCount, chunks, sorted);
  }

  /** So that {@link #readFrom} makes another one go on as this. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(rowCount);
    stride.writeTo(out);
    out.writeBoolean(!columns.isEmpty());
    for (ColumnChunkWriter column : columns) {
      column.state().writeTo(out);
    }
  }

  /**
   * Becomes the row group of another writer with the same plan.
   *
   * @param tail has the pages
   * @throws IOException if the state, or what is in the tail, is damaged
   */
  void readFrom(DataInput in, ParquetInput tail) throws IOException {
    long rows = in.readLong();
    if (rows < 0 || rows >= options.rowGroupRows()) {
      throw new IOException(
          "A row group should have fewer rows than %d, but has %d"
              .formatted(options.rowGroupRows(), rows));
    }
    stride.readFrom(in);
    if (in.readBoolean()) {
      readColumns(
          in, rows == 0 ? null : CarriedRowGroup.open(tail, rows, options.maximumRowBytes()));
    } else if (rows > 0) {
      throw new IOException("%d rows should have columns, but have none".formatted(rows));
    }
    rowCount = rows;
  }

  private void readColumns(DataInput in, @Nullable CarriedRowGroup carried) throws IOException {
    List<ColumnChunkWriter> writers = new ArrayList<>(leaves.size());
    columns = writers;
    for (int i = 0; i < leaves.size(); i++) {
      ChunkState state = ChunkState.readFrom(in);
      ColumnChunkWriter writer = writer(i, state.compressionRatio());
      writers.add(writer);
      writer.begin(state);
      if (carried != null) {
        carried.writeAgain(leaves.get(i), writer, state);
      }
    }
  }

  /** What is known of chunks before. */
  CompressionRatios compressionRatios() {
    return compressionRatios;
  }

  /** Forgets the rows taken and releases what they held. */
  void reset() {
    columns.forEach(ColumnChunkWriter::reset);
    if (!columnsLearn) {
      columns = List.of();
    }
    store.reset();
    rowCount = 0;
    stride.begin(0, mostStrideRows());
    full = false;
  }

  GeometryCollectors geometries() {
    return geometries;
  }

  /** Heap bytes of the columns' writers and collectors, whatever these hold. */
  long columnBytes() {
    return geometries.heapBytes()
        + columns.stream().mapToLong(ColumnChunkWriter::objectBytes).sum();
  }

  /** Heap bytes of what the columns hold of the row group. */
  long retainedBytes() {
    long total = store.retainedBytes();
    for (ColumnChunkWriter column : columns) {
      total += column.retainedBytes() + column.besideBytes();
    }
    return total;
  }

  /** The part that ends no row group, because it does not depend on the rows alone. */
  private long besideBytes() {
    return columns.stream().mapToLong(ColumnChunkWriter::besideBytes).sum();
  }

  long bufferedBytes() {
    return columns.stream().mapToLong(ColumnChunkWriter::bufferedBytes).sum();
  }
}
