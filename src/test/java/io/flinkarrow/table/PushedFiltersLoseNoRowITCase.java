package io.flinkarrow.table;

import static org.apache.flink.table.api.Expressions.$;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.Table;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are pruned by conditions of queries, and no query has other rows for that. Conditions on a
 * view with a window are evaluated above it, so all rows are read there.
 */
class PushedFiltersLoseNoRowITCase {

  private static final int ROWS = 1_000;
  private static final int CONDITIONS_OF_A_QUERY = 12;

  private static final String COLUMNS =
      "i INT, b BIGINT, f FLOAT, d DOUBLE, n DECIMAL(10, 2), s STRING, x VARBINARY(9), dt DATE, "
          + "tod TIME(3), ts TIMESTAMP(6), flag BOOLEAN, r ROW<a INT, z STRING>";

  private static final String VALUES =
      """
      SELECT CAST(k AS INT), k * 10000000000, CAST(k AS FLOAT) / 8,
        CASE WHEN k = 500 THEN CAST('NaN' AS DOUBLE) WHEN k = 0 THEN CAST('-0.0' AS DOUBLE) ELSE CAST(k AS DOUBLE) / 8 - 20 END,
        CAST(CAST(k AS DECIMAL(10, 2)) / 4 AS DECIMAL(10, 2)),
        CASE WHEN MOD(k, 11) <> 0 THEN 'key ' || LPAD(CAST(k AS STRING), 4, '0') END,
        CAST(CAST(k AS STRING) AS BYTES), TIMESTAMPADD(DAY, CAST(k AS INT), DATE '1969-06-01'),
        CAST(TIMESTAMPADD(SECOND, CAST(k AS INT), TIMESTAMP '2026-01-01 10:00:00') AS TIME(3)),
        TIMESTAMPADD(SECOND, CAST(k AS INT) * 3600, TIMESTAMP '1969-12-20 00:00:00.123456'),
        k < 400, ROW(CAST(k AS INT) - 100, CAST(k AS STRING))
      FROM numbers
      """;

  private static final List<String> CONDITIONS =
      List.of(
          "i = 700",
          "i > 990",
          "i <= 3 OR i = 500",
          "i IN (1, 2, 999)",
          "i NOT IN (1, 2, 999)",
          "NOT (i < 998)",
          "i > 5000",
          "i > 2.5 AND i < 4.5",
          "b = 5000000000000",
          "b > 9.9E12",
          "f >= 124.5",
          "f > 124.5E0",
          "d > 100",
          "d > 104.5",
          "d >= 104.5",
          "d < -19.5",
          "d <= -20.0",
          "d = 42.5",
          "d <> 42.5",
          "d = 0",
          "d < 0.0",
          "NOT (d > 100)",
          "n = 12.5",
          "n > 249",
          "n < 0.333",
          "s = 'key 0123'",
          "s > 'key 0995'",
          "s LIKE 'key 00%'",
          "s LIKE 'key 0123'",
          "s NOT LIKE 'key 0%'",
          "s LIKE '%99'",
          "s IS NULL",
          "s IS NOT NULL AND i < 30",
          "s = 'key 0123 '",
          "x = x'313233'",
          "dt = DATE '1970-01-01'",
          "dt < DATE '1969-06-05'",
          "CAST(dt AS TIMESTAMP(3)) > TIMESTAMP '1972-02-20 12:00:00'",
          "tod >= TIME '10:16:00'",
          "tod = TIME '10:00:07'",
          "ts < TIMESTAMP '1969-12-20 05:00:00.123456'",
          "ts <= TIMESTAMP '1969-12-20 05:00:00.123456'",
          "ts = TIMESTAMP '1970-01-01 00:00:00.123456'",
          "ts > TIMESTAMP '1970-01-30 12:00:00.5'",
          "flag",
          "NOT flag AND i < 410",
          "flag IS NOT TRUE",
          "r.a = 850",
          "r.a < -95 OR r.z = '7'",
          "r.z IS NULL",
          "i = 3 OR s IS NULL",
          "UPPER(s) = 'KEY 0123' AND i < 200",
          "i = CAST('77' AS INT)",
          "COALESCE(s, 'none') = 'none'",
          "CASE WHEN i < 10 THEN s = 'key 0003' ELSE i = 999 END");

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  private SqlSession session;

  @BeforeEach
  void fill() throws Exception {
    session = SqlSession.ofOneTask(RuntimeExecutionMode.BATCH);
    session.createTable(
        "ours",
        COLUMNS,
        directory,
        "'arrow-parquet.row-group-rows' = '100'",
        "'arrow-parquet.page-rows' = '10'");
    session.numbers("numbers", ROWS);
    session.run("INSERT INTO ours " + VALUES.replaceAll("\\bk\\b", "n"));
    session
        .environment()
        .executeSql(
            "CREATE VIEW unpruned AS SELECT *, ROW_NUMBER() OVER (ORDER BY i) AS place FROM ours");
  }

  private List<String> counts(String table, List<String> conditions) {
    List<String> queries = new ArrayList<>();
    for (String condition : conditions) {
      queries.add(
          "SELECT '%s', COUNT(*), MIN(i), MAX(i), COUNT(s) FROM %s WHERE %s"
              .formatted(condition.replace("'", "''"), table, condition));
    }
    return session.rows(String.join(" UNION ALL ", queries));
  }

  @Test
  void whateverTheConditionIs() {
    for (int from = 0; from < CONDITIONS.size(); from += CONDITIONS_OF_A_QUERY) {
      List<String> some =
          CONDITIONS.subList(from, Math.min(from + CONDITIONS_OF_A_QUERY, CONDITIONS.size()));
      assertThat(counts("ours", some)).isEqualTo(counts("unpruned", some));
    }
  }

  /** Both scans have one format, which the planner gives the filters of each in turn. */
  @Test
  void aScanWithoutConditionsDoesNotGetThoseOfAnother() {
    Table all = session.environment().sqlQuery("SELECT i FROM ours");
    for (Table union :
        List.of(
            all.where($("i").isLess(10)).unionAll(all),
            all.unionAll(all.where($("i").isLess(10))))) {
      List<Row> rows = new ArrayList<>();
      union.execute().collect().forEachRemaining(rows::add);
      assertThat(rows).hasSize(ROWS + 10);
    }
  }

  @Test
  void thePlanShowsThem() {
    assertThat(session.environment().explainSql("SELECT i FROM ours WHERE i > 990 AND s LIKE 'k%'"))
        .containsPattern("ours, filter=\\[and\\(>\\(i, 990\\), LIKE\\(s, .*'k%'.*\\)\\)\\]")
        .containsPattern("project=\\[i, s\\]");
  }
}
