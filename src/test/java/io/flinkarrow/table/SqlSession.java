package io.flinkarrow.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;

/** A session as a SQL client has it, on the test's cluster. Jobs that fail are not restarted. */
final class SqlSession {

  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final int PARALLELISM = 2;

  private final TableEnvironment environment;

  SqlSession(RuntimeExecutionMode mode) {
    this(mode, mode == RuntimeExecutionMode.STREAMING, PARALLELISM);
  }

  private SqlSession(RuntimeExecutionMode mode, boolean checkpoints, int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(TableConfigOptions.LOCAL_TIME_ZONE, "UTC");
    if (checkpoints) {
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, OFTEN);
    }
    environment =
        TableEnvironment.create(
            EnvironmentSettings.newInstance().withConfiguration(configuration).build());
  }

  /** A cluster with slots for what the tests run at the same time. */
  static MiniClusterExtension cluster() {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2 * PARALLELISM)
            .build());
  }

  /**
   * One of one task, in which no checkpoint closes files: each has the rows from where it began.
   */
  static SqlSession ofOneTask(RuntimeExecutionMode mode) {
    return new SqlSession(mode, false, 1);
  }

  static SqlSession batch() {
    return new SqlSession(RuntimeExecutionMode.BATCH);
  }

  static SqlSession streaming() {
    return new SqlSession(RuntimeExecutionMode.STREAMING);
  }

  TableEnvironment environment() {
    return environment;
  }

  /** Sets an option of the session. */
  SqlSession set(String option, String value) {
    environment.getConfig().set(option, value);
    return this;
  }

  /** A table of this format in a directory; options are 'key' = 'value' and may be none. */
  void createTable(String name, String columns, Path directory, String... options) {
    createTable(name, columns, "", directory, options);
  }

  /** The same with a PARTITIONED BY or another clause. */
  void createTable(String name, String columns, String clause, Path directory, String... options) {
    List<String> all = new ArrayList<>();
    all.add("'connector' = 'filesystem'");
    all.add("'format' = 'arrow-parquet'");
    all.add("'path' = '" + directory.toUri() + "'");
    all.addAll(Arrays.asList(options));
    environment.executeSql(
        "CREATE TABLE %s (%s) %s WITH (%s)"
            .formatted(name, columns, clause, String.join(", ", all)));
  }

  /** A source of the numbers from 0 to {@code rows}, in column n. */
  void numbers(String name, long rows) {
    environment.executeSql(
        ("CREATE TEMPORARY TABLE %s (n BIGINT) WITH ('connector' = 'datagen', "
                + "'rows-per-second' = '1000000000', 'number-of-rows' = '%d', "
                + "'fields.n.kind' = 'sequence', "
                + "'fields.n.start' = '0', 'fields.n.end' = '%d')")
            .formatted(name, rows, rows - 1));
  }

  /** Runs a statement to its end. */
  void run(String statement) throws ExecutionException, InterruptedException {
    TableResult result = environment.executeSql(statement);
    if (result.getJobClient().isPresent()) {
      result.await();
    }
  }

  /**
   * Reads a table whose rows nobody needs. For jobs that fail: in Flink 2.3 a task that collects
   * rows, and is cancelled before it was opened, takes its TaskManager with it.
   */
  void drain(String table) throws ExecutionException, InterruptedException {
    run("CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS SELECT * FROM " + table);
  }

  /** The rows of a query, one text each, in order of the text. */
  List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    environment.executeSql(query).collect().forEachRemaining(row -> rows.add(row.toString()));
    rows.sort(null);
    return rows;
  }

  /** The last row of a query, without its kind: in streaming mode a result changes often. */
  String lastRow(String query) {
    List<Row> rows = new ArrayList<>();
    environment.executeSql(query).collect().forEachRemaining(rows::add);
    return rows.get(rows.size() - 1).toString().substring(2);
  }

  /** What a failure says, its causes included. */
  static String messages(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()));
    }
    return messages.stream().collect(Collectors.joining("\n"));
  }
}
