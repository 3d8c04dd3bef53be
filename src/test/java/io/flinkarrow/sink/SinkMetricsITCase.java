package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.RecordBatches;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.JobMetrics;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sink's numbers as a metric reporter gets them. */
class SinkMetricsITCase {

  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  private static final int BATCHES = 20;
  private static final int ROWS = 100;

  @TempDir Path directory;
  @TempDir Path savepoints;

  private static Map<String, Long> metricsOf(JobClient job, String operator) {
    return JobMetrics.of(REPORTER, job, operator, "\\w+");
  }

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA);
  }

  @Test
  void whatWasWrittenIsCounted() throws Exception {
    WriterOptions options = WriterOptions.builder().rowGroupRows(500).build();
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numbered(environment, BATCHES, ROWS, 1000)
        .sinkTo(sink().options(options).build())
        .name("files");
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    Map<String, Long> metrics = metricsOf(job, "files: Writer");
    long bytes = 0;
    long rowGroups = 0;
    for (Path file : PartFiles.visible(directory)) {
      bytes += Files.size(file);
      rowGroups += PartFiles.rowGroups(file);
    }
    assertThat(metrics)
        .containsEntry("rows", (long) BATCHES * ROWS)
        .containsEntry("batches", (long) BATCHES)
        .containsEntry("rowGroups", rowGroups)
        .containsEntry("rowGroupsEndedByBudget", 0L)
        .containsEntry("filesEndedByBudget", 0L)
        .containsEntry("bytes", bytes)
        .containsEntry("numBytesSend", bytes)
        .containsEntry("numRecordsSend", (long) BATCHES)
        .containsEntry("numRecordsOutErrors", 0L)
        .containsEntry("openWriters", 0L)
        .containsEntry("bufferedBytes", 0L)
        .containsEntry("retainedBytes", 0L)
        .containsKeys("encodeTimeMs", "finishTimeMs", "checkpointTimeMs", "lastCheckpointTimeMs");
    assertThat(metrics.get("encodeTimeMs")).isPositive();
  }

  /** The bucket assigner refuses an element, or the writer of its file does. */
  @ParameterizedTest
  @CsvSource({"bucket", "schema"})
  void anElementThatIsRefusedIsCounted(String cause) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    var base = new org.apache.flink.core.fs.Path(directory.toUri());
    var sink =
        cause.equals("bucket")
            ? sink().bucketAssigner(new BucketsBy<>(batch -> ".."))
            : ArrowParquetSink.forBatches(base, OtherBatches.SCHEMA);
    Jobs.numbered(environment, BATCHES, ROWS, 1000).sinkTo(sink.build()).name("refused");
    JobClient job = environment.executeAsync();
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining(RefusedInputException.class.getName());
    assertThat(metricsOf(job, "refused: Writer"))
        .containsEntry("numRecordsOutErrors", 1L)
        .containsEntry("rows", 0L);
  }

  /** A null in a NOT NULL column, or a value too long for a directory's name. */
  @ParameterizedTest
  @CsvSource({"collector, Rows to batches", "splitter, early: Partitions"})
  void anElementThatIsRefusedBeforeTheWriterIsCounted(String refuser, String operator)
      throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Long id = refuser.equals("collector") ? null : 1L;
    DataStream<RowData> rows =
        Jobs.numbered(environment, BATCHES, 1, 1000)
            .map(batch -> (RowData) GenericRowData.of(id, StringData.fromString("n".repeat(300))))
            .returns(InternalTypeInfo.of(NumberedRows.TYPE));
    RecordBatches.fromRows(rows, NumberedRows.TYPE, 6, 1 << 20, Duration.ofMinutes(1))
        .sinkTo(sink().partitionBy(PartitionByColumns.of("name")).build())
        .name("early");
    JobClient job = environment.executeAsync();
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .isInstanceOf(ExecutionException.class);
    assertThat(metricsOf(job, operator)).containsEntry("numRecordsOutErrors", 1L);
    assertThat(metricsOf(job, "early: Writer")).containsEntry("numRecordsOutErrors", 0L);
  }

  @Test
  void operatorsBeforeTheWriterShowWhatWaits() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    DataStream<RowData> rows =
        Jobs.numbered(environment, BATCHES, 1, 1000)
            .map(batch -> NumberedRows.of(batch.body().buffer(1).getLong(0)))
            .returns(InternalTypeInfo.of(NumberedRows.TYPE));
    RecordBatches.fromRows(rows, NumberedRows.TYPE, 6, 1 << 20, Duration.ofMinutes(1))
        .sinkTo(sink().partitionBy(PartitionByColumns.of("id")).build())
        .name("split");
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    assertThat(metricsOf(job, "Rows to batches"))
        .containsEntry("waitingRows", 0L)
        .containsEntry("numRecordsIn", (long) BATCHES)
        .containsEntry("numRecordsOut", 4L)
        .containsEntry("numRecordsOutErrors", 0L);
    assertThat(metricsOf(job, "split: Partitions"))
        .containsEntry("heldBytes", 0L)
        .containsEntry("parts", (long) BATCHES)
        .containsEntry("dictionaryChanges", 0L)
        .containsEntry("numRecordsIn", 4L)
        .containsEntry("numRecordsOut", (long) BATCHES)
        .containsEntry("numRecordsOutErrors", 0L);
  }

  @Test
  void whatWaitsBeforeTheWriterShowsWhileTheJobRuns() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    DataStream<RowData> rows =
        Jobs.numbered(environment, 1_000_000, 1, 200)
            .map(batch -> NumberedRows.of(batch.body().buffer(1).getLong(0)))
            .returns(InternalTypeInfo.of(NumberedRows.TYPE));
    RecordBatches.fromRows(rows, NumberedRows.TYPE, 10, 1 << 20, Duration.ofMinutes(1))
        .sinkTo(sink().partitionBy(PartitionByColumns.of("id")).build())
        .name("waits");
    JobClient job = environment.executeAsync();
    Jobs.await(() -> metricsOf(job, "waits: Partitions").getOrDefault("heldBytes", 0L) > 1000);
    Jobs.await(() -> metricsOf(job, "Rows to batches").getOrDefault("waitingRows", 0L) > 1);
    Jobs.savepointAndCancel(job, savepoints);
  }

  /** Each batch is a file of its own by any limit; the last is closed by the end of input. */
  @ParameterizedTest
  @CsvSource({
    "rows, filesEndedByRows",
    "bytes, filesEndedByBytes",
    "age, filesEndedByAge",
    "inactivity, filesEndedByInactivity",
    "none, filesEndedByEndOfInput"
  })
  void filesAreCountedByWhatClosedThem(String limit, String metric) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    var sink = sink();
    switch (limit) {
      case "rows" -> sink.rollAtRows(ROWS);
      case "bytes" -> sink.rollAtBytes(1);
      case "age" -> sink.rollAtAge(Duration.ofMillis(1));
      case "inactivity" -> sink.rollAtInactivity(Duration.ofMillis(1));
      default -> {}
    }
    Jobs.numbered(environment, BATCHES, ROWS, 50).sinkTo(sink.build()).name("ends");
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    Map<String, Long> metrics = metricsOf(job, "ends: Writer");
    long files = PartFiles.visible(directory).size();
    assertThat(
            metrics.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("filesEndedBy"))
                .mapToLong(Map.Entry::getValue)
                .sum())
        .isEqualTo(files);
    assertThat(metrics.get(metric)).isGreaterThanOrEqualTo(Math.max(1, files - 1));
    assertHistogramsOfFiles(metrics);
  }

  private void assertHistogramsOfFiles(Map<String, Long> metrics) throws IOException {
    List<Path> files = PartFiles.visible(directory);
    LongSummaryStatistics rows = new LongSummaryStatistics();
    LongSummaryStatistics bytes = new LongSummaryStatistics();
    for (Path file : files) {
      rows.accept(PartFiles.idsOf(List.of(file)).length);
      bytes.accept(Files.size(file));
    }
    assertThat(metrics)
        .containsEntry("fileRows.count", (long) files.size())
        .containsEntry("fileRows.min", rows.getMin())
        .containsEntry("fileRows.max", rows.getMax())
        .containsEntry("fileBytes.count", (long) files.size())
        .containsEntry("fileBytes.min", bytes.getMin())
        .containsEntry("fileBytes.max", bytes.getMax());
  }

  @Test
  void filesThatABarrierClosesAreCountedAsTheCheckpoints() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Jobs.numbered(environment, 1_000_000, ROWS, 50).sinkTo(sink().build()).name("barrier");
    JobClient job = environment.executeAsync();
    Map<String, Long> metrics = metricsAfterSavepoint(job, "barrier: Writer", 0);
    assertThat(metrics)
        .containsEntry("filesEndedByCheckpoint", 1L)
        .containsEntry("filesEndedByEndOfInput", 0L);
    Jobs.savepointAndCancel(job, savepoints);
  }

  /** A part file takes two writes here: its row group, and indexes with the footer. */
  @Test
  void aBarrierIsShownToLastAtLeastAsLongAsTheStreamDelaysIt() throws Exception {
    FaultyFileSystem.reset();
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Jobs.numbered(environment, 1_000_000, ROWS, 50)
        .sinkTo(
            ArrowParquetSink.forBatches(FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
                .build())
        .name("slow");
    JobClient job = environment.executeAsync();
    FaultyFileSystem.slowDown(20);
    Map<String, Long> first = metricsAfterSavepoint(job, "slow: Writer", 0);
    assertThat(first.get("lastCheckpointTimeMs"))
        .isGreaterThanOrEqualTo(40)
        .isEqualTo(first.get("checkpointTimeMs"));
    FaultyFileSystem.slowDown(60);
    Map<String, Long> second = metricsAfterSavepoint(job, "slow: Writer", first.get("rows"));
    assertThat(second.get("lastCheckpointTimeMs")).isGreaterThanOrEqualTo(120);
    assertThat(second.get("checkpointTimeMs"))
        .as("both barriers, a millisecond lost to rounding at most")
        .isBetween(
            first.get("lastCheckpointTimeMs") + second.get("lastCheckpointTimeMs"),
            first.get("lastCheckpointTimeMs") + second.get("lastCheckpointTimeMs") + 1);
    FaultyFileSystem.reset();
    Jobs.savepointAndCancel(job, savepoints);
  }

  private Map<String, Long> metricsAfterSavepoint(JobClient job, String operator, long rows)
      throws Exception {
    Jobs.await(() -> metricsOf(job, operator).getOrDefault("rows", 0L) > rows);
    job.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL).get();
    return metricsOf(job, operator);
  }

  @ParameterizedTest
  @CsvSource({"100000, 5000, 0, 0", "100000, 1000000, 20, 0", "1, 1000000, 0, 20"})
  void onlyWhatTheBudgetCutShortCountsAsEndedByIt(
      long budget, long rowGroupRows, long rowGroupsEnded, long filesEnded) throws Exception {
    WriterOptions options =
        WriterOptions.builder().memoryBudgetBytes(budget).rowGroupRows(rowGroupRows).build();
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numbered(environment, BATCHES, 5_000, 1000)
        .sinkTo(sink().options(options).build())
        .name("budget");
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    assertThat(metricsOf(job, "budget: Writer"))
        .containsEntry("rowGroups", (long) BATCHES)
        .containsEntry("rowGroupsEndedByBudget", rowGroupsEnded)
        .containsEntry("filesEndedByBudget", filesEnded);
    assertHistogramsOfFiles(metricsOf(job, "budget: Writer"));
  }

  @Test
  void whatIsOpenShowsWhileTheJobRuns() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Jobs.numbered(environment, 1_000_000, ROWS, 50).sinkTo(sink().build()).name("running");
    JobClient job = environment.executeAsync();
    Jobs.await(() -> metricsOf(job, "running: Writer").getOrDefault("rows", 0L) >= 10 * ROWS);
    Map<String, Long> metrics = metricsOf(job, "running: Writer");
    assertThat(metrics).containsEntry("openWriters", 1L).containsEntry("bytes", 0L);
    assertThat(metrics.get("bufferedBytes")).isPositive();
    assertThat(metrics.get("retainedBytes")).isPositive();
    Jobs.stopWithSavepoint(job, savepoints);
    assertThat(metricsOf(job, "running: Writer")).containsEntry("openWriters", 0L);
  }
}
