package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The planner knows how many rows and nulls a table has, as its files' footers say. */
class StatisticsReachThePlannerITCase {

  private static final int ROWS = 900;
  private static final Pattern ROW_COUNT = Pattern.compile("rowcount = ([0-9.E]+)");

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  private SqlSession session;

  @BeforeEach
  void fill() throws Exception {
    session = SqlSession.batch();
    session.createTable(
        "t",
        "n BIGINT, s STRING, later INT, price DECIMAL(10, 2), shipped DATE, seen TIMESTAMP(3), part"
            + " INT",
        "PARTITIONED BY (part)",
        directory);
    session.numbers("numbers", ROWS);
    session.run(
        "INSERT INTO t SELECT n, CASE WHEN MOD(n, 3) = 0 THEN 'a' END, CAST(NULL AS INT), CAST(n /"
            + " 100.0 AS DECIMAL(10, 2)), CAST(TIMESTAMPADD(DAY, CAST(n AS INT), TIMESTAMP"
            + " '2024-01-01 00:00:00') AS DATE), TIMESTAMPADD(SECOND, CAST(n AS INT), TIMESTAMP"
            + " '2024-01-01 00:00:00'), CAST(MOD(n, 9) / 8 AS INT) FROM numbers");
  }

  /** Of the scan, which comes last. */
  private double rowsOf(String query) {
    String plan = session.environment().explainSql(query, ExplainDetail.ESTIMATED_COST);
    String optimized = plan.substring(plan.indexOf("== Optimized Physical Plan =="));
    Matcher counts =
        ROW_COUNT.matcher(optimized.substring(0, optimized.indexOf("== Optimized Execution")));
    double last = -1;
    while (counts.find()) {
      last = Double.parseDouble(counts.group(1));
    }
    return last;
  }

  @Test
  void rows() {
    assertThat(rowsOf("SELECT n FROM t")).isEqualTo(ROWS);
  }

  @Test
  void rowsOfThePartitionsThatAreLeft() {
    assertThat(rowsOf("SELECT n FROM t WHERE part = 1")).isEqualTo(ROWS / 9.0);
  }

  @Test
  void nulls() {
    assertThat(estimate("s IS NULL")).isEqualTo(ROWS * 2 / 3.0);
    assertThat(estimate("later IS NULL")).isEqualTo(ROWS);
    assertThat(estimate("n IS NOT NULL")).isEqualTo(ROWS);
  }

  /** Without them, Flink takes any range for half of the rows. */
  @Test
  void minimaAndMaxima() {
    assertThat(estimate("n < 90")).isCloseTo(90, Offset.offset(1.0));
    assertThat(estimate("n > 1000")).isCloseTo(1, Offset.offset(1.0));
    assertThat(estimate("price >= 7.5")).isCloseTo(ROWS / 6.0, Offset.offset(1.0));
    assertThat(estimate("shipped < DATE '2024-02-01'")).isCloseTo(31, Offset.offset(1.0));
    assertThat(estimate("seen < TIMESTAMP '2024-01-01 00:01:30'"))
        .isCloseTo(90, Offset.offset(1.0));
  }

  /** Of the filter above the scan. */
  private double estimate(String condition) {
    String plan =
        session
            .environment()
            .explainSql("SELECT n FROM t WHERE " + condition, ExplainDetail.ESTIMATED_COST);
    String optimized = plan.substring(plan.indexOf("== Optimized Physical Plan =="));
    Matcher count = ROW_COUNT.matcher(optimized);
    assertThat(count.find()).as(optimized).isTrue();
    return Double.parseDouble(count.group(1));
  }

  @Test
  void notIfTheTableSaysSo() {
    assertThat(rowsOf("SELECT n FROM t /*+ OPTIONS('source.report-statistics' = 'NONE') */"))
        .isGreaterThan(1E6);
  }

  /** The job then says which file it is. */
  @Test
  void aFileThatCannotBeReadIsNoFailureOfThePlanner() throws Exception {
    Files.writeString(PartFiles.visible(directory.resolve("part=1")).get(0), "no Parquet");
    assertThat(rowsOf("SELECT n FROM t")).isGreaterThan(1E6);
  }
}
