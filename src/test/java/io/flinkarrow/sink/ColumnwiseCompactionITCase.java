package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink's own compaction: of batches, rows and partitions, with failures, and off again. */
class ColumnwiseCompactionITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 25;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static FileCompactStrategy everyCheckpoints(int checkpoints) {
    return FileCompactStrategy.Builder.newBuilder()
        .enableCompactionOnCheckpoint(checkpoints)
        .setNumCompactThreads(2)
        .build();
  }

  private void assertAreCompacted() {
    assertThat(PartFiles.visible(directory))
        .isNotEmpty()
        .allMatch(file -> file.getFileName().toString().startsWith("compacted-part-"))
        .allMatch(file -> PartFiles.rowGroups(file) == 1);
  }

  @Test
  void compactedFilesHoldEveryRowOnceInOneRowGroup() throws Exception {
    int batches = 400;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("columnwise", 2, 3, 5))
        .sinkTo(
            ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
                .compaction(everyCheckpoints(3))
                .build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("columnwise")).isEqualTo(2);
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertAreCompacted();
  }

  @Test
  void rowsAreCompactedToo() throws Exception {
    int batches = 300;
    FlatMapFunction<Integer, RowData> rows =
        (batch, out) ->
            LongStream.range((long) batch * ROWS, (batch + 1L) * ROWS)
                .mapToObj(NumberedRows::of)
                .forEach(out::collect);
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, 1, 20)
        .map(batch -> (int) batch.body().buffer(1).getLong(0))
        .returns(Integer.class)
        .flatMap(rows)
        .returns(InternalTypeInfo.of(NumberedRows.TYPE))
        .sinkTo(
            ArrowParquetSink.forRows(base(), NumberedRows.TYPE)
                .compaction(everyCheckpoints(3))
                .build())
        .uid("sink");
    environment.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertAreCompacted();
  }

  private static DataStream<io.flinkarrow.batch.RecordBatch> partitioned(
      StreamExecutionEnvironment environment, int batches) {
    return Jobs.numberedByCheckpoint(environment, batches, 1, 20)
        .map(
            batch ->
                PartitionedRows.batch(
                    batch.body().buffer(1).getLong(0) * ROWS, ROWS, PartitionedRows::plainTownOf),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .uid("rows");
  }

  private ArrowParquetSink.Builder<io.flinkarrow.batch.RecordBatch> partitionedSink() {
    return ArrowParquetSink.forBatches(base(), PartitionedRows.SCHEMA)
        .partitionBy(PartitionByColumns.of("town"));
  }

  @Test
  void filesOfPartitionsAreMergedAndThoseThatWaitAreNotLost() throws Exception {
    int batches = 1_200;
    StreamExecutionEnvironment first = Jobs.environment(2);
    partitioned(first, batches)
        .sinkTo(partitionedSink().compaction(everyCheckpoints(2)).build())
        .uid("sink");
    JobClient job = first.executeAsync();
    Jobs.await(() -> PartFiles.visible(directory).size() > 2);
    String savepoint = Jobs.stopWithSavepoint(job, savepoints);
    assertAreCompacted();

    StreamExecutionEnvironment second = Jobs.restored(2, savepoint);
    partitioned(second, batches).sinkTo(partitionedSink().disableCompaction().build()).uid("sink");
    second.execute();
    PartFiles.assertHoldsExactly(directory, (long) batches * ROWS);
    assertThat(PartitionedRows.misfiledPlain(directory)).isZero();
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT name FROM parquet_schema('%s/*/*.parquet') WHERE type IS NOT NULL ORDER BY name"
                    .formatted(directory)))
        .isEqualTo(List.of(List.of("id"), List.of("name"), List.of("time")));
  }

  /** Files can be written, but not read again. */
  private static final class KeysThatFail implements EncryptionKeyProvider {

    private static final long serialVersionUID = 1L;

    @Override
    public EncryptionKey footerKey() {
      return new EncryptionKey("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public EncryptionKey footerKey(byte[] metadata) {
      throw new NoClassDefFoundError("of the vault, on purpose");
    }
  }

  /** Flink waits for ever for a merge that ends with an error. */
  @Test
  void anErrorWhileMergingFailsTheJobAndTheFilesAreKept() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    Jobs.numberedByCheckpoint(environment, 100, ROWS, 20)
        .sinkTo(
            ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
                .options(
                    WriterOptions.builder()
                        .encryption(files -> files.keyProvider(new KeysThatFail()))
                        .build())
                .compaction(everyCheckpoints(1))
                .build())
        .uid("sink");
    assertThatThrownBy(environment::execute)
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("could not be merged; they are kept", "of the vault, on purpose"));
    assertThat(PartFiles.visible(directory)).isEmpty();
    assertThat(PartFiles.hidden(directory))
        .filteredOn(file -> !file.toString().contains(".inprogress"))
        .isNotEmpty()
        .allMatch(file -> Files.exists(file));
  }

  @Test
  void encryptedFilesAreMergedIntoEncryptedOnes() throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numberedByCheckpoint(environment, 100, ROWS, 20)
        .sinkTo(
            ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
                .options(
                    WriterOptions.builder()
                        .encryption(
                            files -> files.keyProvider(new io.flinkarrow.parquet.TestKeys()))
                        .build())
                .compaction(everyCheckpoints(3))
                .build())
        .uid("sink");
    environment.execute();
    for (Path file : PartFiles.visible(directory)) {
      byte[] bytes = Files.readAllBytes(file);
      assertThat(new String(bytes, bytes.length - 4, 4, StandardCharsets.UTF_8)).isEqualTo("PARE");
    }
    assertThat(PartFiles.visible(directory)).isNotEmpty();
  }
}
