package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is restored at a row's position goes on with the row after it. */
class RestoredReadersGoOnTest {

  private static final int ROWS = 330;

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("numbered.parquet");
    NumberedRows.write(file, ROWS, WriterVersion.PARQUET_2_0);
  }

  @Test
  void behindEveryRow() throws Exception {
    FileSourceSplit split = Splits.whole(file);
    List<Splits.Row> rows = Splits.rows(split, NumberedRows.TYPE);
    assertThat(rows).hasSize(ROWS);
    for (int row = 0; row < ROWS; row++) {
      FileSourceSplit restored = split.updateWithCheckpointedPosition(rows.get(row).next());
      assertThat(NumberedRows.ids(Splits.read(restored, NumberedRows.TYPE)))
          .as("behind row %d", row)
          .isEqualTo(LongStream.range(row + 1, ROWS).boxed().toList());
    }
  }

  @Test
  void inASplitThatBeginsLater() throws Exception {
    long start = Files.size(file) / 4;
    FileSourceSplit split = Splits.of(file, start, Files.size(file) - start);
    List<Splits.Row> rows = Splits.rows(split, NumberedRows.TYPE);
    long first = rows.get(0).data().getLong(0);
    assertThat(first).isPositive();
    FileSourceSplit restored = split.updateWithCheckpointedPosition(rows.get(40).next());
    assertThat(NumberedRows.ids(Splits.read(restored, NumberedRows.TYPE)))
        .isEqualTo(LongStream.range(first + 41, ROWS).boxed().toList());
  }

  @Test
  void withoutColumnsToo() throws Exception {
    RowType none = RowType.of(false);
    FileSourceSplit split = Splits.whole(file);
    List<Splits.Row> rows = Splits.rows(split, none);
    FileSourceSplit restored = split.updateWithCheckpointedPosition(rows.get(149).next());
    assertThat(Splits.read(restored, none)).hasSize(ROWS - 150);
  }

  @Test
  void countedFromTheBeginningOfTheSplit() throws Exception {
    for (int skipped : new int[] {0, 1, 99, 100, 101, 250, ROWS}) {
      CheckpointedPosition position =
          new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, skipped);
      FileSourceSplit restored = Splits.whole(file).updateWithCheckpointedPosition(position);
      assertThat(NumberedRows.ids(Splits.read(restored, NumberedRows.TYPE)))
          .isEqualTo(LongStream.range(skipped, ROWS).boxed().toList());
    }
  }

  @Test
  void aPositionThatTheFileLacksIsRefused() throws Exception {
    FileSourceSplit noSuchGroup =
        Splits.whole(file).updateWithCheckpointedPosition(new CheckpointedPosition(5, 10));
    assertThatThrownBy(() -> Splits.read(noSuchGroup, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "has changed since the checkpoint: this split should have a row group at byte 5");
    FileSourceSplit tooFar =
        Splits.whole(file)
            .updateWithCheckpointedPosition(
                new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, ROWS + 3));
    assertThatThrownBy(() -> Splits.read(tooFar, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("this split should have 3 rows more than it has");
  }
}
