package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener is told of files that were open over checkpoints and restarts. */
class KeptFilesAreToldTest {

  /** Listeners are serialized, so what they hear lies here. */
  private static final List<FinishedFile> HEARD = new ArrayList<>();

  @TempDir Path directory;

  @BeforeEach
  void nothingIsHeard() {
    HEARD.clear();
  }

  private ArrowParquetSink<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofHours(1))
        .fileListener(HEARD::add)
        .fileMetadata(file -> Map.of("rows", String.valueOf(file.summary().rows())))
        .build();
  }

  private static RecordBatch batch(int number) {
    return NumberedBatches.of(1000L * number, 1000);
  }

  private OperatorSubtaskState left(int batch) throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink())) {
      harness.write(batch(batch));
      return harness.checkpoint(1);
    }
  }

  /** One by age, the other since two of a bucket meet. */
  @Test
  void whatIsToldLastHolds() throws Exception {
    OperatorSubtaskState both = AbstractStreamOperatorTestHarness.repackageState(left(0), left(1));
    OperatorSubtaskState state =
        OneInputStreamOperatorTestHarness.repartitionOperatorState(both, 2, 2, 1, 0);
    assertThat(HEARD).isEmpty();
    for (int attempt = 0; attempt < 2; attempt++) { // the first one fails
      int before = HEARD.size();
      try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(), state)) {
        harness.write(batch(2));
        harness.checkpoint(2);
        assertThat(HEARD).hasSize(before + 1);
        if (attempt == 1) {
          harness.write(batch(3));
        }
        harness.advanceTo(Duration.ofHours(1).toMillis());
        harness.advanceTo(Duration.ofHours(2).toMillis());
        harness.checkpoint(3);
        if (attempt == 1) {
          harness.commit();
        }
      }
    }
    PartFiles.assertHoldsExactly(directory, 4000);
    assertThat(HEARD).as("each file once per attempt, under its name").hasSize(4);
    Map<Path, FinishedFile> last = new HashMap<>();
    HEARD.forEach(file -> last.put(Path.of(file.path().orElseThrow().toUri()), file));
    assertThat(last.keySet()).containsExactlyInAnyOrderElementsOf(PartFiles.visible(directory));
    for (Path path : last.keySet()) {
      FinishedFile file = last.get(path);
      ParquetMetadata footer = footer(path);
      long rows = footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
      assertThat(file.summary().rows()).isEqualTo(rows);
      assertThat(file.summary().bytes()).isEqualTo(Files.size(path));
      assertThat(file.summary().rowGroups()).isEqualTo(footer.getBlocks().size());
      assertThat(file.summary().columns()).isNotEmpty();
      assertThat(footer.getFileMetaData().getKeyValueMetaData())
          .containsEntry("rows", String.valueOf(rows));
    }
  }

  private static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }
}
