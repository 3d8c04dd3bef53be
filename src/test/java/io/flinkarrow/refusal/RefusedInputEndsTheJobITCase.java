package io.flinkarrow.refusal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.kafka.ArrowIpcDecoder;
import io.flinkarrow.kafka.Payload;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.read.ReadLimits;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.row.RecordBatches;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever input is refused ends the job at its first attempt; other failures are tried again. */
class RefusedInputEndsTheJobITCase {

  private static final RowType ROWS = rowType(new BigIntType(false), new TimestampType(9));
  private static final RowType ROWS_WITH_NULLS = rowType(new BigIntType(), new TimestampType(9));

  private static final RowType DATES =
      RowType.of(new LogicalType[] {new DateType()}, new String[] {"id"});

  private static final Schema TIMES =
      new Schema(List.of(Field.nullable("time", new ArrowType.Timestamp(TimeUnit.SECOND, null))));
  private static final Schema PRICES =
      new Schema(List.of(Field.nullable("price", new ArrowType.Decimal(3, 0, 128))));

  private static final Schema OTHER =
      new Schema(
          List.of(
              Field.nullable("town", new ArrowType.Utf8()),
              Field.nullable("people", new ArrowType.Int(32, true))));

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  @TempDir static java.nio.file.Path directory;

  /** A job but for its start, and what it fails with. */
  private record Case(String name, String message, Job job) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Job {
    void build(StreamExecutionEnvironment environment) throws Exception;
  }

  private static final class Exhausted implements MapFunction<RecordBatch, RecordBatch> {
    private static final long serialVersionUID = 1L;

    @Override
    public RecordBatch map(RecordBatch batch) {
      throw new OutOfMemoryError("on purpose");
    }
  }

