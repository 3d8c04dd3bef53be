package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.testing.DuckDbReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A compiled plan holds the options that its table had. What the table's options are when it is
 * executed counts more, but for those of single columns: Flink asks for the names of such options
 * beforehand.
 */
class CompiledPlansITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  private final SqlSession session = SqlSession.streaming();

  @Test
  void optionsAreThoseOfTheTableWhenThePlanIsExecuted() throws Exception {
    compile(
        "'arrow-parquet.codec' = 'gzip'",
        "'arrow-parquet.key-value-metadata.owner' = 'nobody'",
        "'arrow-parquet.row-group-rows' = '7'");

    execute("'arrow-parquet.codec' = 'snappy'", "'arrow-parquet.key-value-metadata.owner' = 'me'");

    assertThat(duckDb("SELECT DISTINCT compression FROM parquet_metadata('%s')"))
        .isEqualTo(List.of(List.of("SNAPPY")));
    assertThat(
            duckDb(
                "SELECT DISTINCT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) = 'owner'"))
        .isEqualTo(List.of(List.of("me")));
    assertThat(duckDb("SELECT max(row_group_num_rows) FROM parquet_metadata('%s')"))
        .as("an option that the table no longer has")
        .isEqualTo(List.of(List.of(7L)));
  }

  @Test
  void optionsOfColumnsAreThoseOfThePlan() throws Exception {
    compile("'arrow-parquet.column.n.codec' = 'gzip'");

    execute("'arrow-parquet.column.n.codec' = 'snappy'");

    assertThat(duckDb("SELECT DISTINCT compression FROM parquet_metadata('%s')"))
        .isEqualTo(List.of(List.of("GZIP")));
  }

  @Test
  void aChangedOptionThatCannotBeIsRefused() throws Exception {
    compile("'arrow-parquet.page-rows' = '1000'");

    assertThat(
            SqlSession.messages(catchThrowable(() -> execute("'arrow-parquet.page-rows' = '-1'"))))
        .contains(
            "Table default_catalog.default_database.t, option 'arrow-parquet.page-rows' = '-1': pageRows must be at least 1 but was -1");
  }

  private void compile(String... options) throws Exception {
    session.numbers("numbers", 100);
    session.createTable("t", "n BIGINT", data(), options);
    session.run("COMPILE PLAN '" + plan() + "' FOR INSERT INTO t SELECT n FROM numbers");
  }

  private void execute(String... options) throws Exception {
    session.run("DROP TABLE t");
    session.createTable("t", "n BIGINT", data(), options);
    session.run("EXECUTE PLAN '" + plan() + "'");
    assertThat(duckDb("SELECT count(DISTINCT n) FROM read_parquet('%s')"))
        .isEqualTo(List.of(List.of(100L)));
  }

  private Path data() {
    return directory.resolve("data");
  }

  private String plan() {
    return directory.resolve("plan.json").toUri().toString();
  }

  private List<List<Object>> duckDb(String query) throws Exception {
    return DuckDbReader.query(query.formatted(data() + "/part-*"));
  }
}
