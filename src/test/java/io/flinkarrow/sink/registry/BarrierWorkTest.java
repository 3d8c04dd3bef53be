package io.flinkarrow.sink.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.sink.SinkHarness;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads finish the files of a barrier, and nobody can tell by the files. */
class BarrierWorkTest {

  private static final int FILES = 20;

  private final ArrowParquetWriterFactory<RecordBatch> factory =
      ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, WriterOptions.defaults());

  private final List<InMemoryStream> streams = new ArrayList<>();
  private final List<BulkWriter<RecordBatch>> writers = new ArrayList<>();

  private void open(InMemoryStream stream) throws IOException {
    int file = streams.size();
    streams.add(stream);
    writers.add(factory.create(stream));
    writers.get(file).addElement(NumberedBatches.of(1000L * file, 500 + 100 * file));
  }

  private List<Runnable> openWriters() {
    return writers.stream().<Runnable>map(writer -> ((OpenWriter) writer)::finishAhead).toList();
  }

  private List<byte[]> files(int threads) throws Exception {
    streams.clear();
    writers.clear();
    for (int file = 0; file < FILES; file++) {
      open(new InMemoryStream());
    }
    if (threads > 1) {
      BarrierWork.run(openWriters(), threads);
    }
    assertThat(streams).allMatch(stream -> stream.getPos() > 0 == threads > 1);
    for (BulkWriter<RecordBatch> writer : writers) {
      writer.flush();
      writer.finish();
    }
    assertThat(SinkHarness.openWriters(factory).totals().writers()).isZero();
    return streams.stream().map(InMemoryStream::toByteArray).toList();
  }

  @Test
  void theFilesAreThoseOfOneThread() throws Exception {
    assertThat(files(4)).containsExactlyElementsOf(files(1));
  }

  @Test
  void aFailureComesOutWhereFlinkFinishesTheFile() throws Exception {
    for (int file = 0; file < 6; file++) {
      open(file == 3 ? new InMemoryStream(100) : new InMemoryStream());
    }
    BarrierWork.run(openWriters(), 3);
    for (int file = 0; file < 6; file++) {
      BulkWriter<RecordBatch> writer = writers.get(file);
      writer.flush();
      if (file == 3) {
        assertThatThrownBy(writer::finish)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("No space left past 100 bytes");
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      } else {
        writer.finish();
      }
    }
    assertThat(SinkHarness.openWriters(factory).totals())
        .isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }

  @Test
  @Timeout(60)
  void aTaskThatIsCancelledLeavesNoHelperBehind() throws Exception {
    CountDownLatch blocked = new CountDownLatch(3);
    for (int file = 0; file < FILES; file++) {
      open(
          new InMemoryStream() {
            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
              blocked.countDown();
              try {
                Thread.sleep(Long.MAX_VALUE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("cancelled");
              }
            }
          });
    }
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread task =
        new Thread(
            () -> {
              try {
                BarrierWork.run(openWriters(), 3);
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            },
            "cancelled task");
    task.start();
    blocked.await();
    task.interrupt();
    task.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("cancelled task"));
  }
}
