package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row groups that cannot have a row of the answer are not read: here all others are damaged. */
class FiltersSkipRowGroupsITCase {

  private static final int ROWS = 1_000;
  private static final int ROWS_OF_A_GROUP = 100;

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  private SqlSession session;

  @BeforeEach
  void fill() throws Exception {
    session = SqlSession.ofOneTask(RuntimeExecutionMode.BATCH);
    session.createTable(
        "t",
        "n BIGINT, s STRING, day DATE, part INT".replace("day", "dt"),
        directory,
        "'arrow-parquet.row-group-rows' = '" + ROWS_OF_A_GROUP + "'",
        "'arrow-parquet.column.s.bloom-filter' = 'true'");
    session.numbers("numbers", ROWS);
    session.run(
        "INSERT INTO t SELECT n, 'key ' || CAST(MOD(n * 7919, 1000) AS STRING), "
            + "TIMESTAMPADD(DAY, CAST(n AS INT), DATE '2026-01-01'), 1 FROM numbers");
  }

  /** Changes a byte in the middle of each chunk of the row groups, but one. */
  private void spoilAllBut(int rowGroup) throws Exception {
    Path file = PartFiles.visible(directory).get(0);
    String sql =
        "SELECT data_page_offset, total_compressed_size FROM parquet_metadata('%s') WHERE row_group_id <> %d"
            .formatted(file, rowGroup);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = 345",
        "n BETWEEN 340 AND 350 AND MOD(n, 10) = 5",
        "n IN (345, -1, 5000)",
        "n > 344 AND n < 345.5",
        "dt = DATE '2026-12-12'",
        "n >= 300 AND n < 400 AND s = 'key 55'",
      })
  void byStatistics(String condition) throws Exception {
    spoilAllBut(3);
    assertThat(session.rows("SELECT n FROM t WHERE " + condition)).isEqualTo(List.of("+I[345]"));
    assertThat(SqlSession.messages(catchThrowable(() -> session.rows("SELECT n FROM t"))))
        .containsIgnoringCase("crc");
  }

  @Test
  void byBloomFilters() throws Exception {
    List<String> found = session.rows("SELECT n FROM t WHERE s = 'key 55'");
    assertThat(found).isEqualTo(List.of("+I[345]"));
    spoilAllBut(3);
    assertThat(session.rows("SELECT n FROM t WHERE s = 'key 55'")).isEqualTo(found);
  }
}
