package io.flinkarrow.releases;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.kafka.ArrowIpcDecoder;
import io.flinkarrow.kafka.ArrowIpcKafkaDeserializationSchema;
import io.flinkarrow.kafka.DeadLetterSerializationSchema;
import io.flinkarrow.kafka.Payload;
import io.flinkarrow.kafka.PayloadDeserializationSchema;
import io.flinkarrow.kafka.RejectedPayload;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A topic's batches into one directory by a source that decodes and skips what is malformed, and
 * into another one by a decoder that sends it to a topic of dead letters.
 */
final class KafkaJob {

  private KafkaJob() {}

  static String letters(String topic) {
    return topic + "-letters";
  }

  static void run(Path directory, String brokers, String topic) throws Exception {
    StreamExecutionEnvironment environment = Jobs.environment(2);
    environment
        .fromSource(
            KafkaSource.<RecordBatch>builder()
                .setBootstrapServers(brokers)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(
                    ArrowIpcKafkaDeserializationSchema.of(NumberedBatches.SCHEMA)
                        .onMalformed(MalformedPayloads.SKIP))
                .build(),
            WatermarkStrategy.noWatermarks(),
            "batches")
        .sinkTo(sink(directory.resolve("batches")));
    DataStream<Payload> payloads =
        environment.fromSource(
            KafkaSource.<Payload>builder()
                .setBootstrapServers(brokers)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(new PayloadDeserializationSchema())
                .build(),
            WatermarkStrategy.noWatermarks(),
            "payloads");
    SingleOutputStreamOperator<RecordBatch> decoded =
        payloads
            .rebalance()
            .process(
                ArrowIpcDecoder.of(NumberedBatches.SCHEMA).onMalformed(MalformedPayloads.REJECT));
    decoded.sinkTo(sink(directory.resolve("decoded")));
    decoded
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(
            KafkaSink.<RejectedPayload>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(DeadLetterSerializationSchema.toTopic(letters(topic)))
                .build());
    Jobs.awaitEnd(environment.executeAsync());
  }

  private static ArrowParquetSink<RecordBatch> sink(Path directory) {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .build();
  }
}
