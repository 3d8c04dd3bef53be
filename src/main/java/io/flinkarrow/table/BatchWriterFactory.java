package io.flinkarrow.table;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;

/**
 * Writers as Flink's batch sink needs them. It finishes the files of a failed task too, before it
 * throws them away, and what a writer throws then ends the task manager and all that runs in it. So
 * a writer that refused a row is silent at the end, and its file stays without a footer: nobody can
 * take it for a whole one.
 */
final class BatchWriterFactory implements BulkWriter.Factory<RowData> {

  private static final long serialVersionUID = 1L;

  private final BulkWriter.Factory<RowData> factory;

  BatchWriterFactory(BulkWriter.Factory<RowData> factory) {
    this.factory = factory;
  }

  @Override
  public BulkWriter<RowData> create(FSDataOutputStream out) throws IOException {
    return new SilentOnceFailed(factory.create(out));
  }

  private static final class SilentOnceFailed implements BulkWriter<RowData> {

    private final BulkWriter<RowData> writer;
    private boolean failed;

    SilentOnceFailed(BulkWriter<RowData> writer) {
      this.writer = writer;
    }

    @Override
    public void addElement(RowData row) throws IOException {
      try {
        writer.addElement(row);
      } catch (IOException | RuntimeException | Error e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      if (!failed) {
        writer.flush();
      }
    }

    @Override
    public void finish() throws IOException {
      if (!failed) {
        writer.finish();
      }
    }
  }
}
