package io.flinkarrow.row;

import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.LeafRowsWriter;
import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.shred.RowProjection;
import io.flinkarrow.row.shred.RowShredder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Writes one Parquet file from Flink's rows: sorts them by column until there are enough to be
 * encoded a column at a time. A row may be changed by its owner once {@link #write} has returned.
 *
 * <p>Rows wait in buffers of at most about {@value WaitingRows#MAXIMUM_BYTES} bytes, counted in
 * {@link #retainedBytes()} beside the row group. The file is the one that an {@code
 * ArrowParquetWriter} makes of the same rows in batches.
 */
public final class RowParquetWriter implements ParquetWriter {

  private final String where;
  private final LeafRowsWriter file;
  private final RowShredder shredder;
  private final WaitingRows waiting;
  private long encodeNanos;

  private RowParquetWriter(
      LeafRowsWriter file,
      String tableName,
      RowType rowType,
      RowProjection projection,
      FilePlan filePlan) {
    SchemaPlan plan = filePlan.schema();
    this.where = tableName.isEmpty() ? "" : "Table " + tableName + ", ";
    this.file = file;
    this.shredder =
        new RowShredder(rowType, plan, projection, filePlan.options().maximumRowBytes());
    this.waiting = new WaitingRows(plan.leaves().size());
  }

  /**
   * Opens a writer for rows of a type.
   *
   * <pre>{@code
   * try (RowParquetWriter writer = RowParquetWriter.open(out, "flights", rowType, options)) {
   *   for (RowData row : rows) {
   *     writer.write(row);
   *   }
   *   writer.finish();
   * }
   * }</pre>
   *
   * @param out receives the file; not closed by the writer. Small writes are buffered.
   * @param tableName what messages call the rows' table; may be empty
   * @throws UnsupportedOperationException if a field's type has no place in the file; the message
   *     names its path and what to do
   * @throws IllegalArgumentException if the options name a column that the type lacks
   */
  public static RowParquetWriter open(
      OutputStream out, String tableName, RowType rowType, WriterOptions options) {
    return open(
        out,
        tableName,
        rowType,
        RowProjection.all(rowType.getFieldCount()),
        plan(rowType, options));
  }

  /**
   * The same for one of many files, which share their plan.
   *
   * @param rowType of the fields that are written
   * @param projection where rows have these
   * @param plan the {@link #plan} of the type and the options
   */
  public static RowParquetWriter open(
      OutputStream out,
      String tableName,
      RowType rowType,
      RowProjection projection,
      FilePlan plan) {
    return new RowParquetWriter(
        new LeafRowsWriter(
            Objects.requireNonNull(out, "out"), Objects.requireNonNull(plan, "plan")),
        Objects.requireNonNull(tableName, "tableName"),
        Objects.requireNonNull(rowType, "rowType"),
        Objects.requireNonNull(projection, "projection"),
        plan);
  }

  /**
   * Goes on with a file that another writer left: {@code RowParquetWriter.resume(out, "flights",
   * rowType, options, UnfinishedFile.of(in.readAllBytes()))}.
   *
   * @param out stands at {@link UnfinishedFile#writtenBytes()} of the file; not closed by the
   *     writer
   * @param options others than the file was begun with hold from the next row group on
   * @throws IllegalArgumentException if the file can only be finished
   * @throws IOException if the bytes of the unfinished file are damaged, or the stream fails
   * @see #open(OutputStream, String, RowType, WriterOptions)
   */
  public static RowParquetWriter resume(
      OutputStream out,
      String tableName,
      RowType rowType,
      WriterOptions options,
      UnfinishedFile unfinished)
      throws IOException {
    return resume(
        out,
        tableName,
        rowType,
        RowProjection.all(rowType.getFieldCount()),
        plan(rowType, options),
        unfinished);
  }

  /**
   * The same for one of many files, which share their plan.
   *
   * @see #open(OutputStream, String, RowType, RowProjection, FilePlan)
   */
  public static RowParquetWriter resume(
      OutputStream out,
      String tableName,
      RowType rowType,
      RowProjection projection,
      FilePlan plan,
      UnfinishedFile unfinished)
      throws IOException {
    return new RowParquetWriter(
        LeafRowsWriter.resume(out, plan, unfinished), tableName, rowType, projection, plan);
  }

  /**
   * How rows of a type are written with options; immutable.
   *
   * @throws UnsupportedOperationException if a field's type has no place in the file; the message
   *     names its path and what to do
   * @throws IllegalArgumentException if the options name a column that the type lacks
   */
  public static FilePlan plan(RowType rowType, WriterOptions options) {
    return FilePlan.of(RowSchema.of(rowType), options);
  }

  /**
   * Takes a row, which must be an insertion.
   *
   * @return whether what the writer holds changed by more than the row: waiting rows were encoded,
   *     or their buffers have grown
   * @throws RefusedRowsException if a value has no place in its column, such as a null in a NOT
   *     NULL one; the message names table, column and the row's position in the file, from 0
   * @throws IllegalStateException if the writer is failed, finished or closed
   * @throws IOException if the stream fails
   */
  public boolean write(RowData row) throws IOException {
    file.checkWritable();
    long allocated = shredder.retainedBytes();
    try {
      RowCheck.requireInsertion(row);
      shredder.add(row);
    } catch (RefusedValueException e) {
      throw refused("column %s, ".formatted(e.path()), e.problem(), e);
    } catch (RefusedRowsException e) {
      throw refused("", e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    if (!waiting.areEnough(shredder)) {
      return shredder.retainedBytes() != allocated;
    }
    encodeWaitingRows();
    return true;
  }

  /** The writer is failed with it. */
  private RefusedRowsException refused(String column, String problem, RuntimeException cause) {
    RefusedRowsException refusal =
        new RefusedRowsException(
            "%s%srow %d of the part file: %s".formatted(where, column, rowsWritten(), problem),
            cause);
    fail(refusal);
    return refusal;
  }

  private void encodeWaitingRows() throws IOException {
    long start = System.nanoTime();
    try {
      file.write(shredder.leaves(), shredder.rowCount());
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    encodeNanos += System.nanoTime() - start;
    waiting.follow(file.rowGroupRows());
    if (WaitingRows.areLarge(shredder)) {
      shredder.release();
    } else {
      shredder.clear();
    }
  }

  @Override
  public long bufferedBytes() {
    return file.bufferedBytes() + shredder.waitingBytes();
  }

  @Override
  public long retainedBytes() {
    return file.retainedBytes() + shredder.retainedBytes();
  }

  @Override
  public long flushableBytes() {
    return file.flushableBytes() + shredder.retainedBytes();
  }

  @Override
  public long footerEntryBytes() {
    return file.footerEntryBytes();
  }

  @Override
  public long rowsWritten() {
    return file.rowsWritten() + shredder.rowCount();
  }

  /** The time spent so far on making pages of rows that were sorted by column, in nanoseconds. */
  public long encodeNanos() {
    return encodeNanos;
  }

  @Override
  public int rowGroupsWritten() {
    return file.rowGroupsWritten();
  }

  @Override
  public void flushRowGroup() throws IOException {
    file.checkWritable();
    encodeWaitingRows();
    shredder.release();
    file.flushRowGroup();
  }

  /**
   * Adds an entry to the file's key-value metadata, in place of one of the same key: {@code
   * writer.addKeyValueMetadata("last.offset", "4711")} after the last row, before {@code finish}.
   *
   * @throws IllegalArgumentException if the key is empty or the writer's own
   * @throws IllegalStateException if the writer is failed, finished or closed
   */
  public void addKeyValueMetadata(String key, String value) {
    file.addKeyValueMetadata(key, value);
  }

  /** What the row groups written so far hold, without the footer's bytes and checksums. */
  public FileSummary summarySoFar() {
    return file.summarySoFar();
  }

  @Override
  public UnfinishedFile snapshot() throws IOException {
    file.checkWritable();
    if (shredder.rowCount() > 0) {
      encodeWaitingRows();
    }
    return file.snapshot();
  }

  @Override
  public FileSummary finish() throws IOException {
    if (shredder.rowCount() > 0) {
      encodeWaitingRows();
    }
    shredder.release();
    return file.finish();
  }

  @Override
  public void close() {
    shredder.release();
    file.close();
  }

  private void fail(Throwable cause) {
    shredder.release();
    file.fail(cause);
  }
}
