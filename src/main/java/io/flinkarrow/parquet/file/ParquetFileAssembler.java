package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.page.SealedChunk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/**
 * Puts a Parquet file together on a stream: magic number, row groups, indexes, footer. The file
 * begins where the stream stands at the first write, and every offset counts from there. Nothing is
 * written before the first row group or, in a file without any, before {@link #finish}.
 *
 * <p>Owns neither the stream, which it never closes, nor the pages. After each call all bytes have
 * been handed to the stream. Once a call has failed there is no footer and never will be one: every
 * later call throws, naming the first failure. Not thread-safe.
 */
public final class ParquetFileAssembler {

  static final int FORMAT_VERSION = 1;

  /** Heap bytes of what is kept of a chunk with some pages, or longer bounds. */
  private static final long USUAL_CHUNK_HEAP_BYTES = 512;

  private final BufferedFileOutput out;
  private final FooterSchema schema;
  private final List<LeafColumn> columns;
  private final FileModules modules;
  private final byte[] magic;
  private final LayoutCheck layoutCheck;
  private final List<RowGroupEntry> rowGroups = new ArrayList<>(1);

  /**
   * Per column; none before the first row group, because files without one hold little. All else
   * that the file is asked for at its end lies in the serialized metadata.
   */
  private long[] nulls = {};

  private long rows;
  private long pendingBytes;
  private long entryBytes;
  private long lastEntryBytes;
  private int rowGroupCount;
  private boolean finished;
  private Throwable failure;

  /**
   * Begins a file; writes nothing yet.
   *
   * @param schema of the file, shared with others
   */
  public ParquetFileAssembler(OutputStream out, FooterSchema schema) {
    this(out, schema, FileModules.plain());
  }

  /**
   * The same for a file that may be encrypted.
   *
   * @param modules encrypt the file, or leave it as it is; its pages come from them too
   */
  public ParquetFileAssembler(OutputStream out, FooterSchema schema, FileModules modules) {
    this(out, schema, modules, WrittenRowGroups.NONE);
  }

  /** The same for a file that has some row groups already: the stream stands behind them. */
  public ParquetFileAssembler(
      OutputStream out, FooterSchema schema, FileModules modules, WrittenRowGroups written) {
    this.out = new BufferedFileOutput(out, written.bytes());
    this.schema = schema;
    this.columns = schema.columns();
    this.modules = modules;
    this.magic = modules.magic();
    this.layoutCheck = new LayoutCheck(columns);
    this.nulls = written.nulls();
    written.entries().forEach(this::keep);
  }

  /**
   * Writes a row group.
   *
   * @param rowCount its rows, at least one
   * @param chunks one per leaf column, in schema order
   * @throws IllegalArgumentException if the pages are not those of {@code rowCount} rows of every
   *     column
   * @throws IOException if the stream fails
   */
  public void writeRowGroup(long rowCount, List<SealedChunk> chunks) throws IOException {
    writeRowGroup(rowCount, chunks, true);
  }

