package io.flinkarrow.benchmark;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.ArrowParquetSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * Runs jobs of one task on a cluster in this JVM: source, sink and committer are chained, so one
 * thread does it all. Checkpoints come after so many batches, not after so much time: every job
 * makes the same number of files, however fast it is. (With an interval Flink would take others,
 * too.) The last file is closed and committed at the end of the input. Objects are reused, which
 * spares the rows a copy each.
 */
final class TimedJobs implements AutoCloseable {

  static final int FILES = 3;

  private static final int ZSTD_LEVEL = 3;

  private final MiniCluster cluster;

  TimedJobs() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .withRandomPorts()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
  }

  /** The CPU nanoseconds that a job took with {@link ArrowParquetSink}. */
  long batches(JobInput input, Path directory, CompressionCodec codec) throws Exception {
    return batches(
        input,
        ArrowParquetSink.forBatches(path(directory), input.schema())
            .options(options(codec))
            .build());
  }

  private static WriterOptions options(CompressionCodec codec) {
    return WriterOptions.builder()
        .codec(codec, codec == CompressionCodec.ZSTD ? ZSTD_LEVEL : codec.defaultLevel())
        .build();
  }

  /** The CPU nanoseconds that a job of rows took with {@link ArrowParquetSink}. */
  long ownRows(JobInput input, Path directory, CompressionCodec codec) throws Exception {
    return rows(
        input,
        new JobInput.OwnRows(),
        ArrowParquetSink.forRows(path(directory), FlinkRows.type(input.schema()))
            .options(options(codec))
            .build());
  }

  /** The same without a sink that does anything. */
  long discardedBatches(JobInput input) throws Exception {
    return batches(input, new DiscardingSink<>());
  }

  private long batches(JobInput input, Sink<RecordBatch> sink) throws Exception {
    StreamExecutionEnvironment environment = environment();
    numbers(environment, input)
        .flatMap(new JobInput.Batches())
        .returns(RecordBatchTypeInfo.of(input.schema()))
        .sinkTo(sink);
    return run(environment, input);
  }

  /** The CPU nanoseconds that a job took with a FileSink of flink-parquet's row writer. */
  long rows(JobInput input, Path directory, CompressionCodec codec) throws Exception {
    return rows(input, new JobInput.Rows(), flinkParquet(input, directory, codec));
  }

  /** The same with rows that have values of their own. */
  long ownRowsOfFlinkParquet(JobInput input, Path directory, CompressionCodec codec)
      throws Exception {
    return rows(input, new JobInput.OwnRows(), flinkParquet(input, directory, codec));
  }

  private static Sink<RowData> flinkParquet(
      JobInput input, Path directory, CompressionCodec codec) {
    var configuration = new org.apache.hadoop.conf.Configuration(false);
    configuration.set("parquet.compression", codec.name());
    configuration.set("parquet.compression.codec.zstd.level", String.valueOf(ZSTD_LEVEL));
    configuration.set("parquet.write.int64.timestamp", "true");
    return FileSink.forBulkFormat(
            path(directory),
            ParquetRowDataBuilder.createWriterFactory(
                FlinkRows.type(input.schema()), configuration, true))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withOutputFileConfig(new OutputFileConfig("part", ".parquet"))
        .build();
  }

  /** The same without a sink that does anything. */
  long discardedRows(JobInput input) throws Exception {
    return rows(input, new JobInput.Rows(), new DiscardingSink<>());
  }

  /** The same with rows that have values of their own. */
  long discardedOwnRows(JobInput input) throws Exception {
    return rows(input, new JobInput.OwnRows(), new DiscardingSink<>());
  }

  private long rows(JobInput input, FlatMapFunction<Long, RowData> rows, Sink<RowData> sink)
      throws Exception {
    StreamExecutionEnvironment environment = environment();
    numbers(environment, input)
        .flatMap(rows)
        .returns(InternalTypeInfo.of(FlinkRows.type(input.schema())))
        .sinkTo(sink);
    return run(environment, input);
  }

  /** The CPU nanoseconds that an INSERT of the rows into a file table of a format took. */
  long insert(JobInput input, Path directory, String format, Map<String, String> options)
      throws Exception {
    TableDescriptor.Builder table =
        TableDescriptor.forConnector("filesystem")
            .format(format)
            .option("path", directory.toUri().toString())
            .option("sink.rolling-policy.file-size", "100gb");
    options.forEach(table::option);
    return insert(input, table);
  }

  /** The same into a table that throws its rows away. */
  long blackholeInsert(JobInput input) throws Exception {
    return insert(input, TableDescriptor.forConnector("blackhole"));
  }

  private long insert(JobInput input, TableDescriptor.Builder table) throws Exception {
    StreamExecutionEnvironment environment = environment();
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    RowType type = FlinkRows.type(input.schema());
    Schema columns =
        Schema.newBuilder().fromRowDataType(TypeConversions.fromLogicalToDataType(type)).build();
    tables.createTable("written", table.schema(columns).build());
    tables.createTemporaryView(
        "generated",
        numbers(environment, input)
            .flatMap(new JobInput.OwnRows())
            .returns(InternalTypeInfo.of(type)));
    tables
        .createStatementSet()
        .addInsertSql("INSERT INTO written SELECT * FROM generated")
        .attachAsDataStream();
    return run(environment, input);
  }

  private static org.apache.flink.core.fs.Path path(Path directory) {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
  }

  private static DataStream<Long> numbers(StreamExecutionEnvironment environment, JobInput input) {
    return environment.fromSource(
        new DataGeneratorSource<>(
            index -> index,
            input.batchCount(),
            (RateLimiterStrategy<NumberSequenceSplit>) parallelism -> new Gate<>(),
            Types.LONG),
        WatermarkStrategy.noWatermarks(),
        "numbers");
  }

  private long run(StreamExecutionEnvironment environment, JobInput input) throws Exception {
    JobInput.begin();
    Gate.close();
    JobGraph job = environment.getStreamGraph().getJobGraph();
    cluster.submitJob(job).get();
    CompletableFuture<JobResult> result = cluster.requestJobResult(job.getJobID());
    for (int file = 1; file < FILES; file++) {
      int batches = file * input.batchCount() / FILES;
      Gate.open(batches);
      while (JobInput.batchesEmitted() < batches && !result.isDone()) {
        Thread.sleep(1);
      }
      checkpoint(job, result);
    }
    Gate.open(Long.MAX_VALUE);
    result.get().toJobExecutionResult(getClass().getClassLoader());
    return JobInput.cpuNanos();
  }

  /**
   * One that comes too early or too late is asked for again, as long as the job runs; one that is
   * under way when the job ends may never complete.
   */
  private void checkpoint(JobGraph job, CompletableFuture<JobResult> result)
      throws InterruptedException {
    boolean completed = false;
    while (!completed && !result.isDone()) {
      try {
        CompletableFuture.anyOf(cluster.triggerCheckpoint(job.getJobID()), result).get();
        completed = true;
      } catch (ExecutionException e) {
        Thread.sleep(1);
      }
    }
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
