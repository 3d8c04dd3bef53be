package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Queries read what they ask for, and no more. */
class QueriesITCase {

  private static final int ROWS = 1_000;

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void columnsRowsAndCounts(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    fill(session, "t", "");

    assertThat(session.rows("SELECT name FROM t WHERE id = 7")).isEqualTo(List.of("+I[name 7]"));
    assertThat(session.rows("SELECT place.y, id FROM t WHERE id = 7"))
        .isEqualTo(List.of("+I[3.5, 7]"));
    assertThat(session.rows("SELECT * FROM t LIMIT 3")).hasSize(3);
    assertThat(session.lastRow("SELECT COUNT(*) FROM t")).isEqualTo("[1000]");
    assertThat(session.lastRow("SELECT SUM(id) FROM t")).isEqualTo("[499500]");
  }

  @Test
  void pagesOfColumnsThatAreNotAskedForAreNotRead() throws Exception {
    SqlSession session = SqlSession.batch();
    fill(session, "t", "");
    for (Path file : PartFiles.visible(directory)) {
      spoilColumn(file, "name");
    }

    assertThat(session.rows("SELECT SUM(id), COUNT(*) FROM t"))
        .isEqualTo(List.of("+I[499500, 1000]"));
    assertThat(SqlSession.messages(catchThrowable(() -> session.rows("SELECT name FROM t"))))
        .contains("name")
        .containsIgnoringCase("crc");
  }

  @Test
  void filesOfPartitionsThatAreNotAskedForAreNotOpened() throws Exception {
    SqlSession session = SqlSession.batch();
    fill(session, "t", "PARTITIONED BY (part)");
    for (Path file : PartFiles.visible(directory.resolve("part=1"))) {
      Files.writeString(file, "no Parquet file");
    }

    assertThat(session.rows("SELECT COUNT(*), MIN(id) FROM t WHERE part = 0"))
        .isEqualTo(List.of("+I[500, 0]"));
    assertThat(catchThrowable(() -> session.rows("SELECT id FROM t"))).isNotNull();
  }

  private void fill(SqlSession session, String table, String clause) throws Exception {
    session.createTable(
        table, "id BIGINT, name STRING, place ROW<x INT, y DOUBLE>, part INT", clause, directory);
    session.numbers("numbers", ROWS);
    session.run(
        "INSERT INTO "
            + table
            + " SELECT n, 'name ' || CAST(n AS STRING), "
            + "ROW(CAST(n AS INT), CAST(n AS DOUBLE) / 2), CAST(MOD(n, 2) AS INT) FROM numbers");
  }

  /** Changes a byte in the middle of each of a column's chunks. */
  private static void spoilColumn(Path file, String column) throws Exception {
    String sql =
        "SELECT data_page_offset, total_compressed_size FROM parquet_metadata('%s') WHERE path_in_schema = '%s'"
            .formatted(file, column);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (List<Object> chunk : DuckDbReader.query(sql)) {
        long offset = ((Number) chunk.get(0)).longValue() + ((Number) chunk.get(1)).longValue() / 2;
        bytes.seek(offset);
        int value = bytes.read();
        bytes.seek(offset);
        bytes.write(value ^ 1);
      }
    }
  }
}
