package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.testing.MessagesTable;
import io.flinkarrow.testing.NumberedBatches;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables over messages of Arrow IPC payloads, in SQL, with all that may be wrong with them. */
class MessagesHoldRowsITCase {

  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final String COLUMNS = "id BIGINT NOT NULL, name STRING";

  private static SqlSession session(
      String topic, String columns, List<byte[]> messages, String... options) {
    MessagesTable.put(topic, messages);
    SqlSession session = SqlSession.streaming();
    List<String> all = new ArrayList<>();
    all.add("'connector' = 'messages'");
    all.add("'format' = 'arrow-ipc'");
    all.add("'topic' = '" + topic + "'");
    all.addAll(Arrays.asList(options));
    session
        .environment()
        .executeSql("CREATE TABLE t (%s) WITH (%s)".formatted(columns, String.join(", ", all)));
    return session;
  }

  private static byte[] message(long first, int rows) {
    return ArrowIpc.writeStream(NumberedBatches.of(first, rows));
  }

  private static String sum(SqlSession session) {
    return session.lastRow("SELECT COUNT(*), COUNT(DISTINCT id), SUM(id), COUNT(name) FROM t");
  }

  @Test
  void allRowsOfAllBatchesOfAllMessages() {
    BatchSchema schema = BatchSchema.of(NumberedBatches.SCHEMA);
    List<RecordBatch> batches = List.of(NumberedBatches.of(0, 100), NumberedBatches.of(100, 28));
    List<byte[]> messages =
        List.of(
            ArrowIpc.writeStream(schema, batches),
            ArrowIpc.writeStream(schema, List.of()),
            ArrowIpc.writeFile(schema, List.of(NumberedBatches.of(128, 12))),
            message(140, 1_860));
    SqlSession session = session("all", COLUMNS, messages);
    long names = LongStream.range(0, 2_000).filter(id -> id % 7 != 0).count();
    assertThat(sum(session)).isEqualTo("[2000, 2000, 1999000, %d]".formatted(names));
    assertThat(session.rows("SELECT name FROM t WHERE id IN (6, 7, 8)"))
        .containsExactly("+I[null]", "+I[row 6]", "+I[row 8]");
  }

  @Test
  void onlyTheColumnsThatAQueryNeedsAreMadeRowsOf() {
    SqlSession session = session("projected", COLUMNS, List.of(message(1, 3)));
    assertThat(session.rows("SELECT name FROM t"))
        .containsExactly("+I[row 1]", "+I[row 2]", "+I[row 3]");
    assertThat(names("projected")).containsExactly("name");
    assertThat(session.lastRow("SELECT SUM(id) FROM t")).isEqualTo("[6]");
    assertThat(names("projected")).containsExactly("id");
  }

  private static List<String> names(String topic) {
    return ((RowType) MessagesTable.produced(topic).getLogicalType()).getFieldNames();
  }

  /** Each message brings its own dictionary, and may name columns in any order. */
  @Test
  void producersMayDifferInWhatTheTableDoesNotSay() throws Exception {
    SqlSession session =
        session("differing", COLUMNS, List.of(message(1, 2), dictionaryEncoded(3), message(4, 1)));
    assertThat(session.rows("SELECT id, name FROM t"))
        .containsExactly("+I[1, row 1]", "+I[2, row 2]", "+I[3, row 3]", "+I[4, row 4]");
  }

