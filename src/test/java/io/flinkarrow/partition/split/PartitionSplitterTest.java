package io.flinkarrow.partition.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.LiveObjects;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator in Flink's harness: what it holds, what it sends, and in which order. */
class PartitionSplitterTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("part", new ArrowType.Int(32, true)),
              Field.nullable("n", new ArrowType.Int(64, true))));

  private final BufferAllocator allocator = new RootAllocator();
  private final BatchPartitioner partitioner =
      BatchPartitioner.of(SCHEMA, PartitionByColumns.of("part"));
  private long next;

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  /** The operator that {@link PartitionSplitter} adds to a stream. */
  private static final class Splitter implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<RecordBatch, RecordBatch> harness;

    @SuppressWarnings("unchecked")
    Splitter(BatchPartitioner partitioner, long coalesceBytes) throws Exception {
      DataStream<RecordBatch> none =
          StreamExecutionEnvironment.getExecutionEnvironment()
              .fromData(RecordBatchTypeInfo.of(SCHEMA), RecordBatch.empty(BatchSchema.of(SCHEMA)));
      var split =
          (OneInputTransformation<RecordBatch, RecordBatch>)
              PartitionSplitter.split(none, partitioner, coalesceBytes).getTransformation();
      harness =
          new OneInputStreamOperatorTestHarness<>(
              (OneInputStreamOperatorFactory<RecordBatch, RecordBatch>) split.getOperatorFactory());
      harness.setup(RecordBatchTypeInfo.of(SCHEMA).createSerializer(new SerializerConfigImpl()));
      harness.open();
    }

    void add(RecordBatch batch) throws Exception {
      harness.processElement(new StreamRecord<>(batch));
    }

    List<RecordBatch> sent() {
      return harness.extractOutputValues();
    }

    @Override
    public void close() {
      try {
        harness.close();
      } catch (Exception e) {
        throw new IllegalStateException("The operator did not close", e);
      }
    }
  }

  /** Numbers go on from the batch before; row {@code i} is of partition {@code i % partitions}. */
  private RecordBatch batch(int rows, int partitions) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      for (int row = 0; row < rows; row++, next++) {
        ((IntVector) root.getVector(0)).setSafe(row, (int) (next % partitions));
        ((BigIntVector) root.getVector(1)).setSafe(row, next);
      }
      root.setRowCount(rows);
      return RecordBatch.copyOf(root);
    }
  }

  private static Map<Integer, List<Long>> rowsOf(List<RecordBatch> batches) {
    Map<Integer, List<Long>> rows = new HashMap<>();
    for (RecordBatch batch : batches) {
      int part = batch.body().buffer(1).getInt(0);
      for (int row = 0; row < batch.rowCount(); row++) {
        assertThat(batch.body().buffer(1).getInt(4 * row)).isEqualTo(part);
        rows.computeIfAbsent(part, key -> new ArrayList<>())
            .add(batch.body().buffer(3).getLong(8 * row));
      }
    }
    return rows;
  }

  @Test
  void partsWaitForOneAnotherAndLeaveBeforeABarrier() throws Exception {
    try (Splitter splitter = new Splitter(partitioner, 1 << 20)) {
      for (int i = 0; i < 50; i++) {
        splitter.add(batch(40, 4));
      }
      assertThat(splitter.sent()).isEmpty();
      splitter.harness.prepareSnapshotPreBarrier(1);
      assertThat(splitter.sent()).hasSize(4).allMatch(batch -> batch.rowCount() == 500);
      splitter.harness.prepareSnapshotPreBarrier(2);
      assertThat(splitter.sent()).hasSize(4);
      rowsOf(splitter.sent())
          .forEach(
              (part, rows) ->
                  assertThat(rows).isSorted().allMatch(n -> n % 4 == part).hasSize(500));
    }
  }

  @Test
  void nothingWaitsBehindAWatermarkOrTheEnd() throws Exception {
    try (Splitter splitter = new Splitter(partitioner, 1 << 20)) {
      splitter.harness.processElement(new StreamRecord<>(batch(40, 4), 7));
      splitter.harness.processWatermark(new Watermark(9));
      assertThat(splitter.harness.getOutput()).hasSize(5).last().isEqualTo(new Watermark(9));
      assertThat(splitter.harness.extractOutputStreamRecords())
          .allMatch(r -> r.getTimestamp() == 7);
      splitter.add(batch(40, 4));
      splitter.harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(splitter.harness.getOutput()).hasSize(10).last().isEqualTo(WatermarkStatus.IDLE);
      splitter.add(batch(40, 4));
      splitter.harness.endInput();
      assertThat(splitter.sent()).hasSize(12);
    }
  }

  /** It may be as large as a payload, and the next may not come for long. */
  @Test
  void aBatchWhosePartsHaveLeftIsNotKept() throws Exception {
    try (Splitter splitter = new Splitter(partitioner, 1 << 20)) {
      WeakReference<RecordBatch> whole = addWeakly(splitter);
      splitter.harness.prepareSnapshotPreBarrier(1);
      assertThat(splitter.sent()).hasSize(4);
      Jobs.await(
          () -> {
            System.gc();
            return whole.get() == null;
          });
    }
  }

  private WeakReference<RecordBatch> addWeakly(Splitter splitter) throws Exception {
    RecordBatch batch = batch(40, 4);
    splitter.add(batch);
    return new WeakReference<>(batch);
  }

  /** Whatever leaves early, rows of a partition leave in their order, none twice, none never. */
  @Test
  void rowsOfAPartitionKeepTheirOrder() throws Exception {
    for (long cap : new long[] {0, 1, 5_000, 50_000, 1 << 20}) {
      Random random = new Random(cap);
      next = 0;
      try (Splitter splitter = new Splitter(partitioner, cap)) {
        for (int i = 0; i < 100; i++) {
          int partitions = random.nextInt(3) == 0 ? 1 : 50;
          int rows = random.nextInt(20) == 0 ? 60_000 : random.nextInt(300);
          splitter.add(batch(rows, partitions));
          if (random.nextInt(30) == 0) {
            splitter.harness.prepareSnapshotPreBarrier(i);
          }
        }
        splitter.harness.endInput();
        Map<Integer, List<Long>> rows = rowsOf(splitter.sent());
        assertThat(rows.values()).allSatisfy(part -> assertThat(part).isSorted());
        List<Long> all = new ArrayList<>();
        rows.values().forEach(all::addAll);
        assertThat(all).doesNotHaveDuplicates().hasSize((int) next);
      }
    }
  }

  @Test
  void noMoreWaitsThanTheCap() {
    long cap = 100_000;
    List<RecordBatch> sent = new ArrayList<>();
    PartitionCoalescing held = new PartitionCoalescing(cap, sent::add);
    long most = 0;
    for (int i = 0; i < 400; i++) {
      partitioner.split(batch(100, 25)).forEach(held::add);
      assertThat(held.bytes()).isBetween(0L, cap);
      most = Math.max(most, held.bytes());
    }
    assertThat(most).isGreaterThan(cap / 2);
    assertThat(sent).isNotEmpty().allMatch(batch -> batch.rowCount() > 20);
    held.flush();
    assertThat(held.bytes()).isZero();
    assertThat(rowsOf(sent).values().stream().mapToInt(List::size).sum()).isEqualTo(40_000);
  }

  @Test
  void withoutACapNothingWaits() {
    List<RecordBatch> sent = new ArrayList<>();
    PartitionCoalescing held = new PartitionCoalescing(0, sent::add);
    partitioner.split(batch(100, 25)).forEach(held::add);
    assertThat(sent).hasSize(25);
    assertThat(held.bytes()).isZero();
  }

  /** Else each small part would keep the whole dictionary it came with. */
  @Test
  void partsOfAnotherDictionaryDoNotWaitTogether() {
    RecordBatch ulm = SampleDictionaries.batch(List.of("Ulm", "Graz"), 8, allocator);
    RecordBatch linz = SampleDictionaries.batch(List.of("Linz", "Graz"), 8, allocator);
    BatchPartitioner byCity =
        BatchPartitioner.of(ulm.schema(), PartitionByColumns.of("city").keepColumns(true));
    List<RecordBatch> sent = new ArrayList<>();
    PartitionCoalescing held = new PartitionCoalescing(1 << 20, sent::add);
    byCity.split(ulm).forEach(held::add);
    byCity.split(ulm).forEach(held::add);
    assertThat(sent).isEmpty();
    byCity.split(linz).forEach(held::add);
    assertThat(sent).hasSize(3);
    held.flush();
    assertThat(sent).hasSize(6);
    assertThat(sent.stream().mapToInt(RecordBatch::rowCount).sum()).isEqualTo(24);
  }

  /** Counted only when something had waited. */
  @Test
  void whatComesAndWaitsIsCountedAndWhyItLeft() {
    RecordBatch ulm = SampleDictionaries.batch(List.of("Ulm", "Graz"), 8, allocator);
    RecordBatch linz = SampleDictionaries.batch(List.of("Linz", "Graz"), 8, allocator);
    BatchPartitioner byCity =
        BatchPartitioner.of(ulm.schema(), PartitionByColumns.of("city").keepColumns(true));
    Map<String, Metric> metrics = new HashMap<>();
    PartitionCoalescing held = new PartitionCoalescing(1 << 20, batch -> {});
    held.register(
        new UnregisteredMetricsGroup() {
          @Override
          public <C extends Counter> C counter(String name, C counter) {
            metrics.put(name, counter);
            return counter;
          }

          @Override
          public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            metrics.put(name, gauge);
            return gauge;
          }
        });
    Counter parts = (Counter) metrics.get("parts");
    Counter changes = (Counter) metrics.get("dictionaryChanges");
    Gauge<?> heldBytes = (Gauge<?>) metrics.get("heldBytes");
    byCity.split(ulm).forEach(held::add);
    assertThat(parts.getCount()).isEqualTo(3);
    assertThat(changes.getCount()).as("nothing waited").isZero();
    assertThat(heldBytes.getValue()).isEqualTo(held.bytes()).isNotEqualTo(0L);
    byCity.split(linz).forEach(held::add);
    byCity.split(linz).forEach(held::add);
    assertThat(parts.getCount()).isEqualTo(9);
    assertThat(changes.getCount()).isEqualTo(1);
    held.flush();
    assertThat(heldBytes.getValue()).isEqualTo(0L);
  }

  /** Batches that are not sent through a network each come with dictionaries of their own. */
  @Test
  void ofEqualDictionariesOneWaits() {
    BatchPartitioner byCity =
        BatchPartitioner.of(
            SampleDictionaries.batch(List.of("Ulm"), 1, allocator).schema(),
            PartitionByColumns.of("city").keepColumns(true));
    List<RecordBatch> sent = new ArrayList<>();
    PartitionCoalescing held = new PartitionCoalescing(1 << 20, sent::add);
    long before = LiveObjects.count(DictionaryBatch.class);
    for (int i = 0; i < 50; i++) {
      byCity
          .split(SampleDictionaries.batch(List.of("Ulm", "Graz"), 8, allocator))
          .forEach(held::add);
    }
    assertThat(LiveObjects.count(DictionaryBatch.class) - before).isLessThanOrEqualTo(2);
    held.flush();
    assertThat(sent).hasSize(3).allMatch(batch -> batch.rowCount() > 50);
  }

  /** Of parts of a row or two, most of the heap is not their bytes. */
  @Test
  void whatWaitsIsCountedAsTheHeapCountsIt() {
    assertThat(differenceFromHeap(20)).isLessThan(0.15);
    assertThat(differenceFromHeap(2_000)).isLessThan(0.15);
  }

  /**
   * Relative. The least of some, for what earlier tests left behind may become garbage meanwhile.
   */
  private double differenceFromHeap(int partitions) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 5 && least >= 0.15; i++) {
      long before = LiveObjects.bytes();
      PartitionCoalescing held = holding(partitions);
      long measured = LiveObjects.bytes() - before;
      least = Math.min(least, Math.abs((double) held.bytes() / measured - 1));
    }
    return least;
  }

  /** 4,000 parts of one row each. */
  private PartitionCoalescing holding(int partitions) {
    PartitionCoalescing held = new PartitionCoalescing(1 << 30, part -> assertThat(part).isNull());
    next = 0;
    for (int i = 0; i < 200; i++) {
      partitioner.split(batch(20, partitions)).forEach(held::add);
    }
    return held;
  }
}
