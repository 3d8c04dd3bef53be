package io.flinkarrow.sink;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.schema.SchemaDifference;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * One part file of record batches, by one thread: {@code addElement} any number of times, {@code
 * finish} once. Flink closes the stream.
 *
 * <p>Nothing is written before the first row. Without rows {@code finish} writes a valid empty file
 * if the stream is empty too and a schema is known; else nothing, for Flink also opens writers
 * around streams that it copies whole files to, and a second footer would hide their rows.
 *
 * <p>After an exception the file can't be completed: what the writer held is released and every
 * further call throws.
 */
final class RecordBatchBulkWriter implements BulkWriter<RecordBatch>, OpenWriter {

  private final FSDataOutputStream out;
  private final WriterOptions options;
  private final OpenWriters openWriters;
  private final OpenWriters.Registration registration;

  /** Null until the first batch, if each file takes its own. */
  @Nullable private BatchSchema schema;

  /** Null before the first batch and after the last call. */
  @Nullable private ArrowParquetWriter writer;

  @Nullable private Throwable failure;
  private boolean closed;
  private long countedBytes;
  private int countedRowGroups;

  RecordBatchBulkWriter(
      FSDataOutputStream out,
      @Nullable BatchSchema schema,
      WriterOptions options,
      OpenWriters openWriters) {
    this.out = out;
    this.schema = schema;
    this.options = options;
    this.openWriters = openWriters;
    this.registration = openWriters.register(this);
  }

  @Override
  public void addElement(RecordBatch batch) throws IOException {
    requireOpen();
    long start = System.nanoTime();
    try {
      checkSchema(batch.batchSchema());
      if (writer == null) {
        open();
      }
      writer.write(RecordBatchBuffers.of(batch));
      settle();
      openWriters.metrics().countBatch(batch.rowCount(), System.nanoTime() - start);
      openWriters.enforceBudget();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  /** Does nothing: Flink only calls it before {@code finish}, and row groups have their size. */
  @Override
  public void flush() {
    requireOpen();
  }

  @Override
  public void finish() throws IOException {
    requireOpen();
    long start = System.nanoTime();
    try {
      boolean empty = rowsWritten() == 0;
      if (!empty || (schema != null && out.getPos() == 0)) {
        if (writer == null) {
          open();
        }
        writer.finish();
        settle();
      }
      release();
      openWriters.metrics().countFinish(System.nanoTime() - start);
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  @Override
  public long bufferedBytes() {
    return writer == null ? 0 : writer.bufferedBytes();
  }

  @Override
  public long retainedBytes() {
    return writer == null ? 0 : writer.retainedBytes();
  }

  @Override
  public long rowsWritten() {
    return writer == null ? 0 : writer.rowsWritten();
  }

  /** Only the budget asks for it, so what it ends is counted as the budget's. */
  @Override
  public void flushRowGroup() throws IOException {
    requireOpen();
    try {
      int before = writer.rowGroupsWritten();
      writer.flushRowGroup();
      settle();
      if (writer.rowGroupsWritten() > before) {
        openWriters.metrics().countRowGroupEndedByBudget();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  @Override
  public void abandon() {
    release();
  }

  private void open() throws IOException {
    countedBytes = out.getPos();
    writer = ArrowParquetWriter.open(out, schema.schema(), options);
  }

  private void checkSchema(BatchSchema actual) {
    if (schema == null) {
      schema = actual;
    } else if (!schema.equals(actual)) {
      throw new IllegalArgumentException(
          "The batch's schema isn't the part file's, which takes no other; convert the batch or give it another bucket:"
              + SchemaDifference.between(schema.schema(), actual.schema()));
    }
  }

  /** Tells metrics and registry what the last call changed. */
  private void settle() throws IOException {
    long bytes = out.getPos();
    int rowGroups = writer.rowGroupsWritten();
    openWriters.metrics().countWritten(bytes - countedBytes, rowGroups - countedRowGroups);
    countedBytes = bytes;
    countedRowGroups = rowGroups;
    openWriters.update(registration, this);
  }

  private void requireOpen() {
    if (failure != null) {
      throw new IllegalStateException(
          "The part file is lost since an earlier call failed; restart from the last checkpoint",
          failure);
    }
    if (closed) {
      throw new IllegalStateException("The part file is finished or abandoned already");
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    release();
  }

  private void release() {
    closed = true;
    openWriters.remove(registration);
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
