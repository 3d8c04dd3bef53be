package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedRows;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/** What Flink's batch sink does with all open files of a task in which one of them failed. */
class FilesOfAFailedTaskAreNotFinishedTest {

  private static final int MOST_FILES = 1_000;

  private static void write(BulkWriter<RowData> file, int rows) throws IOException {
    for (int row = 0; row < rows; row++) {
      file.addElement(NumberedRows.of(row));
    }
  }

  /** The first is ended by the memory that it shares with the second, and its disk is full. */
  @Test
  void whicheverOfThemFailed() throws Exception {
    WriterOptions options = WriterOptions.builder().memoryBudgetBytes(8 << 20).build();
    BatchWriterFactory factory =
        new BatchWriterFactory(ArrowParquetWriterFactory.forRows(NumberedRows.TYPE, options));
    BulkWriter<RowData> large = factory.create(new InMemoryStream(10));
    write(large, 100_000);
    assertThatThrownBy(
            () -> {
              for (int file = 0; file < MOST_FILES; file++) {
                write(factory.create(new InMemoryStream()), 2_000);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    large.finish();
  }

  @Test
  void norTheOthersIfOneCannotBeFinished() throws Exception {
    BatchWriterFactory factory =
        new BatchWriterFactory(
            ArrowParquetWriterFactory.forRows(NumberedRows.TYPE, WriterOptions.builder().build()));
    BulkWriter<RowData> full = factory.create(new InMemoryStream(10));
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RowData> other = factory.create(stream);
    full.addElement(NumberedRows.of(0));
    other.addElement(NumberedRows.of(1));
    assertThatThrownBy(full::finish).isInstanceOf(IOException.class);
    full.finish();
    other.finish();
    assertThat(stream.getPos()).isZero();
  }
}
