package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.BlockFileSystem;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
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
