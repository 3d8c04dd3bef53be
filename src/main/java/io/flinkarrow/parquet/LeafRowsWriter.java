package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.RefusedRowsException;
import io.flinkarrow.parquet.column.ValueEncoding;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.file.WrittenFile;
import io.flinkarrow.parquet.file.WrittenFile.WrittenColumn;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one Parquet file from rows that are shredded to leaf columns already. Writers for a kind
 * of input shred it and hand it on to this; an input that they refuse they report by {@link
 * #fail(Throwable)}, so that their file fails with it.
 */
public final class LeafRowsWriter implements ParquetWriter {

  /** Heap bytes of what a column needs before its first value and between row groups. */
  private static final int IDLE_COLUMN_BYTES = 1536;

  private final Map<String, String> keyValueMetadata;
  private final long idleBytes;
  private final ParquetFileAssembler file;
  private final RowGroupWriter rowGroup;
  private final RowLimit rowLimit;

  private long rowsWritten;
  private FileSummary summary;
  private Throwable failure;
  private boolean closed;

  /**
   * @param out receives the file; not closed by the writer. Small writes are buffered.
   * @throws IllegalArgumentException if the options name a column that the schema lacks or set the
   *     key-value metadata {@value SchemaMetadata#ARROW_SCHEMA_KEY}, which is the writer's own
   */
  public LeafRowsWriter(OutputStream out, SchemaPlan plan, WriterOptions options) {
    Objects.requireNonNull(out, "out");
    MessageType messageType = plan.parquetSchema();
    List<LeafColumn> columns = options.resolve(plan);
    this.keyValueMetadata = keyValueMetadata(plan.arrowSchema(), columns, options);
    this.idleBytes = (long) IDLE_COLUMN_BYTES * columns.size();
    this.file = new ParquetFileAssembler(out, messageType, columns);
    this.rowGroup = new RowGroupWriter(columns, options);
    this.rowLimit = new RowLimit(columns, options.maximumRowBytes());
  }

  private static Map<String, String> keyValueMetadata(
      Schema schema, List<LeafColumn> columns, WriterOptions options) {
    if (options.keyValueMetadata().containsKey(SchemaMetadata.ARROW_SCHEMA_KEY)) {
      throw new IllegalArgumentException(
          "Key-value metadata must not have the key '%s': the writer stores the Arrow schema there"
              .formatted(SchemaMetadata.ARROW_SCHEMA_KEY));
    }
    Set<String> deltaEncoded =
        columns.stream()
            .filter(column -> column.settings().encoding() != ValueEncoding.PLAIN)
            .map(LeafColumn::path)
            .collect(Collectors.toSet());
    Map<String, String> metadata = new LinkedHashMap<>(SchemaMetadata.of(schema, deltaEncoded));
    metadata.putAll(options.keyValueMetadata());
    return metadata;
  }

  /**
   * Takes rows.
   *
   * @param leaves one per leaf column, in schema order; lent for this call
   * @throws RefusedRowsException if a row is too large; the writer is then as it was, and none of
   *     the rows was taken
   * @throws IllegalStateException if the writer is failed, finished or closed
   * @throws IOException if the stream fails
   */
  public void write(List<? extends LeafRows> leaves, int rowCount) throws IOException {
    checkWritable();
    rowLimit.check(leaves, 0, rowCount);
    try {
      int from = 0;
      while (from < rowCount) {
        from += rowGroup.write(leaves, from, rowCount - from);
        if (rowGroup.isFull()) {
          rowGroup.flushTo(file);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    rowsWritten += rowCount;
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
    return idleBytes + rowGroup.retainedBytes() + file.retainedBytes();
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
        rowGroup.flushTo(file);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  @Override
  public FileSummary finish() throws IOException {
    if (summary != null) {
      return summary;
    }
    flushRowGroup();
    try {
      summary = summaryOf(file.finish(keyValueMetadata));
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    return summary;
  }

  private static FileSummary summaryOf(WrittenFile written) {
    List<FileSummary.ColumnSummary> columns = new ArrayList<>(written.columns().size());
    for (WrittenColumn column : written.columns()) {
      columns.add(
          new FileSummary.ColumnSummary(
              column.path(),
              column.values(),
              column.uncompressedBytes(),
              column.compressedBytes()));
    }
    return new FileSummary(written.rows(), written.rowGroups(), written.bytes(), columns);
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
  public boolean hasFailed() {
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
  }
}
