package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.RowVectors;
import io.flinkarrow.testing.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
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
  private static final String ARROW = "'format' = 'arrow-ipc', 'arrow-ipc.maximum-rows' = '1000'";

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
    table(session, "messages", "id BIGINT NOT NULL, name STRING", topic, ARROW);
    return session;
  }

  private static void table(
      SqlSession session, String name, String columns, String topic, String format) {
    session
        .environment()
        .executeSql(
            """
            CREATE TABLE %s (
              %s,
              origin INT METADATA FROM 'partition' VIRTUAL,
              place BIGINT METADATA FROM 'offset' VIRTUAL
            ) WITH (
              'connector' = 'kafka',
              'topic' = '%s',
              'properties.bootstrap.servers' = '%s',
              'scan.startup.mode' = 'earliest-offset',
              'scan.bounded.mode' = 'latest-offset',
              %s
            )\
            """
                .formatted(name, columns, topic, BROKER.bootstrapServers(), format));
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
                        "Table default_catalog.default_database.messages: Malformed Arrow payload"
                            + " at byte "
                            + (whole.length - 8)));
  }

  /** As a user does it: first the table gets the column, then producers send it, one by one. */
  @Test
  void aColumnThatAlterTableAddsIsNullInOldMessages() throws Exception {
    byte[] old = ArrowIpc.writeStream(NumberedBatches.of(1, 2));
    byte[] evolved = evolved(3, 30);
    fill("evolved", List.of(old, evolved, ArrowIpc.writeStream(NumberedBatches.of(4, 1))));
    SqlSession session = session("evolved");
    session.run("ALTER TABLE messages ADD (price BIGINT, place2 ROW<zip STRING>)");
    String query = "SELECT id, name, price, place2 FROM messages";
    String[] rows = {
      "+I[1, row 1, null, null]",
      "+I[2, row 2, null, null]",
      "+I[3, null, 30, null]",
      "+I[4, row 4, null, null]"
    };
    assertThat(session.rows(query)).containsExactly(rows);
    session.run("ALTER TABLE messages SET ('arrow-ipc.schema-policy' = 'compatible')");
    assertThat(session.rows(query)).containsExactly(rows);
    session.run("ALTER TABLE messages SET ('arrow-ipc.schema-policy' = 'exact')");
    assertThatThrownBy(() -> session.drain("messages"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("SchemaPolicy.COMPATIBLE reads it"));
  }

  private static byte[] evolved(long id, long price) {
    RowType type =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD("price", DataTypes.BIGINT()),
                    DataTypes.FIELD("id", DataTypes.BIGINT().notNull()))
                .getLogicalType();
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(RowSchema.of(type), NumberedBatches.allocator())) {
      RowVectors.fill(root, type, List.of(GenericRowData.of(price, id)));
      return ArrowIpc.writeStream(RecordBatch.copyOf(root));
    }
  }

  /** What the failure tells is enough to find the message, and to move it elsewhere, in SQL. */
  @Test
  void aMalformedMessageIsFoundByItsHash() throws Exception {
    byte[] whole = ArrowIpc.writeStream(NumberedBatches.of(0, ROWS));
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);
    fill("hashed", List.of(whole, whole, whole, cut, whole));
    SqlSession session = session("hashed");
    List<String> hashes = new ArrayList<>();
    assertThatThrownBy(() -> session.drain("messages"))
        .satisfies(
            failure ->
                Pattern.compile("The message has (\\d+) bytes and the SHA-256 (\\w{64});")
                    .matcher(SqlSession.messages(failure))
                    .results()
                    .forEach(
                        found -> {
                          assertThat(found.group(1)).isEqualTo(String.valueOf(cut.length));
                          hashes.add(found.group(2));
                        }));
    assertThat(hashes).isNotEmpty();
    table(session, "undecoded", "payload BYTES", "hashed", "'format' = 'raw'");
    assertThat(
            session.rows(
                "SELECT origin, place, payload FROM undecoded WHERE SHA256(payload) = '%s'"
                    .formatted(hashes.get(0))))
        .singleElement()
        .asString()
        .startsWith("+I[1, 1, ");
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
