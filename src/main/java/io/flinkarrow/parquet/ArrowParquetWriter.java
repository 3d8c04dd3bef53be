package io.flinkarrow.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** API; the body lands on the writer branch. */
public final class ArrowParquetWriter implements AutoCloseable {
  public static ArrowParquetWriter open(OutputStream out, Schema schema, WriterOptions options) {
    throw new UnsupportedOperationException();
  }

  public static ArrowParquetWriter open(
      OutputStream out, Schema schema, DictionaryProvider dictionaries, WriterOptions options) {
    throw new UnsupportedOperationException();
  }

  /** Any number of rows, any slicing. */
  public void write(VectorSchemaRoot root) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The dictionaries of this batch. */
  public void write(VectorSchemaRoot root, DictionaryProvider dictionaries) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * A batch as a view over buffers: how the sink writes a heap-held batch, without Arrow vectors.
   */
  public void write(io.flinkarrow.parquet.shred.BatchBuffers batch) throws IOException {
    throw new UnsupportedOperationException();
  }

  public long bufferedBytes() {
    throw new UnsupportedOperationException();
  }

  public long retainedBytes() {
    throw new UnsupportedOperationException();
  }

  public long rowsWritten() {
    throw new UnsupportedOperationException();
  }

  /** Row groups sent to the stream so far. */
  public int rowGroupsWritten() {
    throw new UnsupportedOperationException();
  }

  public void flushRowGroup() throws IOException {
    throw new UnsupportedOperationException();
  }

  public FileSummary finish() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
