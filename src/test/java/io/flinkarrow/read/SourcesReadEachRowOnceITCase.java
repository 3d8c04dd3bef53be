package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.BlockFileSystem;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sources as the builder makes them, of files that are there and of files that come later. */
class SourcesReadEachRowOnceITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int ROWS = 5_000;
  private static final String FAILURES = "reading with a source";
  private static final String FAILURES_OF_BATCHES = "reading batches with a source";
  private static final String FAILURES_OF_LOOP = "reading and writing batches";

  @TempDir Path directory;

  private static final class CheckedId implements MapFunction<RowData, Long> {
    private static final long serialVersionUID = 1L;
    private int rows;

    @Override
    public Long map(RowData row) throws InterruptedException {
      NumberedRows.check(row);
      if (++rows % 20 == 0) {
        Thread.sleep(1);
      }
      return row.getLong(0);
    }
  }

  private static List<Long> twice() {
    return LongStream.range(0, 2 * ROWS).mapToObj(i -> i / 2).toList();
  }

  /** The numbers of a batch's rows; slow enough for checkpoints between batches. */
  private static final class Ids implements FlatMapFunction<RecordBatch, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(RecordBatch batch, Collector<Long> ids) throws InterruptedException {
      Thread.sleep(2);
      BatchSplits.ids(List.of(new BatchSplits.Batch(batch, null))).forEach(ids::collect);
    }
  }

  @Test
  void asBatchesThroughFailures() throws Exception {
    for (String name : List.of("a.parquet", "b.parquet")) {
      BatchSplits.numbered(directory.resolve(name), ROWS, 400);
    }
    FileSource<RecordBatch> source =
        ArrowParquetSource.forBatches(new org.apache.flink.core.fs.Path(directory.toUri()))
            .splitBytes(Files.size(directory.resolve("a.parquet")) / 5)
            .batchRows(70)
            .build();
    List<Long> ids =
        Jobs.environment(2)
            .fromSource(source, WatermarkStrategy.noWatermarks(), "batches")
            .map(new FailingMap<>(FAILURES_OF_BATCHES, 3, 1, 20))
            .returns(source.getProducedType())
            .flatMap(new Ids())
            .executeAndCollect(3 * ROWS);
    assertThat(FailingMap.failuresOf(FAILURES_OF_BATCHES)).isEqualTo(3);
    assertThat(ids).containsExactlyInAnyOrderElementsOf(twice());
  }

  /** Read, written and read again, through failures of both. */
  @Test
  void asBatchesThatAreWrittenAgain() throws Exception {
    BatchSplits.numbered(directory.resolve("a.parquet"), 2 * ROWS, 400);
    Path copies = directory.resolve("copies");
    FileSource<RecordBatch> source =
        ArrowParquetSource.forBatches(
                new org.apache.flink.core.fs.Path(directory.resolve("a.parquet").toUri()))
            .batchRows(70)
            .build();
    StreamExecutionEnvironment environment = Jobs.environment(2);
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "batches")
        .map(new FailingMap<>(FAILURES_OF_LOOP, 2, 1, 20))
        .returns(source.getProducedType())
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(copies.toUri()), NumberedBatches.SCHEMA)
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf(FAILURES_OF_LOOP)).isEqualTo(2);
    List<Long> ids = new ArrayList<>();
    for (Path copy : PartFiles.visible(copies)) {
      ids.addAll(
          BatchSplits.ids(
              BatchSplits.read(
                  Splits.whole(copy), new ParquetBatchFormat(NumberedBatches.SCHEMA))));
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 2 * ROWS).boxed().toList());
  }

  @Test
  void ofFilesThatAreThereThroughFailures() throws Exception {
    for (String name : List.of("a.parquet", "b.parquet", ".hidden.parquet", "_SUCCESS")) {
      NumberedRows.write(directory.resolve(name), ROWS, WriterVersion.PARQUET_2_0);
    }
    FileSource<RowData> source =
        ArrowParquetSource.forRows(
                NumberedRows.TYPE, new org.apache.flink.core.fs.Path(directory.toUri()))
            .splitBytes(Files.size(directory.resolve("a.parquet")) / 5)
            .build();
    List<Long> ids =
        Jobs.environment(2)
            .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
            .map(new CheckedId())
            .map(new FailingMap<>(FAILURES, 3, 1, 100))
            .executeAndCollect(3 * ROWS);
    assertThat(FailingMap.failuresOf(FAILURES)).isEqualTo(3);
    assertThat(ids).containsExactlyInAnyOrderElementsOf(twice());
  }

  /** They have none of the row's fields, so all rows would be nulls. */
  @Test
  void notOfFilesOfSomethingElse() throws Exception {
    NumberedRows.write(directory.resolve("a.parquet"), ROWS, WriterVersion.PARQUET_2_0);
    RowType other = RowType.of(new LogicalType[] {new BigIntType()}, new String[] {"other"});
    FileSource<RowData> source =
        ArrowParquetSource.forRows(other, new org.apache.flink.core.fs.Path(directory.toUri()))
            .build();
    assertThatThrownBy(
            () ->
                Jobs.withoutRestart(1)
                    .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
                    .executeAndCollect(ROWS))
        .hasStackTraceContaining("has none of the columns [other]");
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void ofFilesOfManyBlocksThatComeLater() throws Exception {
    NumberedRows.write(directory.resolve("a.parquet"), ROWS, WriterVersion.PARQUET_2_0);
    assertThat(Files.size(directory.resolve("a.parquet")))
        .isGreaterThan(5 * BlockFileSystem.BLOCK_LENGTH);
    FileSource<RowData> source =
        ArrowParquetSource.forRows(NumberedRows.TYPE, BlockFileSystem.path(directory))
            .monitorContinuously(Duration.ofMillis(20))
            .build();
    List<Long> ids = new ArrayList<>();
    CloseableIterator<Long> found =
        Jobs.environment(2)
            .fromSource(source, WatermarkStrategy.noWatermarks(), "rows")
            .map(new CheckedId())
            .executeAndCollect();
    try {
      while (ids.size() < ROWS) {
        ids.add(found.next());
      }
      Path hidden = directory.resolve(".b.parquet");
      NumberedRows.write(hidden, ROWS, WriterVersion.PARQUET_2_0);
      Files.move(hidden, directory.resolve("b.parquet"));
      while (ids.size() < 2 * ROWS) {
        ids.add(found.next());
      }
    } finally {
      found.close();
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(twice());
  }
}
