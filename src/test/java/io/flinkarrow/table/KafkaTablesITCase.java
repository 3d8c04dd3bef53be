package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's connector hands its messages to the format, on a real broker. */
class KafkaTablesITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  private static final int MESSAGES = 40;
  private static final int ROWS = 50;
  private static final int PARTITIONS = 2;

  @TempDir Path directory;

  private static void fill(String topic, List<byte[]> messages) throws Exception {
    BROKER.createTopic(topic, PARTITIONS);
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer(null)) {
      for (int i = 0; i < messages.size(); i++) {
        producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, messages.get(i))).get();
      }
    }
  }

  /** A table over all messages that the topic has by now. */
  private static SqlSession session(String topic) {
    SqlSession session = SqlSession.streaming();
    session
        .environment()
        .executeSql(
            """
            CREATE TABLE messages (
              id BIGINT NOT NULL,
              name STRING,
              origin INT METADATA FROM 'partition' VIRTUAL
            ) WITH (
              'connector' = 'kafka',
              'topic' = '%s',
              'properties.bootstrap.servers' = '%s',
              'scan.startup.mode' = 'earliest-offset',
              'scan.bounded.mode' = 'latest-offset',
              'format' = 'arrow-ipc',
              'arrow-ipc.maximum-rows' = '1000'
            )"""
                .formatted(topic, BROKER.bootstrapServers()));
    return session;
  }

  @Test
  void allRowsOfAllMessagesBecomeParquet() throws Exception {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      messages.add(ArrowIpc.writeStream(NumberedBatches.of((long) i * ROWS, ROWS)));
    }
    messages.add(null);
    messages.add(ArrowIpc.writeStream(BatchSchema.of(NumberedBatches.SCHEMA), List.of()));
    fill("whole", messages);
    SqlSession session = session("whole");
    session.createTable("files", "id BIGINT NOT NULL, name STRING", directory);
    session.run("INSERT INTO files SELECT id, name FROM messages");
    PartFiles.assertHoldsExactly(directory, (long) MESSAGES * ROWS);
    assertThat(session.rows("SELECT DISTINCT id / %d, origin FROM messages".formatted(ROWS)))
        .hasSize(MESSAGES)
        .contains("+I[0, 0]", "+I[1, 1]", "+I[2, 0]", "+I[39, 1]");
  }

  @Test
  void aMalformedMessageFailsTheJobByItsByteAndTheReason() throws Exception {
    byte[] whole = ArrowIpc.writeStream(NumberedBatches.of(0, ROWS));
    fill("cut", List.of(whole, Arrays.copyOf(whole, whole.length - 8)));
    SqlSession session = session("cut");
    assertThatThrownBy(() -> session.drain("messages"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains(
                        "Table default_catalog.default_database.messages: Malformed Arrow payload at byte "
                            + (whole.length - 8)));
  }

  @Test
  void writingIsRefusedWhenAStatementIsPlanned() {
    SqlSession session = session("any");
    assertThatThrownBy(
            () -> session.environment().explainSql("INSERT INTO messages VALUES (1, 'a')"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("io.flinkarrow.row.RecordBatches.fromRows"));
  }
}
