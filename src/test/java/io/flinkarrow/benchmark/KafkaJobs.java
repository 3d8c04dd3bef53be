package io.flinkarrow.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.kafka.ArrowIpcKafkaDeserializationSchema;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.sink.ArrowParquetSink;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.formats.json.JsonRowDataSerializationSchema;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills topics and runs jobs of one task that read them to the end, on a cluster in this JVM. */
final class KafkaJobs implements AutoCloseable {

  /** Payloads stay below a broker's default limit of a megabyte. */
  private static final int BATCH_ROWS = 2_048;

  private static final Duration CHECKPOINTS = Duration.ofSeconds(2);

  private final String bootstrapServers;
  private final MiniCluster cluster;

  /** How rows lie in a topic. JSON is so slow to read that fewer rows do. */
  enum Form {
    ARROW_IPC(1),
    JSON(5);

    private final int rowsDividedBy;

    Form(int rowsDividedBy) {
      this.rowsDividedBy = rowsDividedBy;
    }

    int rowsDividedBy() {
      return rowsDividedBy;
    }
  }

  enum Writer {
    OURS,
    FLINK_PARQUET
  }

  /**
   * @param bytes of all payloads
   */
  record Topic(String name, Form form, Schema schema, int rows, long bytes) {}

  record Taken(double seconds, double cpuSeconds) {}

  KafkaJobs(String bootstrapServers) throws Exception {
    this.bootstrapServers = bootstrapServers;
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .withRandomPorts()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
  }

  /** A topic of one partition with a data set in it. */
  Topic produce(DataSet dataSet, Form form, int rows) throws Exception {
    String name = dataSet + "-" + form;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
    long bytes = 0;
    try (RootAllocator allocator = new RootAllocator();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      List<VectorSchemaRoot> batches = dataSet.batches(allocator, rows, BATCH_ROWS);
      Schema schema = batches.get(0).getSchema();
      for (VectorSchemaRoot batch : batches) {
        bytes +=
            form == Form.ARROW_IPC
                ? send(producer, name, ArrowIpc.writeStream(RecordBatch.copyOf(batch)))
                : sendRows(producer, name, batch);
        batch.close();
      }
      return new Topic(name, form, schema, rows, bytes);
    }
  }

  private static long sendRows(
      KafkaProducer<byte[], byte[]> producer, String topic, VectorSchemaRoot batch)
      throws Exception {
    var json =
        new JsonRowDataSerializationSchema(
            FlinkRows.type(batch.getSchema()),
            TimestampFormat.ISO_8601,
            MapNullKeyMode.FAIL,
            "null",
            true,
            false);
    json.open(null);
    ColumnarRowData row = FlinkRows.over(batch);
    long bytes = 0;
    for (int i = 0; i < batch.getRowCount(); i++) {
      row.setRowId(i);
      bytes += send(producer, topic, json.serialize(row));
    }
    return bytes;
  }

  private static long send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] payload) {
    producer.send(new ProducerRecord<>(topic, 0, null, payload));
    return payload.length;
  }

  /** Runs one job, from its submission to its end. */
  Taken run(Topic topic, Writer writer, Path directory) throws Exception {
    JobGraph job = job(topic, writer, directory);
    long cpu = processCpuNanos();
    long start = System.nanoTime();
    cluster.submitJob(job).get();
    cluster
        .requestJobResult(job.getJobID())
        .get()
        .toJobExecutionResult(getClass().getClassLoader());
    return new Taken((System.nanoTime() - start) / 1e9, (processCpuNanos() - cpu) / 1e9);
  }

  private JobGraph job(Topic topic, Writer writer, Path directory) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
    var path = new org.apache.flink.core.fs.Path(directory.toUri());
    RowType type = FlinkRows.type(topic.schema());
    if (topic.form() == Form.JSON) {
      json(environment, topic.name(), type)
          .sinkTo(
              writer == Writer.OURS
                  ? ArrowParquetSink.forRows(path, type).build()
                  : flinkParquet(path, type));
    } else if (writer == Writer.OURS) {
      batches(environment, topic).sinkTo(ArrowParquetSink.forBatches(path, topic.schema()).build());
    } else {
      batches(environment, topic)
          .flatMap(new ToRows(topic.schema(), type))
          .returns(InternalTypeInfo.of(type))
          .sinkTo(flinkParquet(path, type));
    }
    return environment.getStreamGraph().getJobGraph();
  }

  /** The rows of batches of one schema. */
  private static final class ToRows extends RichFlatMapFunction<RecordBatch, RowData> {

    private final BatchSchema schema;
    private final RowType type;
    private transient BatchRows rows;

    ToRows(Schema schema, RowType type) {
      this.schema = BatchSchema.of(schema);
      this.type = type;
    }

    @Override
    public void open(OpenContext context) {
      rows = BatchRows.of(schema, type);
    }

    @Override
    public void flatMap(RecordBatch batch, Collector<RowData> out) {
      rows.read(batch).forEachRemaining(out::collect);
    }
  }

  private DataStream<RecordBatch> batches(StreamExecutionEnvironment environment, Topic topic) {
    return source(environment, topic.name(), ArrowIpcKafkaDeserializationSchema.of(topic.schema()));
  }

  private DataStream<RowData> json(
      StreamExecutionEnvironment environment, String topic, RowType type) {
    return source(
        environment,
        topic,
        KafkaRecordDeserializationSchema.valueOnly(
            new JsonRowDataDeserializationSchema(
                type, InternalTypeInfo.of(type), false, false, TimestampFormat.ISO_8601)));
  }

  private <T> DataStream<T> source(
      StreamExecutionEnvironment environment,
      String topic,
      KafkaRecordDeserializationSchema<T> payloads) {
    return environment.fromSource(
        KafkaSource.<T>builder()
            .setBootstrapServers(bootstrapServers)
            .setTopics(topic)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(payloads)
            .build(),
        WatermarkStrategy.noWatermarks(),
        topic);
  }

  /** With its codec and level as ours has them by default. */
  private static Sink<RowData> flinkParquet(org.apache.flink.core.fs.Path path, RowType type) {
    var configuration = new org.apache.hadoop.conf.Configuration(false);
    configuration.set("parquet.compression", "ZSTD");
    configuration.set("parquet.compression.codec.zstd.level", "1");
    configuration.set("parquet.write.int64.timestamp", "true");
    return FileSink.forBulkFormat(
            path, ParquetRowDataBuilder.createWriterFactory(type, configuration, true))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withOutputFileConfig(new OutputFileConfig("part", ".parquet"))
        .build();
  }

  private static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
