package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.kafka.RandomFailures.Point;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.TestBroker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of committed transactions of a real broker lie in visible files, each once, and no others,
 * while the broker is killed and the job fails wherever it can.
 */
class ExactlyOnceFromKafkaITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int PARTITIONS = 3;
  private static final int PARALLELISM = 2;
  private static final int MOST_FAILURES = Jobs.EXTENDED ? 20 : 2;
  private static final int BROKER_KILLS = Jobs.EXTENDED ? 6 : 1;
  private static final Duration PATIENCE = Duration.ofSeconds(Jobs.EXTENDED ? 900 : 120);

  private static final List<Step> STEPS =
      List.of(Step.WRITE, Step.AFTER_CLOSE_FOR_COMMIT, Step.BEFORE_COMMIT, Step.AFTER_COMMIT);

  @TempDir Path directory;
  @TempDir Path checkpoints;
  @TempDir Path savepoints;

  /** The newest checkpoint that was complete when a file was committed first. */
  private final Map<Path, Long> completeAtCommit = new ConcurrentHashMap<>();

  @BeforeEach
  void nothingFails() {
    FaultyFileSystem.reset();
  }

  /** From the source to the sink. */
  private interface Pipeline {
    void build(StreamExecutionEnvironment environment);
  }

  @Test
  void arrowPayloadsOfCommittedTransactionsComeOnce() throws Exception {
    String topic = "exactly-once-arrow";
    assertComeOnce(
        topic,
        MOST_FAILURES,
        new Transactions(topic, PARTITIONS, 40, ExactlyOnceFromKafkaITCase::payload),
        environment ->
            environment
                .fromSource(
                    source(topic, new PayloadDeserializationSchema()),
                    WatermarkStrategy.noWatermarks(),
                    "payloads")
                .uid("source")
                .rebalance()
                .process(ArrowIpcDecoder.of(NumberedBatches.SCHEMA))
                .map(new CheckpointLedger<>(topic, ExactlyOnceFromKafkaITCase::ids))
                .map(new RandomFailures<>(topic, MOST_FAILURES))
                .sinkTo(
                    ArrowParquetSink.forBatches(
                            FaultyFileSystem.path(directory), NumberedBatches.SCHEMA)
                        .build())
                .uid("sink"));
  }

  @Test
  void jsonRowsOfCommittedTransactionsComeOnce() throws Exception {
    String topic = "exactly-once-json";
    var json =
        new JsonRowDataDeserializationSchema(
            NumberedRows.TYPE,
            InternalTypeInfo.of(NumberedRows.TYPE),
            true,
            false,
            TimestampFormat.ISO_8601);
    assertComeOnce(
        topic,
        MOST_FAILURES / 2,
        new Transactions(topic, PARTITIONS, 1, (id, rows) -> json(id)),
        environment ->
            environment
                .fromSource(
                    source(topic, KafkaRecordDeserializationSchema.valueOnly(json)),
                    WatermarkStrategy.noWatermarks(),
                    "rows")
                .uid("source")
                .map(new CheckpointLedger<RowData>(topic, row -> new long[] {row.getLong(0)}))
                .map(new RandomFailures<>(topic, MOST_FAILURES / 2))
                .sinkTo(
                    ArrowParquetSink.forRows(FaultyFileSystem.path(directory), NumberedRows.TYPE)
                        .build())
                .uid("sink"));
  }

  /**
   * @param failures of the job at each random point and at each step of a file's life
   */
  private void assertComeOnce(
      String topic, int failures, Transactions transactions, Pipeline pipeline) throws Exception {
    BROKER.createTopic(topic, PARTITIONS);
    STEPS.forEach(step -> FaultyFileSystem.fail(step, 7, failures));
    FaultyFileSystem.beforeCommits(
        file -> completeAtCommit.putIfAbsent(file, completed().latest()));
    StreamExecutionEnvironment environment = Jobs.environment(PARALLELISM);
    environment.configure(checkpointsInFiles());
    pipeline.build(environment);
    transactions.start(BROKER);
    JobClient job = environment.executeAsync();
    VisibleFiles files = new VisibleFiles(directory);

    for (int kill = 0; kill < BROKER_KILLS; kill++) {
      int before = files.rows();
      lookUntil(() -> files.rows() > before, files, topic, transactions);
      BROKER.killAndStartAgain();
    }
    lookUntil(() -> allHappened(topic, failures), files, topic, transactions);
    transactions.stop();
    long[] expected = transactions.committedIds();
    lookUntil(() -> files.rows() >= expected.length, files, topic, transactions);
    lookUntil(() -> kafkaWasToldOfAll(topic, transactions), files, topic, transactions);
    Jobs.stopWithSavepoint(job, savepoints);

    assertThat(PartFiles.ids(directory)).isEqualTo(expected);
    assertThat(transactions.aborted()).as("aborted transactions").isPositive();
    files.look();
    files.assertNoneChanged();
    assertVisibleOnlyAfterTheirCheckpoint(topic, files);
    assertLeftoversAreHiddenAndFew(topic);
    Jobs.await(() -> FaultyFileSystem.openStreams() == 0);
  }

  private void lookUntil(
      BooleanSupplier reached, VisibleFiles files, String topic, Transactions transactions)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time, after %d rows", files.rows()).isLessThan(deadline);
      files.look();
      assertKafkaWasToldOfCompletedCheckpointsOnly(topic, transactions);
      Thread.sleep(50);
    }
  }

  private static boolean allHappened(String topic, int failures) {
    return STEPS.stream().allMatch(step -> FaultyFileSystem.failuresAt(step) == failures)
        && Stream.of(Point.values())
            .allMatch(point -> RandomFailures.failuresAt(topic, point) == failures);
  }

  private void assertVisibleOnlyAfterTheirCheckpoint(String topic, VisibleFiles files) {
    assertThat(completeAtCommit.keySet()).containsAll(files.files());
    for (Path file : files.files()) {
      long complete = completeAtCommit.get(file);
      for (long id : PartFiles.idsOf(List.of(file))) {
        assertThat(CheckpointLedger.checkpointOf(topic, id))
            .as("checkpoint of row %d in %s", id, file)
            .isLessThanOrEqualTo(complete);
      }
    }
  }

  /** What the group has committed is at most what is visible, or becomes visible whatever comes. */
  private void assertKafkaWasToldOfCompletedCheckpointsOnly(String topic, Transactions transactions)
      throws Exception {
    Map<Integer, Long> told = BROKER.committedOffsets(topic, topic);
    long complete = completed().latest();
    for (Transactions.Sent sent : transactions.committed()) {
      if (sent.offset() < told.getOrDefault(sent.partition(), 0L)) {
        assertThat(sent.ids())
            .as("rows of partition %d, offset %d", sent.partition(), sent.offset())
            .allSatisfy(
                id ->
                    assertThat(CheckpointLedger.checkpointOf(topic, id))
                        .isNotNull()
                        .isLessThanOrEqualTo(complete));
      }
    }
  }

  /** Flink commits offsets of a checkpoint some time after it, if it is not busy. */
  private static boolean kafkaWasToldOfAll(String topic, Transactions transactions) {
    Map<Integer, Long> told = BROKER.committedOffsets(topic, topic);
    return transactions.committed().stream()
        .allMatch(sent -> sent.offset() < told.getOrDefault(sent.partition(), 0L));
  }

  /** At each start of a subtask, one file that was open and one that was rolled may be lost. */
  private void assertLeftoversAreHiddenAndFew(String topic) {
    assertThat(PartFiles.hidden(directory))
        .allMatch(file -> file.getFileName().toString().matches("\\.part-.*\\.inprogress\\..*"))
        .hasSizeLessThanOrEqualTo(2 * CheckpointLedger.starts(topic));
  }

  private CompletedCheckpoints completed() {
    return new CompletedCheckpoints(checkpoints);
  }

  private Configuration checkpointsInFiles() {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(150));
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    return configuration;
  }

  private static <T> KafkaSource<T> source(
      String topic, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setBootstrapServers(BROKER.bootstrapServers())
        .setTopics(topic)
        .setGroupId(topic)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("isolation.level", "read_committed")
        .setDeserializer(deserializer)
        .build();
  }

  /** Streams of one and two batches, and files. */
  private static byte[] payload(long firstId, int rows) {
    BatchSchema schema = BatchSchema.of(NumberedBatches.SCHEMA);
    if (firstId % 3 == 0 || rows == 1) {
      return ArrowIpc.writeFile(schema, List.of(NumberedBatches.of(firstId, rows)));
    }
    return ArrowIpc.writeStream(
        schema, List.of(NumberedBatches.of(firstId, 1), NumberedBatches.of(firstId + 1, rows - 1)));
  }

  private static byte[] json(long id) {
    StringData name = NumberedRows.of(id).getString(1);
    String text =
        "{\"id\": %d, \"name\": %s}".formatted(id, name == null ? null : "\"" + name + "\"");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long[] ids(RecordBatch batch) {
    ByteBuffer ids = batch.body().buffer(1).order(ByteOrder.LITTLE_ENDIAN);
    return LongStream.range(0, batch.rowCount()).map(row -> ids.getLong((int) row * 8)).toArray();
  }
}
