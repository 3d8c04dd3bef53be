package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.file.ColumnTotals;
import io.flinkarrow.parquet.file.DigestingOutput;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.file.WrittenRowGroups;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.sort.SortCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * Writes one Parquet file from rows that are shredded to leaf columns already. Writers for a kind
 * of input shred it and hand it on to this; an input that they refuse they report by {@link
 * #fail(Throwable)}, so that their file fails with it.
 */
public final class LeafRowsWriter implements ParquetWriter {

  /** Heap bytes that a file takes for a column before its first row and between row groups. */
  private static final int IDLE_COLUMN_BYTES = 8;

  /** The file's own objects, whatever its columns. */
  private static final int IDLE_FILE_BYTES = 1024;

  private final FilePlan plan;
  private final FileModules modules;
  private final ParquetFileAssembler file;
  private final RowGroupWriter rowGroup;
  private final RowLimit rowLimit;

  /** Null if rows are in any order. */
  @Nullable private final SortCheck sortCheck;

  private final AddedMetadata addedMetadata = new AddedMetadata();

  /** Between the file and its stream; null without checksums of the file. */
  @Nullable private final DigestingOutput digests;

  private long rowsWritten;
  private FileSummary summary;
  private Throwable failure;
  private boolean closed;

  /**
   * @param out receives the file; not closed by the writer. Small writes are buffered.
   */
  public LeafRowsWriter(OutputStream out, FilePlan plan) {
    this(out, plan, WrittenRowGroups.NONE);
  }

  private LeafRowsWriter(OutputStream out, FilePlan plan, WrittenRowGroups written) {
    this.plan = plan;
    Objects.requireNonNull(out, "out");
    this.modules = plan.openModules();
    this.digests = plan.options().fileChecksums() ? new DigestingOutput(out) : null;
    this.file =
        new ParquetFileAssembler(
            digests == null ? out : digests, plan.footerSchema(), modules, written);
    this.rowGroup =
        new RowGroupWriter(plan.options(), plan.columns(), plan.schema().geometries(), modules);
    this.rowLimit = new RowLimit(plan.columns(), plan.options().maximumRowBytes());
    this.sortCheck =
        plan.sortKeys().isEmpty()
            ? null
            : new SortCheck(plan.sortKeys(), plan.options().schema.unsortedRows);
  }

  /**
   * Goes on with a file that another writer left.
   *
   * @param out stands at {@link UnfinishedFile#writtenBytes()}
   * @throws IllegalArgumentException if the file can only be finished
   * @throws IOException if the bytes of the unfinished file are damaged, or the stream fails
   */
  public static LeafRowsWriter resume(OutputStream out, FilePlan plan, UnfinishedFile unfinished)
      throws IOException {
    WriterState state = WriterState.read(unfinished, plan);
    state.writeEndedTo(out);
    LeafRowsWriter writer = new LeafRowsWriter(out, plan, state.written());
    state.restore(writer.parts());
    writer.rowsWritten = unfinished.rows();
    return writer;
  }

  private WriterState.Parts parts() {
    return new WriterState.Parts(plan, file, rowGroup, sortCheck, addedMetadata);
  }

  @Override
  public UnfinishedFile snapshot() throws IOException {
    checkWritable();
    Continuity.require(plan);
    try {
      return parts().snapshot(rowsWritten);
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  /**
   * Takes rows.
   *
   * @param given one per leaf column of the input, in schema order; lent for this call
   * @throws RefusedRowsException if a row is too large or out of order; the writer is then as it
   *     was, and none of the rows was taken
   */
  public void write(List<? extends LeafRows> given, int rowCount) throws IOException {
    checkWritable();
    List<? extends LeafRows> leaves = plan.coverings().behind(given);
    check(() -> check(leaves, rowCount));
    try {
      int from = 0;
      while (from < rowCount) {
        int taken = rowGroup.write(leaves, from, rowCount - from);
        if (sortCheck != null) {
          sortCheck.follow(leaves, from, taken);
        }
        from += taken;
        if (rowGroup.isFull()) {
          endRowGroup();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    rowsWritten += rowCount;
  }

  /** Runs a check of rows: refused ones leave all as it was, any other failure is the writer's. */
  void check(Runnable check) {
    try {
      check.run();
    } catch (RefusedRowsException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  private void check(List<? extends LeafRows> leaves, int rowCount) {
    rowLimit.check(leaves, 0, rowCount);
    if (sortCheck != null) {
      sortCheck.check(leaves, rowCount, rowsWritten);
    }
  }

  @Override
  public long bufferedBytes() {
    if (rowsWritten == 0 || summary != null || failure != null || closed) {
      return 0;
    }
    return rowGroup.bufferedBytes() + file.pendingBytes();
  }

  @Override
  public long retainedBytes() {
    long idleBytes = IDLE_FILE_BYTES + (long) IDLE_COLUMN_BYTES * plan.columns().size();
    long sortBytes = sortCheck == null ? 0 : sortCheck.retainedBytes();
    return idleBytes
        + modules.heapBytes()
        + addedMetadata.retainedBytes()
        + sortBytes
        + rowGroup.columnBytes()
        + rowGroup.retainedBytes()
        + file.retainedBytes();
  }

  @Override
  public long flushableBytes() {
    return rowGroup.retainedBytes();
  }

  @Override
  public long footerEntryBytes() {
    return file.rowGroupEntryBytes();
  }

  @Override
  public long rowsWritten() {
    return rowsWritten;
  }

  /** The rows of the row group at hand. */
  public long rowGroupRows() {
    return rowGroup.rowCount();
  }

  @Override
  public int rowGroupsWritten() {
    return file.rowGroupCount();
  }

  @Override
  public void flushRowGroup() throws IOException {
    checkWritable();
    try {
      if (rowGroup.rowCount() > 0) {
        endRowGroup();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  private void endRowGroup() throws IOException {
    rowGroup.flushTo(file, sortCheck == null || sortCheck.endRowGroup());
  }

  /**
   * Adds an entry to the file's key-value metadata, in place of one of the same key.
   *
   * @throws IllegalArgumentException if the key is empty or the writer's own
   */
  public void addKeyValueMetadata(String key, String value) {
    checkWritable();
    addedMetadata.put(key, value);
  }

  @Override
  public FileSummary finish() throws IOException {
    if (summary != null) {
      return summary;
    }
    flushRowGroup();
    try {
      Map<String, String> metadata =
          plan.keyValueMetadata(rowGroup.geometries().ofFile(), addedMetadata.entries());
      summary = summaryOf(file.finish(metadata), digests);
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    return summary;
  }

  /** What the row groups written so far hold, without the footer's bytes and checksums. */
  public FileSummary summarySoFar() {
    checkWritable();
    return summaryOf(file.totals(), null);
  }

  private FileSummary summaryOf(List<ColumnTotals> totals, @Nullable DigestingOutput digested) {
    return FileSummaries.of(file, plan.columns(), totals, rowGroup.geometries().ofFile(), digested);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  /**
   * @throws IllegalStateException if the writer is failed, finished or closed
   */
  public void checkWritable() {
    if (failure != null) {
      throw new IllegalStateException(
          "The writer failed before and cannot be used any more; its file must be discarded",
          failure);
    }
    if (summary != null) {
      throw new IllegalStateException("The writer is finished: open another for more rows");
    }
    if (closed) {
      throw new IllegalStateException("The writer is closed without having been finished");
    }
  }

  /** Whether a call has failed, so that the file cannot be completed. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Gives up the row group at hand: the file must not be completed. */
  public void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      release();
    }
  }

  private void release() {
    rowGroup.reset();
    file.release();
    addedMetadata.clear();
  }
}
