package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program that the documents show for queries whose files outlive checkpoints. */
class DocumentedQueryITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 60;
  private static final int BATCHES = 300;
  private static final int TOWNS = 3;

  @TempDir Path directory;

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static StreamTableEnvironment withRows(
      StreamExecutionEnvironment environment, int kills) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.createTemporaryView(
        "messages",
        Jobs.rows(
            Jobs.batchNumbers(environment, BATCHES, 10)
                .map(new FailingMap<>("documented query", kills, 2, 5)),
            ROWS,
            PartitionedRows.TYPE,
            id -> PartitionedRows.row(id, PartitionedRows::plainTownOf)));
    return tables;
  }

  @Test
  void killsAndCheckpointsLeaveOneFilePerTown() throws Exception {
    int kills = 3;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    StreamTableEnvironment tables = withRows(environment, kills);
    DocumentedCode.writeLargeFiles(
        tables,
        tables.sqlQuery(
            "SELECT id, name, COALESCE(NULLIF(town, ''), 'unknown') AS town FROM messages"),
        path());
    environment.execute();
    assertThat(FailingMap.failuresOf("documented query")).isEqualTo(kills);
    assertThat(PartFiles.visible(directory))
        .as("files, though checkpoints came each ten batches")
        .hasSize(TOWNS);
    PartFiles.assertHoldsExactly(directory, (long) BATCHES * ROWS);
    assertThat(PartitionedRows.misfiledPlain(directory)).isZero();

    TableEnvironment reader = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    reader.executeSql(
        "CREATE TABLE written (id BIGINT NOT NULL, name STRING, town STRING) PARTITIONED BY (town) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'arrow-parquet')"
            .formatted(directory.toUri()));
    assertThat(reader.executeSql("SELECT COUNT(*), COUNT(DISTINCT town) FROM written").collect())
        .toIterable()
        .containsExactly(Row.of((long) BATCHES * ROWS, (long) TOWNS));
  }
}
