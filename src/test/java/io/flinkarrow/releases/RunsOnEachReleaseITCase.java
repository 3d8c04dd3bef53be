package io.flinkarrow.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.releases.ReleaseTable.Column;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FlinkInstallation;
import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import io.flinkarrow.testing.SqlJar;
import io.flinkarrow.testing.StandaloneCluster;
import io.flinkarrow.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One jar runs with each release of Flink, in processes that have that release's own jars and ours.
 * Writes {@code target/flink-releases.md}.
 */
class RunsOnEachReleaseITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final int MESSAGES = 60;
  private static final int MESSAGE_ROWS = 50;
  private static final int TOPIC_PARTITIONS = 3;
  private static final int SQL_ROWS = 1000;

  @TempDir Path directory;

  @AfterAll
  static void show() throws IOException {
    ReleaseTable.show();
  }

  @ParameterizedTest
  @MethodSource("io.flinkarrow.releases.ReleaseTable#releases")
  void batchesIntoPartitionsWithFailuresAndARestore(FlinkRelease release) throws Exception {
    ReleaseTable.check(
        release,
        Column.FILES,
        () -> {
          ReleaseJvm.run(
              release, directory, BROKER.bootstrapServers(), "none", ReleaseProgram.FILES);
          assertHoldsInPartitions(directory.resolve("FILES"), FilesJob.ROWS);
        });
  }

  @ParameterizedTest
  @MethodSource("io.flinkarrow.releases.ReleaseTable#releases")
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void rowsIntoFilesAndIntoBatches(FlinkRelease release) throws Exception {
    ReleaseTable.check(
        release,
        Column.ROWS,
        () -> {
          ReleaseJvm.run(
              release, directory, BROKER.bootstrapServers(), "none", ReleaseProgram.ROWS);
          assertHoldsInPartitions(directory.resolve("ROWS/rows"), RowsJob.ROWS);
          assertHoldsInPartitions(directory.resolve("ROWS/batches"), RowsJob.ROWS);
        });
  }

  @ParameterizedTest
  @MethodSource("io.flinkarrow.releases.ReleaseTable#releases")
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void payloadsFromKafkaWithTheReleasesConnector(FlinkRelease release) throws Exception {
    String topic = "release-" + release.line();
    ReleaseTable.check(
        release,
        Column.KAFKA,
        () -> {
          BROKER.createTopic(topic, TOPIC_PARTITIONS);
          BROKER.createTopic(KafkaJob.letters(topic), 1);
          List<byte[]> malformed = send(topic);
          ReleaseJvm.run(
              release, directory, BROKER.bootstrapServers(), topic, ReleaseProgram.KAFKA);
          for (String way : List.of("batches", "decoded")) {
            PartFiles.assertHoldsExactly(
                directory.resolve("KAFKA").resolve(way), MESSAGES * MESSAGE_ROWS);
          }
          assertThat(BROKER.records(KafkaJob.letters(topic), malformed.size()))
              .extracting(ConsumerRecord::value)
              .containsExactlyInAnyOrderElementsOf(malformed);
        });
  }

  /** With the release's own SQL client, and a cluster of processes. */
  @ParameterizedTest
  @MethodSource("io.flinkarrow.releases.ReleaseTable#releases")
  void tablesByTheSqlJarStreamingAndInBatches(FlinkRelease release) throws Exception {
    ReleaseTable.check(
        release,
        Column.SQL,
        () -> {
          FlinkInstallation flink = FlinkInstallation.of(release).with(SqlJar.path());
          try (StandaloneCluster cluster = StandaloneCluster.start(flink, directory)) {
            String output = cluster.run(script());
            assertThat(output.replace(" ", ""))
                .as(cluster.outputs())
                .doesNotContain("[ERROR]")
                .contains("|inbatches|500|250000.00|odd|tag999|1999|")
                .contains("|+I|streaming|2|even|");
          }
          for (String table : List.of("streamed", "batched")) {
            assertThat(
                    DuckDbReader.query(
                            """
                        SELECT count(*), count(DISTINCT id), CAST(sum(amount) AS BIGINT), sum(len(tags)),
                            sum(CASE WHEN part = CASE id %% 2 WHEN 0 THEN 'even' ELSE 'odd' END
                                AND address.zip = id + 1000 AND name = 'name ' || id THEN 1 END)
                        FROM read_parquet('%s/*/*', hive_partitioning = true)
                        """
                                .formatted(directory.resolve(table)))
                        .get(0)
                        .stream()
                        .map(value -> ((Number) value).longValue()))
                .as(table)
                .containsExactly(
                    (long) SQL_ROWS,
                    (long) SQL_ROWS,
                    SQL_ROWS * (SQL_ROWS + 1L) / 2,
                    2L * SQL_ROWS,
                    (long) SQL_ROWS);
          }
        });
  }

  private String script() {
    String columns =
        "id BIGINT NOT NULL, name STRING, amount DECIMAL(20, 2), moment TIMESTAMP(6), tags"
            + " ARRAY<STRING>, address ROW<city STRING, zip INT>, part STRING";
    StringBuilder script =
        new StringBuilder(
            """
            SET 'execution.checkpointing.interval' = '300 ms';
            SET 'sql-client.execution.result-mode' = 'tableau';
            SET 'table.dml-sync' = 'true';
            CREATE TEMPORARY TABLE numbers (number BIGINT) WITH (
              'connector' = 'datagen', 'number-of-rows' = '%1$d', 'rows-per-second' = '%1$d',
              'fields.number.kind' = 'sequence', 'fields.number.start' = '1', 'fields.number.end' = '%1$d');
            """
                .formatted(SQL_ROWS));
    for (String table : List.of("streamed", "batched")) {
      script.append(
          """
          CREATE TABLE %s (%s) PARTITIONED BY (part) WITH (
            'connector' = 'filesystem', 'path' = '%s', 'format' = 'arrow-parquet');
          """
              .formatted(table, columns, directory.resolve(table)));
    }
    return script
        .append(
            """
            SET 'execution.runtime-mode' = 'streaming';
            INSERT INTO streamed SELECT number, CONCAT('name ', CAST(number AS STRING)),
              CAST(number AS DECIMAL(20, 2)), TIMESTAMP '2026-11-24 12:34:56.123456',
              ARRAY['one', CONCAT('tag', CAST(number AS STRING))],
              ROW(CONCAT('city ', CAST(number AS STRING)), CAST(number AS INT) + 1000),
              CASE WHEN MOD(number, 2) = 0 THEN 'even' ELSE 'odd' END
            FROM numbers;
            SET 'execution.runtime-mode' = 'batch';
            INSERT INTO batched SELECT * FROM streamed;
            SELECT 'in batches', COUNT(*), SUM(amount), part, MAX(tags[2]), MAX(address.zip)
            FROM batched WHERE part = 'odd' AND id > 0 GROUP BY part;
            SET 'execution.runtime-mode' = 'streaming';
            SELECT 'streaming', id, part FROM batched WHERE id = 2;
            """)
        .toString();
  }

  private static void assertHoldsInPartitions(Path files, long rows) throws Exception {
    PartFiles.assertHoldsExactly(files, rows);
    assertThat(PartitionedRows.misfiledPlain(files)).isZero();
  }

  /** Returns those that are cut. */
  private static List<byte[]> send(String topic) {
    List<byte[]> malformed = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer(null)) {
      for (int i = 0; i < MESSAGES; i++) {
        byte[] message =
            ArrowIpc.writeStream(NumberedBatches.of((long) i * MESSAGE_ROWS, MESSAGE_ROWS));
        producer.send(new ProducerRecord<>(topic, i % TOPIC_PARTITIONS, null, message));
        if (i % 10 == 0) {
          byte[] cut = Arrays.copyOf(message, message.length - 1 - i);
          producer.send(new ProducerRecord<>(topic, i % TOPIC_PARTITIONS, null, cut));
          malformed.add(cut);
        }
      }
    }
    return malformed;
  }
}
