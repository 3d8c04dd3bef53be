package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/**
 * Flink closes a file by what lies in its stream, and sees no open row group: in streaming mode row
 * groups are so small that files have the size asked for and at most one row group more.
 */
class StreamedFilesKeepTheirSizeITCase {

  private static final long ASKED = 4 << 20;
  private static final long ROW_GROUP = ASKED / 8;

  /** Rows are encoded some thousand at a time, and small writes buffered. */
  private static final long COARSENESS = 256 << 10;

  private static final int ROWS = 300_000;

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @RegisterExtension
  static final LoggerAuditingExtension LOG =
      new LoggerAuditingExtension(ArrowParquetEncodingFormat.class, Level.WARN);

  @TempDir Path directory;

  @Test
  void streamedFilesHaveTheSizeAskedForAndAtMostARowGroupMore() throws Exception {
    write(RuntimeExecutionMode.STREAMING);

    List<Long> sizes = new ArrayList<>();
    for (Path file : PartFiles.visible(directory)) {
      sizes.add(Files.size(file));
    }
    sizes.sort(null);
    assertThat(sizes).hasSizeGreaterThan(3);
    assertThat(sizes.subList(1, sizes.size()))
        .allSatisfy(size -> assertThat(size).isBetween(ASKED, ASKED + ROW_GROUP + COARSENESS));
    assertThat(rowGroups()).isGreaterThan(7L * (sizes.size() - 1));
  }

  @Test
  void inBatchModeRowGroupsAreAsLargeAsAskedFor() throws Exception {
    write(RuntimeExecutionMode.BATCH);

    assertThat(PartFiles.visible(directory)).hasSize(1);
    assertThat(rowGroups()).isEqualTo(1);
  }

  @Test
  void rowGroupsLargerThanThatAreAnsweredInTheLogWithTheNumbers() throws Exception {
    insert(SqlSession.batch(), "'arrow-parquet.row-group-bytes' = '64 mb'");
    insert(SqlSession.streaming(), "'arrow-parquet.row-group-bytes' = '16 mb'");
    insert(SqlSession.streaming());
    assertThat(LOG.getMessages()).isEmpty();

    insert(SqlSession.streaming(), "'arrow-parquet.row-group-bytes' = '64 mb'");
    assertThat(LOG.getMessages())
        .containsExactly(
            "Table default_catalog.default_database.t: in streaming mode row groups end at 16 mb,"
                + " not at the 64 mb of 'arrow-parquet.row-group-bytes', because they get at most"
                + " an eighth of 'sink.rolling-policy.file-size' = 128 mb. For row groups as large"
                + " as asked, set it to at least 512 mb");
  }

  private void insert(SqlSession session, String... options) {
    session.createTable("t", "n BIGINT", directory, options);
    session.environment().explainSql("INSERT INTO t VALUES (CAST(1 AS BIGINT))");
  }

  private void write(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = SqlSession.ofOneTask(mode);
    session.createTable(
        "t",
        "n BIGINT, code STRING",
        directory,
        "'sink.rolling-policy.file-size' = '4mb'",
        "'arrow-parquet.codec' = 'uncompressed'");
    session.numbers("numbers", ROWS);

    session.run("INSERT INTO t SELECT n, SHA256(CAST(n AS STRING)) FROM numbers");

    assertThat(
            DuckDbReader.query(
                "SELECT count(DISTINCT code)::INT FROM read_parquet('%s/part-*')"
                    .formatted(directory)))
        .isEqualTo(List.of(List.of(ROWS)));
  }

  private long rowGroups() throws Exception {
    return ((Number)
            DuckDbReader.query(
                    "SELECT sum(num_row_groups)::BIGINT FROM parquet_file_metadata('%s/part-*')"
                        .formatted(directory))
                .get(0)
                .get(0))
        .longValue();
  }
}