  /** The same of rows that are, or are not, sorted by the schema's sorting columns. */
  public void writeRowGroup(long rowCount, List<SealedChunk> chunks, boolean sorted)
      throws IOException {
    requireUsable();
    try {
      layoutCheck.checkRows(rowGroups.size(), rowCount, chunks);
      begin();
      RowGroupEntry entry =
          RowGroupOutput.write(out, modules, layoutCheck, rowGroups.size(), rowCount, chunks);
      entry.sortedBy(sorted ? schema.sortingColumns() : List.of());
      addNulls(ordinal -> chunks.get(ordinal).statistics().nullCount());
      out.drain();
      keep(entry);
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Copies a row group of another file with the same leaf columns, with its indexes and Bloom
   * filters; only places change. The file must not be encrypted.
   *
   * @throws IOException if the row group is damaged, or cannot be read, or the stream fails
   */
  public void copyRowGroup(CopyableRowGroup rowGroup) throws IOException {
    requireUsable();
    try {
      begin();
      RowGroupEntry entry = RowGroupCopy.write(out, layoutCheck, rowGroups.size(), rowGroup);
      addNulls(rowGroup::nullCount);
      out.drain();
      keep(entry);
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Writes indexes and footer and flushes the stream. Nothing can be written afterwards.
   *
   * <p>The stream is flushed before the footer's end, too: if it fails then, what is in it is no
   * file. After the end only the last flush can fail, with a whole file in the stream.
   *
   * @return what the footer says of each leaf column
   * @throws IOException if the stream fails
   */
  public List<ColumnTotals> finish(Map<String, String> keyValueMetadata) throws IOException {
    requireUsable();
    List<ColumnTotals> totals;
    try {
      totals = totals();
      begin();
      FileTail end = new FileTail(schema, modules, layoutCheck, rowGroups, rows);
      int length = end.writeIndexesAndFooter(keyValueMetadata, out);
      flush();
      end.writeEnd(length, out);
      flush();
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
    finished = true;
    release();
    return totals;
  }

  /**
   * Writes what would complete the file now; the file goes on as before.
   *
   * @param open a row group behind those written; empty if there is none
   * @return the bytes of that row group
   */
  public long writeTail(Optional<OpenRowGroup> open, Map<String, String> metadata, OutputStream to)
      throws IOException {
    requireUsable();
    ParquetFileAssembler tail =
        new ParquetFileAssembler(
            to, schema, modules, WrittenRowGroups.of(writtenBytes(), rowGroups, nulls));
    if (open.isPresent()) {
      tail.writeRowGroup(open.get().rowCount(), open.get().chunks(), open.get().sorted());
    }
    long bytes = tail.writtenBytes() - writtenBytes();
    tail.begin();
    FileTail end = new FileTail(schema, modules, layoutCheck, tail.rowGroups, tail.rows);
    end.writeEnd(end.writeIndexesAndFooter(metadata, tail.out), tail.out);
    tail.out.drain();
    return bytes;
  }

  /** Of each leaf column, the nulls in the row groups written; none before the first. */
  public long[] nulls() {
    return nulls.clone();
  }

  /** Gives up what waits for {@link #finish}, which is not to come any more. */
  public void release() {
    rowGroups.clear();
    pendingBytes = 0;
    entryBytes = 0;
    nulls = new long[0];
  }

  /** Bytes of the file that were handed to the stream. */
  public long writtenBytes() {
    return out.position();
  }

  public int rowGroupCount() {
    return rowGroupCount;
  }

  /** Rows of the row groups written. */
  public long rowCount() {
    return rows;
  }

  /**
   * About the bytes that {@link #finish} is going to write for the row groups written so far:
   * indexes and footer without key-value metadata.
   */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** The heap bytes of the indexes, footer entries and counts waiting for {@link #finish}. */
  public long retainedBytes() {
    return entryBytes + (long) Long.BYTES * nulls.length;
  }

  /**
   * About the heap bytes that a further row group adds to these: those of the last one, but no less
   * than of usual ones, since the last may have been a small one.
   */
  public long rowGroupEntryBytes() {
    return Math.max(lastEntryBytes, USUAL_CHUNK_HEAP_BYTES * columns.size());
  }

  private void begin() throws IOException {
    if (out.position() == 0) {
      out.write(magic);
    }
  }

  private void addNulls(IntToLongFunction ofColumn) {
    if (nulls.length == 0) {
      nulls = new long[columns.size()];
    }
    for (int i = 0; i < nulls.length; i++) {
      nulls[i] += ofColumn.applyAsLong(i);
    }
  }

  /** What the footer would say of each leaf column if it came now. */
  public List<ColumnTotals> totals() {
    List<ColumnTotals> totals = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      ColumnTotals column =
          new ColumnTotals(
              columns.get(i).type(),
              columns.get(i).settings().statistics().countNaNs(),
              OptionalLong.of(nulls.length == 0 ? 0 : nulls[i]));
      for (RowGroupEntry rowGroup : rowGroups) {
        column.add(rowGroup.metadata(i));
      }
      totals.add(column);
    }
    return totals;
  }

  private void keep(RowGroupEntry entry) {
    if (rowGroupCount == 0) {
      pendingBytes = schema.bytes();
    }
    rowGroups.add(entry);
    rowGroupCount++;
    modules.rowGroupWritten();
    rows += entry.rows();
    pendingBytes += entry.fileBytes();
    lastEntryBytes = entry.heapBytes();
    entryBytes += lastEntryBytes;
  }

  private void flush() throws IOException {
    out.drain();
    out.flushStream();
  }

  private void requireUsable() {
    if (failure != null) {
      throw new IllegalStateException(
          "The file was given up when an earlier call failed: " + failure, failure);
    }
    if (finished) {
      throw new IllegalStateException("The file is finished; nothing can follow its footer");
    }
  }
}
