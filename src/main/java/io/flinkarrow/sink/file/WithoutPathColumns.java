package io.flinkarrow.sink.file;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Part files that leave out columns of their batches, because the path has them. Batches that lack
 * these columns are taken as they are: compaction reads them out of such files.
 */
public final class WithoutPathColumns implements PartFileOpener<RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final PartFileOpener<RecordBatch> files;
  private final ColumnSelection columns;
  private final String rowsCounted;

  /**
   * @param files of the columns that are left
   * @param columns that are left
   * @param rowsCounted what refusals add about the row that they name; may be empty
   */
  public WithoutPathColumns(
      PartFileOpener<RecordBatch> files, ColumnSelection columns, String rowsCounted) {
    this.files = files;
    this.columns = columns;
    this.rowsCounted = rowsCounted;
  }

  @Override
  public Consumer<RecordBatch> openCheck() {
    Consumer<RecordBatch> check = files.openCheck();
    return batch -> check.accept(withoutThem(batch));
  }

  private RecordBatch withoutThem(RecordBatch batch) {
    return columns.schema().takes(batch.batchSchema()) ? batch : columns.of(batch);
  }

  @Override
  public PartFileBulkWriter<RecordBatch, ?> open(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    return files.open(out, place, openWriters);
  }

  @Override
  public BulkWriter<RecordBatch> intake(PartFileBulkWriter<RecordBatch, ?> file) {
    return new BulkWriter<>() {
      @Override
      public void addElement(RecordBatch batch) throws IOException {
        try {
          file.addElement(withoutThem(batch));
        } catch (RefusedInputException e) {
          throw new RefusedInputException(e.getMessage() + rowsCounted, e);
        }
      }

      @Override
      public void flush() throws IOException {
        file.flush();
      }

      @Override
      public void finish() throws IOException {
        file.finish();
      }
    };
  }
}
