package io.flinkarrow.releases;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.kafka.ArrowIpcDecoder;
import io.flinkarrow.kafka.Payload;
import io.flinkarrow.kafka.PayloadDeserializationSchema;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job with all that state can have of ours: batches in keyed and in operator state, payloads, the
 * sink's files that wait for their commit, and what a source of Kafka keeps. Its rows have the
 * numbers 0 to {@link #ROWS}, and with a topic {@link #MESSAGES} times {@link #MESSAGE_ROWS} more.
 */
final class StatefulJob {

  static final int ROWS = 2400;
  static final int MESSAGES = 40;
  static final int MESSAGE_ROWS = 30;

  /** No topic. */
  static final String NO_BROKERS = "none";

  private static final int BATCHES_A_CHECKPOINT = 30;
  private static final int KEYS = 4;
  private static final String OUT = "out";
  private static final String SAVEPOINT = "savepoint";

  /** Batches that the job of this process has read. */
  private static final AtomicInteger SEEN = new AtomicInteger();

  private StatefulJob() {}

  /** Where the files are. */
  static Path out(Path directory) {
    return directory.resolve(OUT);
  }

  /** The names that files will get which are hidden now. */
  static List<String> waiting(Path directory) {
    return PartFiles.hidden(out(directory)).stream()
        .map(file -> file.getFileName().toString().replaceAll("^[.]|[.]inprogress[.].*", ""))
        .toList();
  }

  /** Where the savepoint is. */
  static Path savepoint(Path directory) throws Exception {
    return Path.of(Files.readString(directory.resolve(SAVEPOINT)));
  }

  /**
   * Runs the job until it has files, and ends it with a savepoint that it does not see completed:
   * all of its files are hidden then, and the savepoint knows them. There are no other checkpoints,
   * and the source waits for one.
   */
  static void leave(Path directory, String brokers, String topic) throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(2);
    build(environment, directory, brokers, topic);
    SEEN.set(0);
    JobClient job = environment.executeAsync();
    // All partitions of both subtasks.
    Jobs.await(() -> PartFiles.hidden(out(directory)).size() >= 2 * 3);
    Jobs.await(() -> SEEN.get() == half(brokers));
    String savepoint = Jobs.savepointAndCancel(job, directory.resolve("savepoints"));
    Files.writeString(directory.resolve(SAVEPOINT), Path.of(URI.create(savepoint)).toString());
  }

  /**
   * Goes on from the savepoint with more subtasks, to the end of the numbers, or of a topic that
   * has none.
   */
  static void takeUp(Path directory, String brokers, String topic) throws Exception {
    StreamExecutionEnvironment environment =
        Jobs.restoredWithoutRestart(3, savepoint(directory).toUri().toString());
    build(environment, directory, brokers, topic);
    SEEN.set(0);
    JobClient job = environment.executeAsync();
    if (brokers.equals(NO_BROKERS)) {
      Jobs.awaitEnd(job);
    } else {
      Jobs.await(() -> SEEN.get() == half(brokers));
      Jobs.await(StatefulJob::numbersHaveEnded);
      // Flink ends a job whose last savepoint meets a task that is just closing. One that meets
      // none
      // shows that it knows so.
      Jobs.await(() -> Jobs.takesSavepoint(job, directory.resolve("savepoints")));
      Jobs.drain(job, directory.resolve("savepoints"));
    }
  }

  /** Whether no task of this JVM's cluster runs that source any more. */
  private static boolean numbersHaveEnded() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("Source: " + FilesJob.NUMBERS));
  }

  /** How many batches are read before the savepoint, and how many after it. */
  private static int half(String brokers) {
    return BATCHES_A_CHECKPOINT + (brokers.equals(NO_BROKERS) ? 0 : MESSAGES / 2);
  }

  private static void build(
      StreamExecutionEnvironment environment, Path directory, String brokers, String topic) {
    DataStream<RecordBatch> batches = FilesJob.numbered(environment, ROWS, BATCHES_A_CHECKPOINT);
    if (!brokers.equals(NO_BROKERS)) {
      batches = batches.union(decoded(environment, brokers, topic));
    }
    batches
        .map(
            batch -> {
              SEEN.incrementAndGet();
              return batch;
            })
        .returns(RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .keyBy(batch -> Math.floorMod(batch.hashCode(), KEYS), Types.INT)
        .process(new BatchOfEachKey())
        .returns(RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .uid("keyed")
        .rebalance()
        .transform(
            "last batches", RecordBatchTypeInfo.of(PartitionedRows.SCHEMA), new LastBatches())
        .uid("last")
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(out(directory).toUri()),
                    PartitionedRows.SCHEMA)
                .partitionBy(PartitionByColumns.of("town"))
                .coalesceBytes(0)
                .build())
        .uid("sink");
  }

  private static DataStream<RecordBatch> decoded(
      StreamExecutionEnvironment environment, String brokers, String topic) {
    return environment
        .fromSource(
            KafkaSource.<Payload>builder()
                .setBootstrapServers(brokers)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new PayloadDeserializationSchema())
                .build(),
            WatermarkStrategy.noWatermarks(),
            "payloads")
        .uid("payloads")
        .process(ArrowIpcDecoder.of(PartitionedRows.SCHEMA))
        .uid("decoder");
  }
}
