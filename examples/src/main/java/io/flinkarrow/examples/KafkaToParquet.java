package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.kafka.ArrowIpcDecoder;
import io.flinkarrow.kafka.DeadLetterSerializationSchema;
import io.flinkarrow.kafka.PayloadDeserializationSchema;
import io.flinkarrow.kafka.RejectedPayload;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ArrowParquetSink;
import java.time.Duration;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Two pipelines from Kafka into partitioned Parquet: each row of a committed transaction lies in
 * exactly one visible file. This is what there is to copy; checkpoints must be on.
 */
final class KafkaToParquet {

  /** For how long rows may wait in a file that stays open over checkpoints. */
  static final Duration LONGEST_FILE = Duration.ofMinutes(1);

  /** A file that stays open ends that long after its last row. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  private KafkaToParquet() {}

  /**
   * Messages that are Arrow IPC streams, into a folder for each value of a column. A message that
   * cannot be decoded goes to another topic, as it came, with the reason.
   */
  static void arrow(
      StreamExecutionEnvironment environment,
      String brokers,
      String topic,
      Schema schema,
      String partitionColumn,
      Path directory,
      boolean keepOpen) {
    SingleOutputStreamOperator<RecordBatch> batches =
        environment
            .fromSource(
                source(brokers, topic, new PayloadDeserializationSchema()),
                WatermarkStrategy.noWatermarks(),
                "Kafka: " + topic)
            .uid(topic + "-source")
            .process(ArrowIpcDecoder.of(schema).onMalformed(MalformedPayloads.REJECT))
            .name("Arrow IPC to record batches")
            .uid(topic + "-decoder");
    batches
        .sinkTo(
            files(ArrowParquetSink.forBatches(directory, schema), keepOpen)
                .partitionBy(PartitionByColumns.of(partitionColumn))
                .build())
        .name("Parquet: " + topic)
        .uid(topic + "-parquet");
    batches
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(deadLetters(brokers, rejected(topic)))
        .name("Kafka: " + rejected(topic))
        .uid(topic + "-rejected");
  }

  /** Messages that are JSON objects, into a folder for each year of a date. */
  static void json(
      StreamExecutionEnvironment environment,
      String brokers,
      String topic,
      RowType type,
      String dateColumn,
      Path directory,
      boolean keepOpen) {
    var json =
        new JsonRowDataDeserializationSchema(
            type, InternalTypeInfo.of(type), true, false, TimestampFormat.ISO_8601);
    environment
        .fromSource(
            source(brokers, topic, KafkaRecordDeserializationSchema.valueOnly(json)),
            WatermarkStrategy.noWatermarks(),
            "Kafka: " + topic)
        .uid(topic + "-source")
        .sinkTo(
            files(ArrowParquetSink.forRows(directory, type), keepOpen)
                .partitionBy(PartitionByColumns.ofTimestamp("year", dateColumn, "yyyy"))
                .build())
        .name("Parquet: " + topic)
        .uid(topic + "-parquet");
  }

  /** Files end at each checkpoint, or stay open and become larger than that. */
  private static <T> ArrowParquetSink.Builder<T> files(
      ArrowParquetSink.Builder<T> sink, boolean keepOpen) {
    return keepOpen
        ? sink.keepFilesOpen(true).rollAtAge(LONGEST_FILE).rollAtInactivity(LONGEST_PAUSE)
        : sink;
  }

  /** Where messages of a topic go that cannot be decoded. */
  static String rejected(String topic) {
    return topic + "-rejected";
  }

  private static <T> KafkaSource<T> source(
      String brokers, String topic, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setBootstrapServers(brokers)
        .setTopics(topic)
        .setGroupId(topic + "-to-parquet")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("isolation.level", "read_committed")
        .setDeserializer(deserializer)
        .build();
  }

  private static KafkaSink<RejectedPayload> deadLetters(String brokers, String topic) {
    return KafkaSink.<RejectedPayload>builder()
        .setBootstrapServers(brokers)
        .setRecordSerializer(DeadLetterSerializationSchema.toTopic(topic))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(topic)
        .setProperty("transaction.timeout.ms", "900000")
        .build();
  }
}
