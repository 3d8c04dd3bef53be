package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the filesystem connector promises of partitions and files holds with this format. */
class PartitionedTablesITCase {

  private static final String COLUMNS = "id BIGINT, town STRING, hr INT";
  private static final String BY_TOWN_AND_HOUR = "PARTITIONED BY (town, hr)";
  private static final String THREE_ROWS =
      "(VALUES (CAST(1 AS BIGINT), 'Ulm', 7), (2, 'Ulm', 8), (3, 'Köln/Bonn', 7))";

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void partitionsAreFoldersAndComeBackAsColumns(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable("t", COLUMNS, BY_TOWN_AND_HOUR, directory);

    session.run("INSERT INTO t SELECT * FROM " + THREE_ROWS);

    assertThat(folders())
        .containsExactly("town=Köln%2FBonn/hr=7", "town=Ulm/hr=7", "town=Ulm/hr=8");
    assertThat(session.rows("SELECT * FROM t"))
        .containsExactly("+I[1, Ulm, 7]", "+I[2, Ulm, 8]", "+I[3, Köln/Bonn, 7]");
    assertThat(
            DuckDbReader.query(
                "SELECT id, hr FROM read_parquet('%s/*/%s', hive_partitioning = true) ORDER BY id"
                    .formatted(directory, documentedPattern())))
        .isEqualTo(List.of(List.of(1L, 7L), List.of(2L, 8L), List.of(3L, 7L)));
  }

  /**
   * Flink 2.3 writes such partitions but cannot list them, whatever the format: one NULL, and the
   * table cannot be read any more. Under another name they are read as text.
   */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void rowsWithoutPartitionAreInTheDefaultPartition(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable(
        "t", COLUMNS, BY_TOWN_AND_HOUR, directory, "'partition.default-name' = 'nowhere'");

    session.run("INSERT INTO t SELECT CAST(4 AS BIGINT), CAST(NULL AS STRING), 7");

    assertThat(folders()).containsExactly("town=nowhere/hr=7");
    assertThat(
            DuckDbReader.query("SELECT id FROM read_parquet('%s/*/*/part-*')".formatted(directory)))
        .isEqualTo(List.of(List.of(4L)));
    assertThatThrownBy(() -> session.rows("SELECT id FROM t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("Path should not be null or empty"));
    session.createTable("u", COLUMNS, BY_TOWN_AND_HOUR, directory);
    assertThat(session.rows("SELECT * FROM u")).containsExactly("+I[4, nowhere, 7]");
  }

  @Test
  void coalesceKeepsATableReadable() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", COLUMNS, BY_TOWN_AND_HOUR, directory);

    session.run(
        "INSERT INTO t SELECT id, COALESCE(NULLIF(town, ''), 'unknown'), COALESCE(hr, -1) FROM "
            + "(VALUES (CAST(1 AS BIGINT), '', 7), (2, CAST(NULL AS STRING), CAST(NULL AS INT))) "
            + "AS v (id, town, hr)");

    assertThat(session.rows("SELECT * FROM t"))
        .containsExactly("+I[1, unknown, 7]", "+I[2, unknown, -1]");
  }

  @Test
  void aDateIsTheNumberOfItsDayInAFoldersName() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id INT, flown DATE", "PARTITIONED BY (flown)", directory);

    session.run("INSERT INTO t SELECT 1, DATE '1970-01-11'");

    assertThat(folders()).containsExactly("flown=10");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aCommittedPartitionHasASuccessFile(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable(
        "t",
        COLUMNS,
        BY_TOWN_AND_HOUR,
        directory,
        "'sink.partition-commit.policy.kind' = 'success-file'");

    session.run("INSERT INTO t SELECT * FROM " + THREE_ROWS);

    assertThat(directory.resolve("town=Ulm/hr=7/_SUCCESS")).exists();
    assertThat(directory.resolve("town=Ulm/hr=8/_SUCCESS")).exists();
    assertThat(session.rows("SELECT id FROM t WHERE hr = 7 AND town = 'Ulm'"))
        .containsExactly("+I[1]");
  }

  @Test
  void overwritingReplacesThePartitionsThatGetRows() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", COLUMNS, BY_TOWN_AND_HOUR, directory);
    session.run("INSERT INTO t SELECT * FROM " + THREE_ROWS);

    session.run("INSERT OVERWRITE t PARTITION (town = 'Ulm', hr = 7) SELECT CAST(10 AS BIGINT)");
    session.run("INSERT OVERWRITE t SELECT CAST(20 AS BIGINT), 'Köln/Bonn', 7");

    assertThat(session.rows("SELECT * FROM t"))
        .containsExactly("+I[10, Ulm, 7]", "+I[2, Ulm, 8]", "+I[20, Köln/Bonn, 7]");
  }

