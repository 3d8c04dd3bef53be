package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import io.flinkarrow.testing.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job from Kafka into partitions that is stopped and goes on otherwise than it began. */
class RescaledKafkaJobITCase {

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final String TOPIC = "rescaled";
  private static final String LETTERS = "rescaled-letters";
  private static final int TOPIC_PARTITIONS = 3;
  private static final int ROWS = 60;
  private static final int MESSAGES_A_PHASE = 60;
  private static final PartitionByColumns BY_TOWN = PartitionByColumns.of("town");
  private static final PartitionByColumns BY_TOWN_AND_DAY =
      BY_TOWN.andTimestamp("dt", "time", "yyyy-MM-dd");

  @TempDir Path directory;
  @TempDir Path savepoints;

  private int sent;

  @Test
  void savepointsTakeAJobToAnotherParallelismAndOtherFolders() throws Exception {
    BROKER.createTopic(TOPIC, TOPIC_PARTITIONS);
    BROKER.createTopic(LETTERS, 1);
    List<byte[]> malformed = new ArrayList<>();
    String savepoint = null;
    for (int parallelism : new int[] {2, 4, 1}) {
      PartitionByColumns partitions = parallelism == 1 ? BY_TOWN : BY_TOWN_AND_DAY;
      JobClient job = start(parallelism, partitions, savepoint);
      malformed.add(send());
      // Half of a phase, so that the next one begins with what this one left.
      long rows = (long) sent * ROWS;
      long enough = parallelism == 1 ? rows : rows - (long) MESSAGES_A_PHASE * ROWS / 2;
      Jobs.await(() -> PartFiles.ids(directory).length >= enough);
      savepoint = Jobs.stopWithSavepoint(job, savepoints);
      long[] ids = PartFiles.ids(directory);
      assertThat(LongStream.of(ids).distinct().count()).isEqualTo(ids.length);
      if (parallelism == 4) {
        assertThat(PartitionedRows.misfiled(directory)).isZero();
      }
    }
    PartFiles.assertHoldsExactly(directory, (long) sent * ROWS);
    assertThat(BROKER.records(LETTERS, malformed.size()))
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrderElementsOf(malformed);
  }

  private JobClient start(int parallelism, PartitionByColumns partitions, String savepoint)
      throws Exception {
    StreamExecutionEnvironment environment = Jobs.restored(parallelism, savepoint);
    var batches =
        environment
            .fromSource(
                KafkaSource.<Payload>builder()
                    .setBootstrapServers(BROKER.bootstrapServers())
                    .setTopics(TOPIC)
                    .setStartingOffsets(OffsetsInitializer.earliest())
                    .setDeserializer(new PayloadDeserializationSchema())
                    .build(),
                WatermarkStrategy.noWatermarks(),
                "payloads")
            .uid("source")
            .process(
                ArrowIpcDecoder.of(PartitionedRows.SCHEMA).onMalformed(MalformedPayloads.REJECT))
            .uid("decoder");
    batches
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), PartitionedRows.SCHEMA)
                .partitionBy(partitions)
                .build())
        .uid("sink");
    batches
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(
            KafkaSink.<RejectedPayload>builder()
                .setBootstrapServers(BROKER.bootstrapServers())
                .setRecordSerializer(DeadLetterSerializationSchema.toTopic(LETTERS))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build())
        .uid("letters");
    return environment.executeAsync();
  }

  /** The messages of a phase, and in their middle one that is cut, which is returned. */
  private byte[] send() throws Exception {
    byte[] cut = null;
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer(null)) {
      for (int i = 0; i < MESSAGES_A_PHASE; i++, sent++) {
        byte[] message = ArrowIpc.writeStream(PartitionedRows.batch((long) sent * ROWS, ROWS));
        producer.send(new ProducerRecord<>(TOPIC, sent % TOPIC_PARTITIONS, null, message));
        if (i == MESSAGES_A_PHASE / 2) {
          cut = Arrays.copyOf(message, message.length - 1 - sent % 5);
          producer.send(new ProducerRecord<>(TOPIC, 0, null, cut));
        }
      }
    }
    return cut;
  }
}
