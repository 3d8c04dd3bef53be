package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ManyDictionaryPartitions.Shape;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many files are open, a subtask holds and reads each dictionary once. */
class DictionariesAreSharedTest {

  private static final int PARTITIONS = 40;

  /** A dictionary of 2 MB. */
  private static final Shape LARGE = new Shape(PARTITIONS, 6, 2_000, 1_000);

  private static final long DICTIONARY = 2_000 * 1_004 + 10_000;

  /** What an open file may take whatever the budget. */
  private static final long MOST_OF_A_FILE = 4096 * 6;

  /** Of a reader without dictionary, for the whole process. */
  private static final int EMPTY_ONES = 1;

  @TempDir Path directory;

  private ArrowParquetSink<RecordBatch> sink(Shape shape, long budget) {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), shape.schema())
        .options(WriterOptions.builder().memoryBudgetBytes(budget).build())
        .partitionBy(PartitionByColumns.of("part"))
        .build();
  }

  private static void writeParts(RecordBatch batch, Shape shape, SinkHarness<RecordBatch> harness)
      throws Exception {
    BatchPartitioner partitioner =
        BatchPartitioner.of(shape.schema(), PartitionByColumns.of("part"));
    for (BatchPartitioner.Part part : partitioner.split(batch)) {
      harness.write(part.batch());
    }
  }

  private static RecordBatch withCopiedDictionary(RecordBatch batch) {
    DictionaryBatch dictionary = batch.dictionaries().get(0);
    BatchBody body = dictionary.body();
    return RecordBatch.of(
        batch.batchSchema(),
        batch.rowCount(),
        batch.body(),
        List.of(DictionaryBatch.of(dictionary.id(), copy(body))));
  }

  private static BatchBody copy(BatchBody body) {
    byte[] validity = bytes(body, 0);
    byte[] offsets = bytes(body, 1);
    byte[] data = bytes(body, 2);
    byte[] all = new byte[validity.length + offsets.length + data.length];
    System.arraycopy(validity, 0, all, 0, validity.length);
    System.arraycopy(offsets, 0, all, validity.length, offsets.length);
    System.arraycopy(data, 0, all, validity.length + offsets.length, data.length);
    return BatchBody.of(
        body.nodeLengths(),
        body.nullCounts(),
        body.variadicCounts(),
        new int[] {0, validity.length, validity.length + offsets.length},
        new int[] {validity.length, offsets.length, data.length},
        all);
  }

  private static byte[] bytes(BatchBody body, int buffer) {
    byte[] bytes = new byte[body.buffer(buffer).limit()];
    body.buffer(buffer).get(bytes);
    return bytes;
  }

  @Test
  void aDictionaryIsHeldOnceForAllFiles() throws Exception {
    ArrowParquetSink<RecordBatch> sink = sink(LARGE, 64 << 20);
    RecordBatch batch = LARGE.batch(0, PARTITIONS, 0);
    long before = LiveObjects.count(SliceDictionary.class);
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 3; i++) {
        writeParts(i == 1 ? batch : withCopiedDictionary(batch), LARGE, harness);
        assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(PARTITIONS);
        assertThat(SinkHarness.openWriters(sink).totals().retainedBytes())
            .isBetween(DICTIONARY, DICTIONARY + PARTITIONS * MOST_OF_A_FILE);
        assertThat(LiveObjects.count(SliceDictionary.class)).isBetween(1L, before + 1 + EMPTY_ONES);
      }
      harness.checkpoint(1);
      assertThat(SinkHarness.openWriters(sink).totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
      assertThat(LiveObjects.count(SliceDictionary.class))
          .as("still held")
          .isLessThanOrEqualTo(before + EMPTY_ONES);
    }
  }

  /** To end a file frees nothing of a dictionary; it would only make more of them. */
  @Test
  void aDictionaryLargerThanTheBudgetEndsNoFile() throws Exception {
    ArrowParquetSink<RecordBatch> sink = sink(LARGE, 3 << 20);
    int batches = 12;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < batches; i++) {
        writeParts(LARGE.batch((long) i * PARTITIONS, PARTITIONS, 0), LARGE, harness);
        assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(PARTITIONS);
      }
      harness.checkpoint(1);
    }
    assertThat(PartFiles.hidden(directory)).hasSize(PARTITIONS);
  }

  /** Each file has entries of each generation, and a generation is gone when the next has come. */
  @Test
  void changingAndGrowingDictionariesComeBackFromManyFiles() throws Exception {
    ArrowParquetSink<RecordBatch> sink = sink(LARGE, 16 << 20);
    int rows = 4 * PARTITIONS;
    int generations = 30;
    long most = 0;
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < generations; i++) {
        Shape shape = new Shape(PARTITIONS, 6, 100 + 60 * i, 1_000);
        writeParts(shape.batch((long) i * rows, rows, i / 2), shape, harness);
        most = Math.max(most, SinkHarness.openWriters(sink).totals().retainedBytes());
      }
      harness.checkpoint(1);
    }
    assertThat(most).isLessThan(16 << 20);
    List<List<Object>> wrong =
        DuckDbReader.query(
            """
            SELECT count(*) FILTER (WHERE text NOT LIKE
              concat(id // %1$d // 2, '-', id %% (100 + 60 * (id // %1$d)), '-x%%')), count(DISTINCT id)
            FROM read_parquet('%2$s/**/.*', hive_partitioning = false)\
            """
                .formatted(rows, directory));
    assertThat(wrong).isEqualTo(List.of(List.of(0L, (long) generations * rows)));
  }
}
