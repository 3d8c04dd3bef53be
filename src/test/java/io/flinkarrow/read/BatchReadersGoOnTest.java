package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits of a file give each row once, and a reader restored at a batch's end gives the rest. */
class BatchReadersGoOnTest {

  private static final int ROWS = 1_030;
  private static final ParquetBatchFormat FORMAT = new ParquetBatchFormat(NumberedBatches.SCHEMA);

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = BatchSplits.numbered(directory.resolve("numbered.parquet"), ROWS, 100);
  }

  private static List<Long> from(long first) {
    return LongStream.range(first, ROWS).boxed().toList();
  }

  @Test
  void behindEveryBatchAlsoIfBatchesHaveAnotherSizeThen() throws Exception {
    FileSourceSplit split = Splits.whole(file);
    for (int before : new int[] {1, 7, 64, 1_000}) {
      List<BatchSplits.Batch> batches = BatchSplits.read(split, FORMAT.withBatchRows(before));
      assertThat(BatchSplits.ids(batches)).isEqualTo(from(0));
      long read = 0;
      for (int batch = 0; batch < batches.size(); batch += 1 + batches.size() / 40) {
        read = BatchSplits.ids(batches.subList(0, batch + 1)).size();
        FileSourceSplit restored = split.updateWithCheckpointedPosition(batches.get(batch).next());
        for (int after : new int[] {3, 64, 1_000}) {
          assertThat(BatchSplits.ids(BatchSplits.read(restored, FORMAT.withBatchRows(after))))
              .as("%d rows a batch, then %d, behind row %d", before, after, read)
              .isEqualTo(from(read));
        }
      }
    }
  }

  @Test
  void batchesHaveTheRowsThatAreAskedForWithinTheirRowGroup() throws Exception {
    assertThat(
            BatchSplits.read(file, FORMAT.withBatchRows(30)).stream()
                .map(batch -> batch.rowCount())
                .toList())
        .startsWith(30, 30, 30, 10, 30)
        .endsWith(10, 30);
  }

  @Test
  void cutAnywhereSplitsGiveEachRowOnce() throws Exception {
    Random random = new Random(1);
    long size = Files.size(file);
    for (int round = 0; round < 30; round++) {
      TreeSet<Long> cuts = new TreeSet<>(List.of(0L, size));
      for (int cut = random.nextInt(30); cut > 0; cut--) {
        cuts.add(random.nextLong(size));
      }
      List<Long> ids = new ArrayList<>();
      for (Long start : cuts.headSet(size)) {
        ids.addAll(
            BatchSplits.ids(
                BatchSplits.read(
                    Splits.of(file, start, cuts.higher(start) - start), FORMAT.withBatchRows(40))));
      }
      assertThat(ids).as("cut at %s", cuts).isEqualTo(from(0));
    }
  }

  @Test
  void countedFromTheBeginningOfTheSplit() throws Exception {
    for (int skipped : new int[] {0, 1, 99, 100, 101, 250, ROWS}) {
      FileSourceSplit restored =
          Splits.whole(file)
              .updateWithCheckpointedPosition(
                  new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, skipped));
      assertThat(BatchSplits.ids(BatchSplits.read(restored, FORMAT))).isEqualTo(from(skipped));
    }
  }

  @Test
  void aPositionThatTheFileLacksIsRefused() {
    for (CheckpointedPosition position :
        List.of(
            new CheckpointedPosition(5, 10),
            new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, ROWS + 3))) {
      assertThatThrownBy(
              () ->
                  BatchSplits.read(
                      Splits.whole(file).updateWithCheckpointedPosition(position), FORMAT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has changed since the checkpoint: this split should have");
    }
  }
}
