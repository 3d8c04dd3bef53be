package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.kafka.ArrowIpcKafkaDeserializationSchema;
import io.flinkarrow.sink.ArrowParquetSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job to submit to a cluster: a topic of Arrow payloads into Parquet part files. It leaves
 * checkpoints, restarts and parallelism to the cluster's configuration and the client's options,
 * and runs until it is stopped.
 */
public final class TopicToParquet {

  static final String USAGE =
      """
      usage: TopicToParquet --brokers HOST:PORT[,HOST:PORT...] --topic TOPIC --like FILE --out PATH
        --like  an Arrow IPC file with at least one batch: its schema is that of the messages
        --out   where the part files go, for example /data/flights or s3://bucket/flights""";

  private static final List<String> OPTIONS = List.of("--brokers", "--topic", "--like", "--out");

  private TopicToParquet() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = parse(arguments);
    String topic = options.get("--topic");
    Schema schema = schemaOf(Path.of(options.get("--like")));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    KafkaSource<RecordBatch> source =
        KafkaSource.<RecordBatch>builder()
            .setBootstrapServers(options.get("--brokers"))
            .setTopics(topic)
            .setGroupId(topic + "-to-parquet")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(ArrowIpcKafkaDeserializationSchema.of(schema))
            .build();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), topic)
        .uid("topic")
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(options.get("--out")), schema)
                .build())
        .name("Parquet part files")
        .uid("parquet");
    environment.execute(topic + " to Parquet");
  }

  /** Every option once; the client shows what this throws. */
  static Map<String, String> parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i])) {
        throw new IllegalArgumentException("Unknown option: " + arguments[i] + "\n" + USAGE);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value\n" + USAGE);
      }
      options.put(arguments[i], arguments[i + 1]);
    }
    if (options.size() < OPTIONS.size()) {
      throw new IllegalArgumentException("Needed are " + OPTIONS + "\n" + USAGE);
    }
    return options;
  }

  private static Schema schemaOf(Path file) throws IOException {
    try {
      List<RecordBatch> batches =
          ArrowIpc.readFile(Files.readAllBytes(file), DecodeLimits.defaults());
      if (batches.isEmpty()) {
        throw new IllegalArgumentException("--like " + file + " needs a batch, but has none");
      }
      return batches.get(0).schema();
    } catch (MalformedPayloadException e) {
      throw new IllegalArgumentException("--like " + file + " is not an Arrow IPC file", e);
    }
  }
}
