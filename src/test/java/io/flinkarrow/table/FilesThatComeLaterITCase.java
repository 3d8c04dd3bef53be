package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.BlockFileSystem;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table whose directory is watched has all rows of files that come later. */
class FilesThatComeLaterITCase {

  private static final int ROWS = 5_000;

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  /** Flink takes the first split only of such a file. */
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  @Test
  void alsoIfTheFileSystemSplitsThem() throws Exception {
    Path written = directory.resolve("written");
    SqlSession batch = SqlSession.ofOneTask(RuntimeExecutionMode.BATCH);
    batch.createTable("t", "n BIGINT", written, "'arrow-parquet.row-group-rows' = '100'");
    batch.numbers("numbers", ROWS);
    batch.run("INSERT INTO t SELECT * FROM numbers");
    Path file = PartFiles.visible(written).get(0);
    assertThat(Files.size(file)).isGreaterThan(3 * BlockFileSystem.BLOCK_LENGTH);

    Path watched = Files.createDirectory(directory.resolve("watched"));
    Files.copy(file, watched.resolve("first"));
    SqlSession session = SqlSession.streaming();
    session
        .environment()
        .executeSql(
            "CREATE TABLE t (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'arrow-parquet', 'path' = '%s', 'source.monitor-interval' = '20 ms')"
                .formatted(BlockFileSystem.path(watched)));
    List<Long> numbers = new ArrayList<>();
    CloseableIterator<Row> rows = session.environment().executeSql("SELECT n FROM t").collect();
    try {
      while (numbers.size() < ROWS) {
        numbers.add((Long) rows.next().getField(0));
      }
      Files.copy(file, watched.resolve(".second"));
      Files.move(watched.resolve(".second"), watched.resolve("second"));
      while (numbers.size() < 2 * ROWS) {
        numbers.add((Long) rows.next().getField(0));
      }
    } finally {
      rows.close();
    }
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 2 * ROWS).mapToObj(i -> i / 2).toList());
  }
}
