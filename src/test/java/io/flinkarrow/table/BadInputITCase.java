package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Input that has no place in a table fails the job by table, column and row, and is not shown. Of
 * what Flink looks at before a row gets to the writer, Flink says which column.
 */
class BadInputITCase {

  private static final String SECRET = "nobody may read this";
  private static final String TABLE = "Table default_catalog.default_database.t, column ";

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aNullInARequiredColumnFailsTheJob(RuntimeExecutionMode mode) throws Exception {
    assertThat(
            failure(
                SqlSession.ofOneTask(mode),
                "id INT, name STRING NOT NULL, note STRING",
                "SELECT * FROM (VALUES (1, 'a', 'x'), (2, CAST(NULL AS STRING), '"
                    + SECRET
                    + "'))"))
        .contains("'name'", "NOT NULL");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aNullInARequiredColumnIsDroppedIfTheSessionSaysSo(RuntimeExecutionMode mode)
      throws Exception {
    SqlSession session = new SqlSession(mode).set("table.exec.sink.not-null-enforcer", "DROP");
    session.createTable("t", "id INT, name STRING NOT NULL", directory);

    session.run(
        "INSERT INTO t SELECT * FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING)), (3, 'c'))");

    assertThat(session.rows("SELECT * FROM t")).isEqualTo(List.of("+I[1, a]", "+I[3, c]"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aNullKeyFailsTheJobByTableColumnAndRow(RuntimeExecutionMode mode) throws Exception {
    assertThat(
            failure(
                SqlSession.ofOneTask(mode),
                "id INT, attributes MAP<STRING, STRING>",
                "SELECT CAST(n AS INT), MAP[CASE WHEN n < 5 THEN 'a' END, '"
                    + SECRET
                    + "'] FROM numbers"))
        .contains(TABLE + "attributes.key_value.key, row 5 of the part file: ");
  }

  /** Flink looks at top-level columns only. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARRAY<INT NOT NULL>            | ARRAY[%s]        | c.list.element",
        "MAP<STRING, INT NOT NULL>      | MAP['k', %s]     | c.key_value.value",
        "ROW<x INT NOT NULL>            | ROW(%s)          | c.x",
        "ARRAY<ROW<x INT NOT NULL>>     | ARRAY[ROW(%s)]   | c.list.element.x",
        "ROW<m MAP<INT, INT NOT NULL>>  | ROW(MAP[1, %s])  | c.m.key_value.value"
      })
  void aNullWithinANestedTypeFailsTheJobByTableColumnAndRow(String type, String value, String path)
      throws Exception {
    assertThat(
            failure(
                SqlSession.ofOneTask(RuntimeExecutionMode.BATCH),
                "c " + type + ", note STRING",
                "SELECT "
                    + value.formatted("CASE WHEN n < 5 THEN 7 END")
                    + ", '"
                    + SECRET
                    + "' FROM numbers"))
        .contains(TABLE + path + ", row 5 of the part file: the value is null");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aTimeOutsideItsUnitFailsTheJobByTableColumnAndRow(RuntimeExecutionMode mode)
      throws Exception {
    assertThat(
            failure(
                SqlSession.ofOneTask(mode),
                "id INT, seen TIMESTAMP(9), note STRING",
                "SELECT CAST(n AS INT), CASE n WHEN 5 THEN TIMESTAMP '0001-01-01 00:00:00.000000001' "
                    + "ELSE TIMESTAMP '2026-11-24 00:00:00.000000001' END, '"
                    + SECRET
                    + "' FROM numbers"))
        .contains(TABLE + "seen, row 5 of the part file: ")
        .doesNotContain("0001-01-01");
  }

  /** Flink makes a NULL of it, before the writer could say something. */
  @Test
  void aDecimalThatDoesNotFitIsANullForFlink() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "price DECIMAL(5, 2)", directory);

    session.run("INSERT INTO t SELECT CAST(123456.78 AS DECIMAL(8, 2))");

    assertThat(session.rows("SELECT * FROM t")).isEqualTo(List.of("+I[null]"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aDecimalThatDoesNotFitARequiredColumnFailsTheJob(RuntimeExecutionMode mode)
      throws Exception {
    assertThat(
            failure(
                SqlSession.ofOneTask(mode),
                "price DECIMAL(5, 2) NOT NULL",
                "SELECT * FROM (VALUES (CAST(1.5 AS DECIMAL(8, 2))), (CAST(123456.78 AS DECIMAL(8, 2))))"))
        .contains("'price'")
        .doesNotContain("123456.78");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aDirectoryThatCannotBeMadeFailsTheJobByItsPath(RuntimeExecutionMode mode) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    SqlSession session = new SqlSession(mode);
    session.createTable("t", "id INT", file.resolve("t"));

    Throwable failure = catchThrowable(() -> session.run("INSERT INTO t SELECT 1"));

    assertThat(SqlSession.messages(failure)).contains(file.toString());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aPartitionThatCannotBeAFolderFailsTheJob(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable("t", "id INT, part STRING", "PARTITIONED BY (part)", directory);

    Throwable failure =
        catchThrowable(() -> session.run("INSERT INTO t SELECT 1, REPEAT('long', 100)"));

    assertThat(SqlSession.messages(failure)).contains("part=");
    assertThat(PartFiles.visible(directory)).isEmpty();
  }

  @Test
  void aFolderThatIsNoValueOfThePartitionColumnFailsTheQuery() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id INT, part INT", "PARTITIONED BY (part)", directory);
    session.run("INSERT INTO t SELECT 1, 2");
    Files.move(directory.resolve("part=2"), directory.resolve("part=two"));

    assertThat(SqlSession.messages(catchThrowable(() -> session.rows("SELECT * FROM t"))))
        .contains("two");
  }

  /**
   * What a job says that fails to insert the rows of a query. The cluster goes on: what is thrown
   * while a failed task is closed would end its task manager.
   */
  private String failure(SqlSession session, String columns, String query) throws Exception {
    session.createTable("t", columns, directory);
    session.numbers("numbers", 10);
    Throwable failure = catchThrowable(() -> session.run("INSERT INTO t " + query));
    assertThat(failure).as("failure of the job").isNotNull();
    assertThat(PartFiles.visible(directory)).isEmpty();
    assertThat(SqlSession.messages(failure)).doesNotContain(SECRET);
    assertThat(session.lastRow("SELECT COUNT(*) FROM numbers")).isEqualTo("[10]");
    return SqlSession.messages(failure);
  }
}
