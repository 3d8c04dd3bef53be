package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a job does with malformed payloads of a real broker, by each policy. */
class MalformedPayloadsInKafkaITCase {

  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  private static final byte[] FIRST = payload(0);
  private static final byte[] CUT = Arrays.copyOf(payload(100), payload(100).length - 8);
  private static final byte[] NO_ARROW = "no Arrow".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LAST = payload(10);

  @TempDir Path directory;

  private static byte[] payload(long firstId) {
    return ArrowIpc.writeStream(NumberedBatches.of(firstId, 10));
  }

  /** A payload, a deletion, two malformed payloads and another payload. */
  private static void fill(String topic) throws Exception {
    BROKER.createTopic(topic, 1);
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer(null)) {
      for (byte[] value : Arrays.asList(FIRST, null, CUT, NO_ARROW, LAST)) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }

  private static <T> DataStream<T> read(
      StreamExecutionEnvironment environment,
      String topic,
      KafkaRecordDeserializationSchema<T> deserializer) {
    return environment.fromSource(
        KafkaSource.<T>builder()
            .setBootstrapServers(BROKER.bootstrapServers())
            .setTopics(topic)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setDeserializer(deserializer)
            .build(),
        WatermarkStrategy.noWatermarks(),
        topic);
  }

  private ArrowParquetSink<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .build();
  }

  private static Map<String, Long> countersOf(JobClient job) {
    Map<String, Long> counters = new TreeMap<>();
    REPORTER
        .findMetrics(job.getJobID(), ".*arrowIpc.*")
        .forEach(
            (name, metric) ->
                counters.put(
                    name.substring(name.lastIndexOf('.') + 1), ((Counter) metric).getCount()));
    return counters;
  }

  @Test
  void aFailureNamesTopicPartitionOffsetAndReason() throws Exception {
    fill("failing");
    StreamExecutionEnvironment direct = Jobs.withoutRestart(1);
    read(direct, "failing", ArrowIpcKafkaDeserializationSchema.of(NumberedBatches.SCHEMA))
        .sinkTo(sink());
    StreamExecutionEnvironment decoded = Jobs.withoutRestart(1);
    read(decoded, "failing", new PayloadDeserializationSchema())
        .process(ArrowIpcDecoder.of(NumberedBatches.SCHEMA))
        .sinkTo(sink());
    for (StreamExecutionEnvironment environment : List.of(direct, decoded)) {
      assertThatThrownBy(environment::execute)
          .hasStackTraceContaining(
              "Topic failing, partition 0, offset 2: Malformed Arrow payload at byte "
                  + CUT.length
                  + ": ")
          .satisfies(
              failure ->
                  assertThat(org.apache.flink.util.ExceptionUtils.stringifyException(failure))
                      .doesNotContain("row 10"));
    }
  }

  @Test
  void skippedPayloadsAreCountedAndTheOthersWritten() throws Exception {
    fill("skipping");
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    read(
            environment,
            "skipping",
            ArrowIpcKafkaDeserializationSchema.of(NumberedBatches.SCHEMA)
                .onMalformed(MalformedPayloads.SKIP))
        .sinkTo(sink());
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    PartFiles.assertHoldsExactly(directory, 20);
    assertThat(countersOf(job))
        .isEqualTo(
            Map.of(
                "payloads", 5L,
                "malformedPayloads", 2L,
                "decoderFailures", 0L,
                "batches", 2L,
                "rows", 20L));
  }

  @Test
  void rejectedPayloadsReachTheDeadLetterTopicAsTheyCame() throws Exception {
    fill("rejecting");
    BROKER.createTopic("dead-letters", 1);
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    SingleOutputStreamOperator<RecordBatch> batches =
        read(environment, "rejecting", new PayloadDeserializationSchema())
            .process(
                ArrowIpcDecoder.of(NumberedBatches.SCHEMA).onMalformed(MalformedPayloads.REJECT));
    batches.sinkTo(sink());
    batches
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(
            KafkaSink.<RejectedPayload>builder()
                .setBootstrapServers(BROKER.bootstrapServers())
                .setRecordSerializer(DeadLetterSerializationSchema.toTopic("dead-letters"))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("dead-letters")
                .setProperty("transaction.timeout.ms", "900000")
                .build());
    JobClient job = environment.executeAsync();
    job.getJobExecutionResult().get();
    PartFiles.assertHoldsExactly(directory, 20);
    assertThat(countersOf(job)).containsEntry("malformedPayloads", 2L).containsEntry("rows", 20L);

    List<ConsumerRecord<byte[], byte[]>> letters = BROKER.records("dead-letters", 2);
    assertThat(letters).extracting(ConsumerRecord::value).containsExactly(CUT, NO_ARROW);
    for (int letter = 0; letter < 2; letter++) {
      assertThat(header(letters.get(letter), DeadLetterSerializationSchema.TOPIC_HEADER))
          .isEqualTo("rejecting");
      assertThat(header(letters.get(letter), DeadLetterSerializationSchema.PARTITION_HEADER))
          .isEqualTo("0");
      assertThat(header(letters.get(letter), DeadLetterSerializationSchema.OFFSET_HEADER))
          .isEqualTo(String.valueOf(2 + letter));
      assertThat(header(letters.get(letter), DeadLetterSerializationSchema.REASON_HEADER))
          .startsWith("Malformed Arrow payload at byte");
      assertThat(
              Long.parseLong(
                  header(letters.get(letter), DeadLetterSerializationSchema.TIMESTAMP_HEADER)))
          .isPositive();
    }
  }

  /** Not at once: the producer asks for the topic until its patience ends. */
  @Test
  void aDeadLetterTopicThatIsNotThereFailsTheJobByItsName() throws Exception {
    fill("lost");
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    read(environment, "lost", new PayloadDeserializationSchema())
        .process(ArrowIpcDecoder.of(NumberedBatches.SCHEMA).onMalformed(MalformedPayloads.REJECT))
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(
            KafkaSink.<RejectedPayload>builder()
                .setBootstrapServers(BROKER.bootstrapServers())
                .setRecordSerializer(DeadLetterSerializationSchema.toTopic("nowhere"))
                .setProperty("max.block.ms", "500")
                .build());
    assertThatThrownBy(() -> environment.execute())
        .hasStackTraceContaining("Topic nowhere not present in metadata after 500 ms");
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
