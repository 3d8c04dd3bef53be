package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job over many small splits, read by threads of Flink's, that fails and goes on. */
class FileSourceReadsEachRowOnceITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int ROWS = 20_000;
  private static final int SPLITS = 7;
  private static final String FAILURES = "reading rows";

  @TempDir Path directory;

  /** Slow enough for checkpoints between rows. */
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

  @Test
  void throughFailures() throws Exception {
    Path file = directory.resolve("numbered.parquet");
    NumberedRows.write(file, ROWS, WriterVersion.PARQUET_1_0);
    FileSource<RowData> source =
        FileSource.forBulkFileFormat(
                Splits.format(NumberedRows.TYPE), new org.apache.flink.core.fs.Path(file.toUri()))
            .setFileEnumerator(() -> (paths, count) -> splits(Path.of(paths[0].toUri())))
            .build();
    List<Long> ids =
        Jobs.environment(2)
            .fromSource(source, WatermarkStrategy.noWatermarks(), "numbered")
            .map(new CheckedId())
            .map(new FailingMap<>(FAILURES, 3, 1, 100))
            .executeAndCollect(2 * ROWS);
    assertThat(FailingMap.failuresOf(FAILURES)).isEqualTo(3);
    assertThat(ids).containsExactlyInAnyOrderElementsOf(LongStream.range(0, ROWS).boxed().toList());
  }

  private static List<FileSourceSplit> splits(Path file) throws IOException {
    long size = Files.size(file);
    List<FileSourceSplit> splits = new ArrayList<>();
    for (int i = 0; i < SPLITS; i++) {
      long start = size * i / SPLITS;
      splits.add(
          new FileSourceSplit(
              "split " + i,
              new org.apache.flink.core.fs.Path(file.toUri()),
              start,
              size * (i + 1) / SPLITS - start,
              0,
              size));
    }
    return splits;
  }
}