  /** The recipe of sql.md. */
  @Test
  void overwritingAPartitionWithItselfMergesItsFiles() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", COLUMNS, BY_TOWN_AND_HOUR, directory);
    session.run("INSERT INTO t SELECT * FROM " + THREE_ROWS);
    session.run("INSERT INTO t SELECT CAST(4 AS BIGINT), 'Ulm', 7");
    session.run("INSERT INTO t SELECT CAST(5 AS BIGINT), 'Ulm', 7");
    List<Path> others = PartFiles.visible(directory.resolve("town=Ulm/hr=8"));
    assertThat(PartFiles.visible(directory.resolve("town=Ulm/hr=7"))).hasSize(3);
    List<String> rows = session.rows("SELECT * FROM t");

    session
        .set("parallelism.default", "1")
        .run(
            "INSERT OVERWRITE t PARTITION (town = 'Ulm', hr = 7)"
                + " SELECT id FROM t WHERE town = 'Ulm' AND hr = 7");

    assertThat(session.rows("SELECT * FROM t")).isEqualTo(rows);
    assertThat(PartFiles.visible(directory.resolve("town=Ulm/hr=7"))).hasSize(1);
    assertThat(PartFiles.visible(directory.resolve("town=Ulm/hr=8"))).isEqualTo(others);
  }

  @Test
  void overwritingReplacesATableWithoutPartitions() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", COLUMNS, directory);
    session.run("INSERT INTO t SELECT * FROM " + THREE_ROWS);

    session.run("INSERT OVERWRITE t SELECT CAST(9 AS BIGINT), 'Hof', 1");

    assertThat(session.rows("SELECT * FROM t")).containsExactly("+I[9, Hof, 1]");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void asManySubtasksWriteAsTheTableSays(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable("t", "n BIGINT", directory, "'sink.parallelism' = '3'");
    session.numbers("numbers", 3_000);

    session.run("INSERT INTO t SELECT n FROM numbers");

    assertThat(PartFiles.visible(directory).stream().map(PartitionedTablesITCase::subtask))
        .containsOnly("0", "1", "2")
        .contains("0", "1", "2");
    assertThat(session.lastRow("SELECT COUNT(*) FROM t")).isEqualTo("[3000]");
  }

  @Test
  void compactionMergesTheFilesOfACheckpoint() throws Exception {
    SqlSession session = SqlSession.streaming();
    session.createTable(
        "t",
        "n BIGINT, part INT",
        "PARTITIONED BY (part)",
        directory,
        "'auto-compaction' = 'true'",
        "'compaction.file-size' = '1gb'",
        "'sink.parallelism' = '4'");
    session.numbers("numbers", 4_000);

    session.run("INSERT INTO t SELECT n, CAST(MOD(n, 2) AS INT) FROM numbers");

    List<Path> files = PartFiles.visible(directory);
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(file.getFileName().toString()).startsWith("compacted-part-"));
    assertThat(PartFiles.hidden(directory)).isEmpty();
    assertThat(session.lastRow("SELECT COUNT(*) FROM t")).isEqualTo("[4000]");
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT n), sum(n) FROM read_parquet('%s/%s')"
                    .formatted(directory, documentedPattern())))
        .isEqualTo(List.of(List.of(4_000L, 4_000L, java.math.BigInteger.valueOf(7_998_000))));
  }

  /** What sql.md tells other engines to look for, below the table's directory. */
  private static String documentedPattern() throws IOException {
    Matcher documented =
        Pattern.compile("read_parquet\\('/data/trips/([^']+)'")
            .matcher(Files.readString(Path.of("docs/how-to/sql.md")));
    assertThat(documented.find()).isTrue();
    return documented.group(1);
  }

  /** part-uuid-subtask-counter in streaming mode, part-uuid-task-subtask-file-counter in batch. */
  private static String subtask(Path file) {
    String[] parts = file.getFileName().toString().replace("task-", "").split("-");
    return parts[6];
  }

  private TreeSet<String> folders() {
    TreeSet<String> folders = new TreeSet<>();
    PartFiles.visible(directory)
        .forEach(file -> folders.add(directory.relativize(file.getParent()).toString()));
    return folders;
  }
}
