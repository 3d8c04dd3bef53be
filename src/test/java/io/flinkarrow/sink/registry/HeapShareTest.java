package io.flinkarrow.sink.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.sink.SinkHarness;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.NumberedBatches;
import java.lang.ref.Reference;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** Without a budget of their own, subtasks divide a quarter of the heap. */
class HeapShareTest {

  private static final long QUARTER = Runtime.getRuntime().maxMemory() / 4;

  @Test
  void subtasksWithOpenFilesHaveEqualParts() {
    HeapShare heap = new HeapShare(1200);
    assertThat(heap.bytesEach()).isEqualTo(300);
    OpenWriters first = new OpenWriters(0);
    OpenWriters second = new OpenWriters(0);
    heap.enter(first);
    assertThat(heap.bytesEach()).isEqualTo(300);
    heap.enter(second);
    assertThat(heap.bytesEach()).isEqualTo(150);
    heap.leave(first);
    heap.leave(second);
    assertThat(heap.bytesEach()).isEqualTo(300);
    Reference.reachabilityFence(first);
  }

  @Test
  void subtasksThatFlinkDroppedHaveNone() throws Exception {
    HeapShare heap = new HeapShare(1200);
    heap.enter(new OpenWriters(0));
    OpenWriters next = new OpenWriters(0);
    heap.enter(next);
    assertThat(heap.bytesEach()).isEqualTo(150);
    for (int i = 0; i < 500 && heap.bytesEach() < 300; i++) {
      LiveObjects.bytes();
      Thread.sleep(10);
      heap.enter(next);
    }
    assertThat(heap.bytesEach()).isEqualTo(300);
    Reference.reachabilityFence(next);
  }

  /** As a TaskManager gets the factory, once for each subtask. */
  @Test
  void theDefaultBudgetIsSuchAPart() throws Exception {
    ArrowParquetWriterFactory<RecordBatch> sent =
        ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, WriterOptions.defaults());
    ArrowParquetWriterFactory<RecordBatch> first = InstantiationUtil.clone(sent);
    ArrowParquetWriterFactory<RecordBatch> second = InstantiationUtil.clone(sent);
    BulkWriter<RecordBatch> a = first.create(new InMemoryStream());
    BulkWriter<RecordBatch> b = second.create(new InMemoryStream());
    BulkWriter<RecordBatch> c = second.create(new InMemoryStream());
    long each = SinkHarness.openWriters(first).budgetBytes();
    assertThat(each).isLessThanOrEqualTo(QUARTER / 2);
    assertThat(SinkHarness.openWriters(second).budgetBytes()).isEqualTo(each);
    a.finish();
    assertThat(SinkHarness.openWriters(second).budgetBytes()).isGreaterThan(each);
    b.finish();
    c.finish();
  }

  @Test
  void aBudgetThatWasSetIsKept() {
    assertThat(new OpenWriters(77).budgetBytes()).isEqualTo(77);
  }
}
