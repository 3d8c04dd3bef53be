package io.flinkarrow.table;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;

/**
 * Writers as Flink's batch sink needs them. It finishes the files of a failed task too, before it
 * throws them away, and what a writer throws then ends the task manager and all that runs in it. So
 * once a call has failed, all writers are silent at the end, and their files stay without a footer:
 * they cannot be taken for whole ones. All of them, because a row of one file may have closed a row
 * group of another, because they share memory.
 */
final class BatchWriterFactory implements BulkWriter.Factory<RowData> {

  private static final long serialVersionUID = 1L;

  private final BulkWriter.Factory<RowData> factory;

  /** Each attempt of a task has its own factory, for one thread. */
  private transient boolean failed;

  BatchWriterFactory(BulkWriter.Factory<RowData> factory) {
    this.factory = factory;
  }

  @Override
  public BulkWriter<RowData> create(FSDataOutputStream out) throws IOException {
    return new SilentOnceFailed(factory.create(out));
  }

  private final class SilentOnceFailed implements BulkWriter<RowData> {

    private final BulkWriter<RowData> writer;

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
      if (failed) {
        return;
      }
      try {
        writer.finish();
      } catch (IOException | RuntimeException | Error e) {
        failed = true;
        throw e;
      }
    }
  }
}
