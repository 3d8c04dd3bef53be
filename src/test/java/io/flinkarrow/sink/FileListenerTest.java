package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink's listener is told, of which files, and when. */
class FileListenerTest {

  /** Listeners are serialized, so what they hear lies here. */
  private static final List<FinishedFile> HEARD = new ArrayList<>();

  private static final WriterOptions OPTIONS = WriterOptions.builder().fileChecksums(true).build();

  @TempDir Path directory;

  @BeforeEach
  void nothingIsHeard() {
    HEARD.clear();
  }

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path("file://" + directory);
  }

  private ArrowParquetSink.Builder<RecordBatch> batches() {
    return ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
        .options(OPTIONS)
        .fileListener(HEARD::add);
  }

  /** Each file that is told of is one of these, under its path, and has its bytes. */
  private void assertAllAre(List<FileSinkCommittable> committables) throws Exception {
    assertThat(HEARD.stream().map(file -> file.path().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(
            committables.stream().map(each -> each.getPendingFile().getPath()).toList());
    Map<String, List<Long>> sizes =
        PartFiles.hidden(directory).stream()
            .collect(
                Collectors.groupingBy(
                    FileListenerTest::sha256,
                    Collectors.mapping(FileListenerTest::size, Collectors.toList())));
    for (FinishedFile file : HEARD) {
      assertThat(sizes.get(file.summary().checksums().orElseThrow().sha256()))
          .contains(file.summary().bytes());
      assertThat(file.path().orElseThrow().getParent())
          .isEqualTo(
              file.bucketId().isEmpty()
                  ? base()
                  : new org.apache.flink.core.fs.Path(base(), file.bucketId()));
    }
  }

  private static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  @Test
  void everyFileOfACheckpointIsTold() throws Exception {
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(
            batches()
                .bucketAssigner(new BucketsBy<>(batch -> "rows=" + batch.rowCount()))
                .rollAtRows(25)
                .build())) {
      for (int i = 0; i < 8; i++) {
        harness.write(NumberedBatches.of(100L * i, 10));
        harness.write(NumberedBatches.of(100L * i, 20));
      }
      assertThat(HEARD).as("rolled files wait for the checkpoint").isEmpty();
      harness.checkpoint(1);
      assertAllAre(harness.committables());
      assertThat(HEARD.stream().collect(Collectors.summingLong(file -> file.summary().rows())))
          .isEqualTo(240);
      assertThat(HEARD).hasSize(7);
      assertThat(HEARD.stream().map(FinishedFile::bucketId).distinct())
          .containsExactlyInAnyOrder("rows=10", "rows=20");

      harness.checkpoint(2);
      assertThat(HEARD).as("nothing came").hasSize(7);
      harness.write(NumberedBatches.of(0, 5));
      harness.checkpoint(3);
      assertThat(HEARD).hasSize(8);
      assertThat(HEARD.get(7).summary().columns().get(0).max().orElseThrow().text()).isEqualTo("4");
    }
  }

  @Test
  void rowsAreToldLikeBatches() throws Exception {
    ArrowParquetSink<RowData> sink =
        ArrowParquetSink.forRows(base(), NumberedRows.TYPE)
            .options(OPTIONS)
            .rollAtRows(10)
            .fileListener(HEARD::add)
            .build();
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 25; i++) {
        harness.write(NumberedRows.of(i));
      }
      harness.checkpoint(1);
      assertAllAre(harness.committables());
    }
    assertThat(HEARD.stream().map(file -> file.summary().rows())).containsExactly(10L, 10L, 5L);
    assertThat(HEARD).allMatch(file -> file.bucketId().isEmpty());
  }

  /** The budget ends files before Flink closes them. */
  @Test
  void filesThatTheBudgetEndedAreTold() throws Exception {
    WriterOptions tight =
        WriterOptions.builder().fileChecksums(true).rowGroupRows(10).memoryBudgetBytes(1).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(batches().options(tight).build())) {
      for (int i = 0; i < 30; i++) {
        harness.write(NumberedBatches.of(1000L * i, 1000));
      }
      harness.checkpoint(1);
      assertAllAre(harness.committables());
    }
    assertThat(HEARD.stream().mapToLong(file -> file.summary().rows()).sum()).isEqualTo(30_000);
  }

  @Test
  void anExceptionOfTheListenerFailsTheCheckpoint() throws Exception {
    FinishedFileListener failing =
        file -> {
          throw new IllegalStateException("catalog is full");
        };
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(batches().fileListener(failing).build())) {
      harness.write(NumberedBatches.of(0, 10));
      assertThatThrownBy(() -> harness.checkpoint(1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("The fileListener ")
          .hasMessageContaining("catalog is full");
      assertThat(harness.committables()).isEmpty();
    }
  }

  @Test
  void withoutAListenerNothingIsKept() throws Exception {
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA).rollAtRows(5).build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      harness.write(NumberedBatches.of(0, 10));
      harness.write(NumberedBatches.of(0, 10));
      assertThat(SinkHarness.openWriters(sink).finishedFiles().takeAll()).isEmpty();
    }
  }

  @Test
  void compactionAndAListenerExcludeEachOther() {
    ArrowParquetSink.Builder<RecordBatch> builder =
        batches()
            .enableCompaction(
                FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(1).build(),
                new RecordWiseFileCompactor<RecordBatch>(file -> null));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fileListener and compaction exclude each other");
  }
}