  private static byte[] dictionaryEncoded(int id) throws Exception {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    Field name =
        new Field("name", new FieldType(true, new ArrowType.Int(32, true), encoding), null);
    Field number = Field.nullable("id", new ArrowType.Int(32, true));
    Field other = Field.nullable("other", new ArrowType.Int(32, true));
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector values = new VarCharVector("values", allocator);
        VectorSchemaRoot root =
            VectorSchemaRoot.create(
                new org.apache.arrow.vector.types.pojo.Schema(List.of(name, other, number)),
                allocator)) {
      values.allocateNew();
      values.setSafe(0, "none".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      values.setSafe(1, ("row " + id).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      values.setValueCount(2);
      root.allocateNew();
      ((IntVector) root.getVector("name")).setSafe(0, 1);
      ((IntVector) root.getVector("id")).setSafe(0, id);
      root.setRowCount(1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ArrowStreamWriter writer =
          new ArrowStreamWriter(
              root, new MapDictionaryProvider(new Dictionary(values, encoding)), out)) {
        writer.writeBatch();
        writer.end();
      }
      return out.toByteArray();
    }
  }

  @Test
  void aMalformedMessageFailsTheJobByItsByteAndTheReason() {
    byte[] cut = message(10, 5);
    List<byte[]> messages = List.of(message(0, 5), Arrays.copyOf(cut, cut.length - 8));
    assertThatThrownBy(() -> session("cut", COLUMNS, messages).drain("t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains(
                        "Table default_catalog.default_database.t: Malformed Arrow payload at byte "
                            + (cut.length - 8))
                    .contains("end-of-stream"));
  }

  @Test
  void aMessageOfAnotherSchemaFailsTheJobFieldByField() {
    String columns =
        "id INT, Name STRING NOT NULL, place ROW<zip STRING> NOT NULL, name TIMESTAMP(3)";
    assertThatThrownBy(() -> session("other", columns, List.of(message(0, 5))).drain("t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains(
                        "Table default_catalog.default_database.t: The batch's columns do not hold"
                            + " what the rows ask for:")
                    .contains(
                        "column 'name': expected a type that can be read as TIMESTAMP(3), came"
                            + " Utf8")
                    .contains(
                        "column 'Name': expected STRING NOT NULL, it is missing; beside it are [id,"
                            + " name]")
                    .contains(
                        "column 'place': expected ROW<`zip` STRING> NOT NULL, it is missing"));
  }

  @Test
  void aValueThatDoesNotFitFailsTheJobByColumnAndRow() {
    List<byte[]> messages = List.of(ArrowIpc.writeStream(NumberedBatches.of(1, 2, 40_000, 3)));
    assertThatThrownBy(() -> session("narrow", "id SMALLINT", messages).drain("t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("t: Column 'id', row 2 of batch 0: the value does not fit SMALLINT")
                    .doesNotContain("40000"));
    assertThatThrownBy(
            () -> session("nulls", "name STRING NOT NULL", List.of(message(6, 2))).drain("t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("Column 'name', row 1 of batch 0: the value is null"));
  }

  /** Whole messages: none of the rows before the one that does not fit. */
  @Test
  void orMalformedMessagesAreSkippedAndCounted() {
    byte[] cut = message(10, 5);
    List<byte[]> messages =
        List.of(
            message(0, 5),
            Arrays.copyOf(cut, cut.length - 8),
            ArrowIpc.writeStream(NumberedBatches.of(20, 21, 1L << 40)),
            new byte[0],
            message(5, 5));
    SqlSession session =
        session("skipped", "id INT", messages, "'arrow-ipc.malformed-payloads' = 'skip'");
    TableResult result = session.environment().executeSql("SELECT id FROM t");
    List<Object> ids = new ArrayList<>();
    result.collect().forEachRemaining(row -> ids.add(row.getField("id")));
    assertThat(ids).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    JobID job = result.getJobClient().orElseThrow().getJobID();
    Map<String, Long> counts = new TreeMap<>();
    REPORTER
        .findMetrics(job, ".*arrowIpc.*")
        .forEach(
            (name, metric) ->
                counts.put(
                    name.substring(name.lastIndexOf('.') + 1), ((Counter) metric).getCount()));
    assertThat(counts)
        .containsEntry("payloads", 5L)
        .containsEntry("malformedPayloads", 2L)
        .containsEntry("refusedPayloads", 1L);
  }

  @Test
  void limitsAreTheTables() {
    SqlSession session =
        session("limited", COLUMNS, List.of(message(0, 9)), "'arrow-ipc.maximum-rows' = '8'");
    assertThatThrownBy(() -> session.drain("t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure)).contains("a batch of 9 rows, at most 8"));
  }

  @Test
  void wrongOptionsAreRefusedWhenAStatementIsPlanned() {
    assertThatThrownBy(
            () ->
                session("options", COLUMNS, List.of(), "'arrow-ipc.maximum-row' = '8'")
                    .environment()
                    .explainSql("SELECT * FROM t"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("arrow-ipc.maximum-row'")
                    .contains("Nearest to it are: arrow-ipc.maximum-rows"));
  }

  @Test
  void writingIsRefusedWhenAStatementIsPlannedAndTheWayIsNamed() {
    SqlSession session = session("written", COLUMNS, List.of());
    assertThatThrownBy(() -> session.environment().explainSql("INSERT INTO t VALUES (1, 'a')"))
        .satisfies(
            failure ->
                assertThat(SqlSession.messages(failure))
                    .contains("can't be written to with the format 'arrow-ipc'")
                    .contains("io.flinkarrow.row.RecordBatches.fromRows")
                    .contains("io.flinkarrow.ipc.ArrowIpcSerializationSchema"));
  }
}
