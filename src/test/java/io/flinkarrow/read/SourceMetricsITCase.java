package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.testing.JobMetrics;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source's numbers as a metric reporter gets them. */
class SourceMetricsITCase {

  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  private static final int ROWS = 10_000;
  private static final int GROUP_ROWS = 1_000;
  private static final int PAGE_ROWS = 50;

  /** One of ten row groups, and a few of its pages. */
  private static final Predicate FEW =
      Predicate.column("id")
          .isGreaterThanOrEqualTo(3_210)
          .and(Predicate.column("id").isLessThan(3_333));

  private static final String FIRST = "a.parquet";

  @TempDir Path directory;

  @BeforeEach
  void write() throws Exception {
    WriterOptions options =
        WriterOptions.builder().rowGroupRows(GROUP_ROWS).pageRows(PAGE_ROWS).build();
    BatchSplits.write(directory.resolve(FIRST), options, NumberedBatches.of(0, ROWS));
    BatchSplits.write(directory.resolve("b.parquet"), options, NumberedBatches.of(0, ROWS));
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static Map<String, Long> metricsOf(Source<?, ?, ?> source) throws Exception {
    return JobMetrics.of(REPORTER, run(source), "Source: files", ReadMetrics.GROUP);
  }

  private static JobClient run(Source<?, ?, ?> source) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "files")
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    Jobs.awaitEnd(job);
    return job;
  }

  /** What a scan of both files does; they are equal. */
  private FileScan scanned(ScanOptions options) throws Exception {
    FileScan scan = FileScan.open(ParquetInput.open(directory.resolve(FIRST)), options);
    while (scan.next() != null) {
      assertThat(scan.requests()).isPositive();
    }
    scan.close();
    return scan;
  }

  @Test
  void ofAllBatches() throws Exception {
    Map<String, Long> metrics =
        metricsOf(ArrowParquetSource.forBatches(path()).batchRows(100).buildWithMetrics());
    FileScan scan = scanned(ScanOptions.builder().batchRows(100).build());
    assertThat(metrics)
        .containsEntry("rows", 2L * ROWS)
        .containsEntry("batches", 2L * ROWS / 100)
        .containsEntry("numRecordsOut", 2L * ROWS / 100)
        .containsEntry("bytes", 2 * scan.bytesRead())
        .containsEntry("numBytesIn", 2 * scan.bytesRead())
        .containsEntry("requests", 2 * scan.requests())
        .containsEntry("rowGroups", 2L * ROWS / GROUP_ROWS)
        .containsEntry("rowGroupsSkipped", 0L)
        .containsEntry("pagesSkipped", 0L)
        .containsEntry("rowsSkipped", 0L)
        .containsEntry("rowsFiltered", 0L);
    assertThat(metrics.get("readTimeMs")).isPositive();
  }

  @Test
  void ofFilteredRows() throws Exception {
    Map<String, Long> metrics =
        metricsOf(
            ArrowParquetSource.forRows(NumberedRows.TYPE, path()).filter(FEW).buildWithMetrics());
    FileScan scan = scanned(ScanOptions.builder().filter(new ScanFilter(FEW, true)).build());
    assertThat(metrics)
        .containsEntry("rows", 2L * 123)
        .containsEntry("batches", 2L)
        .containsEntry("numRecordsOut", 2L * 123)
        .containsEntry("rowGroups", 2L)
        .containsEntry("rowGroupsSkipped", 2L * 9)
        .containsEntry("pagesSkipped", 2 * scan.counts().pagesSkipped())
        .containsEntry("rowsSkipped", 2L * (ROWS - 3 * PAGE_ROWS))
        .containsEntry("rowsFiltered", 2L * (3 * PAGE_ROWS - 123));
    assertThat(scan.counts().pagesSkipped()).isPositive();
    assertThat(metrics.get("bytes")).isPositive().isEqualTo(metrics.get("numBytesIn"));
  }

  /** Most of them have no row group, but each reads the footer. */
  @Test
  void ofManySplits() throws Exception {
    Map<String, Long> metrics =
        metricsOf(ArrowParquetSource.forBatches(path()).splitBytes(5_000).buildWithMetrics());
    assertThat(metrics)
        .containsEntry("rows", 2L * ROWS)
        .containsEntry("rowGroups", 2L * ROWS / GROUP_ROWS);
  }
}
