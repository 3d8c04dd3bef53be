package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.file.BrokenFiles;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever fails, the listener has heard of each visible file, and told are the bytes and rows that
 * it has. A file that verification finds broken never becomes visible.
 */
class ListenersHearOfEveryFileITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 50;
  private static final WriterOptions OPTIONS = WriterOptions.builder().fileChecksums(true).build();

  /** By path. Listeners are serialized, so what they hear lies here. */
  private static final Map<String, FinishedFile> HEARD = new ConcurrentHashMap<>();

  @TempDir Path directory;
  @TempDir Path savepoints;

  @BeforeEach
  void nothingIsHeard() {
    HEARD.clear();
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static void hear(FinishedFile file) {
    FinishedFile before = HEARD.put(file.path().orElseThrow().getPath(), file);
    assertThat(before).as("a file is told once").isNull();
  }

  private ArrowParquetSink<RecordBatch> batches() {
    return ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
        .options(OPTIONS)
        .rollAtRows(3 * ROWS)
        .verifyShare(1)
        .fileListener(ListenersHearOfEveryFileITCase::hear)
        .build();
  }

  /** What is visible was told as it is. */
  private void assertAllVisibleFilesWereTold(long rows) throws Exception {
    PartFiles.assertHoldsExactly(directory, rows);
    List<Path> visible = PartFiles.visible(directory);
    assertThat(visible).hasSizeGreaterThan(5);
    for (Path file : visible) {
      FinishedFile told = HEARD.get(file.toString());
      assertThat(told).as("what was told of %s", file).isNotNull();
      byte[] bytes = Files.readAllBytes(file);
      FileSummary summary = told.summary();
      assertThat(summary.bytes()).isEqualTo(bytes.length);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      assertThat(summary.checksums().orElseThrow().crc32c()).isEqualTo(crc.getValue());
      assertThat(summary.checksums().orElseThrow().sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(
              DuckDbReader.query("SELECT count(*), min(id) FROM " + DuckDbReader.table(file))
                  .get(0))
          .isEqualTo(
              List.of(
                  summary.rows(),
                  Long.parseLong(summary.columns().get(0).min().orElseThrow().text())));
      assertThat(directory.resolve(told.bucketId())).isEqualTo(file.getParent());
    }
  }

  @Test
  void killsHideNoFileOfBatches() throws Exception {
    int batches = 300;
    int kills = 5;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 20)
        .map(new FailingMap<>("told batches", kills, 1, 5))
        .sinkTo(batches());
    environment.execute();
    assertThat(FailingMap.failuresOf("told batches")).isEqualTo(kills);
    assertAllVisibleFilesWereTold((long) batches * ROWS);
  }

  @Test
  void killsHideNoFileOfRowsInPartitions() throws Exception {
    int batches = 100;
    int kills = 3;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.rows(
            Jobs.batchNumbers(environment, batches, 20)
                .map(new FailingMap<>("told rows", kills, 1, 5)),
            ROWS,
            NumberedRows.TYPE,
            NumberedRows::of)
        .sinkTo(
            ArrowParquetSink.forRows(path(), NumberedRows.TYPE)
                .options(OPTIONS)
                .bucketAssigner(new BucketsBy<>(row -> "third=" + row.getLong(0) % 3))
                .verifyShare(0.5)
                .fileListener(ListenersHearOfEveryFileITCase::hear)
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf("told rows")).isEqualTo(kills);
    assertAllVisibleFilesWereTold((long) batches * ROWS);
  }

  @Test
  void aSavepointHidesNoFile() throws Exception {
    int batches = 400;
    String savepoint = null;
    for (int parallelism : new int[] {2, 1}) {
      StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
      Jobs.numberedByCheckpoint(environment, batches, ROWS, 20).sinkTo(batches()).uid("sink");
      JobClient job = environment.executeAsync();
      if (savepoint == null) {
        Jobs.await(() -> PartFiles.visible(directory).size() > 5);
        savepoint = Jobs.stopWithSavepoint(job, savepoints);
      } else {
        Jobs.awaitEnd(job);
      }
    }
    assertAllVisibleFilesWereTold((long) batches * ROWS);
  }

  /** Of which some files are broken. */
  private record BrokenElements(String name, int most) implements ElementKind<RecordBatch> {

    @Override
    public Class<RecordBatch> type() {
      return RecordBatch.class;
    }

    @Override
    public boolean canCoalesce() {
      return false;
    }

    @Override
    public PartFileWriterFactory<RecordBatch> factory(WriterOptions options) {
      return new PartFileWriterFactory<>(new BrokenFiles(name, most, options), options);
    }

    @Override
    public Partitioned<RecordBatch> partitioned(
        PartitionByColumns partitions, WriterOptions options, long coalesceBytes) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void brokenFilesFailTheJobAndNeverBecomeVisible() throws Exception {
    int batches = 200;
    int broken = 4;
    SinkSettings<RecordBatch> settings =
        new SinkSettings<>(path(), new BrokenElements("told", broken));
    settings.verifyShare = 1;
    settings.options = OPTIONS;
    settings.fileListener = ListenersHearOfEveryFileITCase::hear;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.numberedByCheckpoint(environment, batches, ROWS, 10).sinkTo(settings.build());
    environment.execute();
    assertThat(BrokenFiles.brokenBy("told")).isEqualTo(broken);
    assertAllVisibleFilesWereTold((long) batches * ROWS);
  }
}
