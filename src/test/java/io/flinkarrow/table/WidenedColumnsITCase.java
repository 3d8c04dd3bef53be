package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** ALTER gives columns wider types, and the table's old files stay readable beside new ones. */
class WidenedColumnsITCase {

  private static final String VALUES =
      "%s, CAST(1 AS SMALLINT), CAST(0.5 AS FLOAT), CAST(1.25 AS DECIMAL(9, 2)), DATE '2026-07-01', "
          + "ARRAY[1, CAST(NULL AS INT)], ROW(CAST(7 AS TINYINT)), MAP['k', 8]";

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @Test
  void alsoIfStreamsCompactTheirFiles() throws Exception {
    SqlSession session = SqlSession.streaming();
    session.createTable(
        "t",
        "n INT, small SMALLINT, f FLOAT, price DECIMAL(9, 2), day_ DATE, list ARRAY<INT>, r ROW<a TINYINT>, m MAP<STRING, INT>",
        directory,
        "'auto-compaction' = 'true'");
    session.run("INSERT INTO t SELECT " + VALUES.formatted("1"));
    session.run(
        "ALTER TABLE t MODIFY (n BIGINT, small DOUBLE, f DOUBLE, price DECIMAL(20, 4), day_ TIMESTAMP(3), "
            + "list ARRAY<BIGINT>, r ROW<a INT, b STRING>, m MAP<STRING, DECIMAL(38, 0)>)");
    session.run(
        "INSERT INTO t SELECT 3000000000, CAST(0.1 AS DOUBLE), CAST(0.1 AS DOUBLE), CAST(1.2345 AS DECIMAL(20, 4)), "
            + "TIMESTAMP '2026-07-01 12:00:00', ARRAY[CAST(4000000000 AS BIGINT)], ROW(5, 'b'), "
            + "MAP['k', CAST(9 AS DECIMAL(38, 0))]");

    assertThat(PartFiles.visible(directory)).hasSize(2);
    assertThat(session.rows("SELECT * FROM t"))
        .containsExactly(
            "+I[1, 1.0, 0.5, 1.2500, 2026-07-01T00:00, [1, null], +I[7, null], {k=8}]",
            "+I[3000000000, 0.1, 0.1, 1.2345, 2026-07-01T12:00, [4000000000], +I[5, b], {k=9}]");
    session.run("ALTER TABLE t MODIFY (n DECIMAL(38, 18))");
    assertThat(session.rows("SELECT n FROM t"))
        .containsExactly("+I[1.000000000000000000]", "+I[3000000000.000000000000000000]");
  }
}
