package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows say which subtask wrote them first: a file with rows of two was merged. */
class CompactionITCase {

  private static final int ROWS = 4_000;

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  @TempDir Path directory;

  @Test
  void filesOfSubtasksAreMerged() throws Exception {
    insert(SqlSession.streaming(), "number_of_subtask(n)");

    assertThat(PartFiles.hidden(directory)).isEmpty();
  }

  @Test
  void aRestartLosesAndDoublesNothing() throws Exception {
    SqlSession session =
        SqlSession.streaming()
            .set("restart-strategy.type", "fixed-delay")
            .set("restart-strategy.fixed-delay.attempts", "1")
            .set("restart-strategy.fixed-delay.delay", "1 ms")
            // In one task with the source, which has a thread of its own, a checkpoint may still
            // complete behind a row that has failed: Flink loses the row then.
            .set("pipeline.operator-chaining.enabled", "false");
    session
        .environment()
        .createTemporarySystemFunction("fails_once", new FailingOnce(3 * ROWS / 4));
    FailingOnce.FAILED.set(false);

    insert(session, "fails_once(n, number_of_subtask(n))");

    assertThat(FailingOnce.FAILED).isTrue();
  }

  private void insert(SqlSession session, String subtask) throws Exception {
    session.environment().createTemporarySystemFunction("number_of_subtask", new Subtask());
    session.createTable(
        "t",
        "n BIGINT, subtask INT, words ARRAY<STRING>, part INT",
        "PARTITIONED BY (part)",
        directory,
        "'auto-compaction' = 'true'",
        "'compaction.file-size' = '1gb'");
    session
        .environment()
        .executeSql(
            ("CREATE TEMPORARY TABLE numbers (n BIGINT) WITH ('connector' = 'datagen',"
                    + " 'rows-per-second' = '2000', 'number-of-rows' = '%d', 'fields.n.kind' ="
                    + " 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%d')")
                .formatted(ROWS, ROWS - 1));

    session.run(
        "INSERT INTO t SELECT n, %s, ARRAY['a', CAST(n AS STRING)], CAST(MOD(n / 10, 2) AS INT) FROM numbers"
            .formatted(subtask));

    assertThat(PartFiles.visible(directory))
        .allSatisfy(file -> assertThat(file.getFileName().toString()).startsWith("compacted-"));
    assertThat(
            duckDb(
                "SELECT count(*), count(DISTINCT n), sum(n), sum((words[2] = n::VARCHAR)::INT) FROM"
                    + " %s"))
        .isEqualTo(
            List.of(
                List.of(
                    (long) ROWS,
                    (long) ROWS,
                    BigInteger.valueOf(ROWS * (ROWS - 1L) / 2),
                    BigInteger.valueOf(ROWS))));
    assertThat(
            duckDb("SELECT filename FROM %s GROUP BY filename HAVING count(DISTINCT subtask) = 2"))
        .as("files that were merged")
        .hasSizeGreaterThan(1);
    assertThat(session.lastRow("SELECT COUNT(*) FROM t")).isEqualTo("[" + ROWS + "]");
  }

  private List<List<Object>> duckDb(String query) throws Exception {
    return DuckDbReader.query(
        query.formatted("read_parquet('" + directory + "/*/compacted-*', filename = true)"));
  }

  /** The subtask that evaluates it, which is chained to the one that writes. */
  public static final class Subtask extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    private transient int subtask;

    @Override
    public void open(FunctionContext context) {
      subtask = context.getTaskInfo().getIndexOfThisSubtask();
    }

    public int eval(Long n) {
      return subtask;
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }
  }

  /** Fails the first time it sees a number as large as this. */
  public static final class FailingOnce extends ScalarFunction {

    static final AtomicBoolean FAILED = new AtomicBoolean();

    private static final long serialVersionUID = 1L;

    private final long number;

    FailingOnce(long number) {
      this.number = number;
    }

    public int eval(Long n, Integer value) {
      if (n >= number && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, on purpose");
      }
      return value;
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }
  }
}