  static Stream<Case> refusals() {
    RecordBatch good = NumberedBatches.of(0, 3);
    RecordBatch withNull = batch(NumberedBatches.SCHEMA, id -> ((BigIntVector) id).setNull(0));
    RowData update = GenericRowData.ofKind(RowKind.UPDATE_AFTER, 1L, null);
    RowData late = GenericRowData.of(1L, TimestampData.fromEpochMillis(Long.MAX_VALUE));
    RowData nullId = GenericRowData.of(null, null);
    return Stream.of(
        batches("a batch of another schema", "isn't the part file's", good, sink(TIMES)),
        batches(
            "a batch of another schema than declared",
            "declares another schema",
            good,
            stream ->
                stream
                    .map(batch -> batch, RecordBatchTypeInfo.of(OTHER))
                    .rebalance()
                    .sinkTo(new DiscardingSink<>())),
        batches("a null", "holds a null in row 0", withNull, sink(NumberedBatches.SCHEMA)),
        batches(
            "a decimal of too many digits",
            "more than the 3 digits",
            batch(PRICES, price -> ((DecimalVector) price).setSafe(0, 12_345L)),
            sink(PRICES)),
        batches(
            "a timestamp out of range",
            "does not fit 64 bits",
            batch(TIMES, time -> ((TimeStampSecVector) time).setSafe(0, Long.MAX_VALUE)),
            sink(TIMES)),
        batches("a plain FileSink's", "holds a null in row 0", withNull, plainSink()),
        batches(
            "options that the batch's schema can't have",
            "which the schema does not have",
            good,
            stream ->
                stream.sinkTo(
                    FileSink.forBulkFormat(
                            path(),
                            ArrowParquetWriterFactory.forBatches(
                                WriterOptions.builder()
                                    .columnCodec("nowhere", CompressionCodec.GZIP)
                                    .build()))
                        .build())),
        batches(
            "a batch to be partitioned",
            "isn't the one that partitions were made for",
            good,
            stream ->
                stream.sinkTo(
                    ArrowParquetSink.forBatches(path(), OTHER)
                        .partitionBy(PartitionByColumns.of("town"))
                        .build())),
        batches(
            "a bucket elsewhere",
            "Buckets must be directories below",
            good,
            stream ->
                stream.sinkTo(
                    ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
                        .bucketAssigner(new BucketsBy<>(batch -> "../elsewhere"))
                        .build())),
        batches(
            "rows of a batch",
            "do not hold what the rows ask for",
            good,
            stream ->
                stream
                    .map(batch -> BatchRows.of(batch.batchSchema(), DATES).toString())
                    .returns(String.class)
                    .sinkTo(new DiscardingSink<>())),
        rows("a row with a null", "column id, row 0 of the part file", nullId, rowSink()),
        fields("a row of too few fields", 1, rowSink()),
        fields("a row of too many fields", 3, rowSink()),
        fields("a row of the fields of a file", 1, partitionedRowSink()),
        fields("a row of too many fields to be collected", 3, collected()),
        rows("an update", "takes insertions only", update, rowSink()),
        rows("a time out of range", "column time, row 0 of the part file", late, rowSink()),
        rows("an update to be collected", "take insertions only", update, collected()),
        rows("a null to be collected", "Column id, row 0 of this task", nullId, collected()),
        payload("a malformed payload", MalformedPayloads.FAIL),
        new Case(
            "a file of other types",
            "cannot be read as",
            environment ->
                environment
                    .fromSource(files(DATES, rowsFile()), WatermarkStrategy.noWatermarks(), "files")
                    .sinkTo(new DiscardingSink<>())),
        overLimit("a page over the limit", ReadLimits.builder().maximumPageBytes(1)),
        overLimit("a row over the limit", ReadLimits.builder().maximumRowBytes(1)),
        overLimit("a footer over the limit", ReadLimits.builder().maximumMetadataBytes(1)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalsEndTheJob(Case refused) throws Exception {
    StreamExecutionEnvironment environment = environment();
    refused.job.build(environment);
    assertThatThrownBy(environment::execute)
        .hasStackTraceContaining("The failure is not recoverable")
        .hasStackTraceContaining(refused.message);
  }

  static Stream<Case> otherFailures() {
    return Stream.of(
        payload("a malformed payload left to the strategy", MalformedPayloads.RESTART),
        batches(
            "a directory that can't be made",
            "java.io.IOException",
            NumberedBatches.of(0, 3),
            stream ->
                stream.sinkTo(
                    ArrowParquetSink.forBatches(new Path(file(), "below"), NumberedBatches.SCHEMA)
                        .build())),
        batches(
            "memory that runs out",
            "OutOfMemoryError",
            NumberedBatches.of(0, 3),
            stream ->
                stream
                    .map(new Exhausted())
                    .sinkTo(ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA).build())),
        new Case(
            "a damaged file",
            "is not a complete Parquet file",
            environment ->
                environment
                    .fromSource(files(ROWS, file()), WatermarkStrategy.noWatermarks(), "files")
                    .sinkTo(new DiscardingSink<>())));
  }

  @ParameterizedTest
  @MethodSource("otherFailures")
  void otherFailuresAreLeftToTheRestartStrategy(Case failing) throws Exception {
    StreamExecutionEnvironment environment = environment();
    failing.job.build(environment);
    assertThatThrownBy(environment::execute)
        .hasStackTraceContaining("Recovery is suppressed by FixedDelayRestart")
        .hasStackTraceContaining(failing.message);
  }

  /** One that restarts a job once. */
  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    return environment;
  }

  private interface Sinks<T> {
    void add(DataStream<T> stream) throws Exception;
  }

  private static Case batches(
      String name, String message, RecordBatch batch, Sinks<RecordBatch> sinks) {
    return new Case(
        name,
        message,
        environment -> sinks.add(environment.fromData(RecordBatchTypeInfo.ofAnySchema(), batch)));
  }

  private static Case rows(String name, String message, RowData row, Sinks<RowData> sinks) {
    return new Case(
        name,
        message,
        environment -> sinks.add(environment.fromData(InternalTypeInfo.of(ROWS_WITH_NULLS), row)));
  }

  /** A row of so many numbers. */
  private static Case fields(String name, int count, Sinks<RowData> sinks) {
    LogicalType[] types = new LogicalType[count];
    Arrays.fill(types, new BigIntType());
    GenericRowData row = new GenericRowData(count);
    for (int field = 0; field < count; field++) {
      row.setField(field, 1L);
    }
    return new Case(
        name,
        "has %d fields".formatted(count),
        environment ->
            sinks.add(environment.fromData(InternalTypeInfo.of(RowType.of(types)), row)));
  }

  private static Case payload(String name, MalformedPayloads policy) {
    Payload payload = new Payload("topic", 0, 0, 0, new byte[] {1, 2, 3});
    return new Case(
        name,
        "Malformed Arrow payload at byte",
        environment ->
            environment
                .fromData(Payload.TYPE, payload)
                .process(ArrowIpcDecoder.of(NumberedBatches.SCHEMA).onMalformed(policy))
                .sinkTo(new DiscardingSink<>()));
  }

  private static Sinks<RecordBatch> sink(Schema schema) {
    return stream -> stream.sinkTo(ArrowParquetSink.forBatches(path(), schema).build());
  }

  private static Sinks<RecordBatch> plainSink() {
    return stream ->
        stream.sinkTo(
            FileSink.forBulkFormat(
                    path(),
                    ArrowParquetWriterFactory.forBatches(
                        NumberedBatches.SCHEMA, WriterOptions.builder().build()))
                .build());
  }

  private static Sinks<RowData> rowSink() {
    return stream -> stream.sinkTo(ArrowParquetSink.forRows(path(), ROWS).build());
  }

  private static Sinks<RowData> partitionedRowSink() {
    return stream ->
        stream.sinkTo(
            ArrowParquetSink.forRows(path(), ROWS)
                .partitionBy(PartitionByColumns.of("id"))
                .build());
  }

  private static Sinks<RowData> collected() {
    return stream ->
        RecordBatches.fromRows(stream, ROWS, 10, 1 << 20, Duration.ofSeconds(1))
            .sinkTo(new DiscardingSink<>());
  }

  private static Path path() {
    return new Path(directory.resolve("table").toUri());
  }

  /** Some bytes that are no Parquet. */
  private static Path file() throws IOException {
    return new Path(
        Files.writeString(directory.resolve("file"), "no Parquet but longer than that").toUri());
  }

  private static FileSource<RowData> files(RowType type, Path file) {
    return files(type, file, ReadLimits.defaults());
  }

  private static FileSource<RowData> files(RowType type, Path file, ReadLimits limits) {
    return FileSource.forBulkFileFormat(
            new ParquetRowFormat(type, InternalTypeInfo.of(type)).withLimits(limits), file)
        .build();
  }

  private static Case overLimit(String name, ReadLimits.Builder limits) {
    return new Case(
        name,
        "If the file is a good one, raise",
        environment ->
            environment
                .fromSource(
                    files(NumberedRows.TYPE, rowsFile(), limits.build()),
                    WatermarkStrategy.noWatermarks(),
                    "files")
                .sinkTo(new DiscardingSink<>()));
  }

  /** A file of {@link NumberedRows}. */
  private static Path rowsFile() throws IOException {
    java.nio.file.Path file = directory.resolve("rows.parquet");
    try (OutputStream out = Files.newOutputStream(file);
        RowParquetWriter writer =
            RowParquetWriter.open(out, "", NumberedRows.TYPE, WriterOptions.builder().build())) {
      writer.write(NumberedRows.of(1));
      writer.finish();
    }
    return new Path(file.toUri());
  }

  /** One row, its value set as the vector lets. */
  private static RecordBatch batch(Schema schema, Consumer<FieldVector> value) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, NumberedBatches.allocator())) {
      root.allocateNew();
      value.accept(root.getVector(0));
      root.setRowCount(1);
      return RecordBatch.copyOf(root);
    }
  }

  private static RowType rowType(LogicalType id, LogicalType time) {
    return RowType.of(new LogicalType[] {id, time}, new String[] {"id", "time"});
  }
}
