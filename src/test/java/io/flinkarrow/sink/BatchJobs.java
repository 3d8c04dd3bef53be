package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.ArrowIpcSerializationSchema;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What {@link BatchJobsNeedNoTablesITCase} starts in a JVM of its own: jobs that write batches in
 * every way there is. Refuses to start if Flink's rows are on the class path.
 */
public final class BatchJobs {

  static final int ROWS = 12;

  private static final String ROW = "org.apache.flink.table.data.RowData";
  private static final PartitionByColumns BY_ID = PartitionByColumns.of("id").keepColumns(true);

  private BatchJobs() {}

  public static void main(String[] arguments) throws Exception {
    requireAbsent(ROW);
    Path directory = Path.of(arguments[0]);
    run(ArrowParquetSink.forBatches(in(directory, "plain"), NumberedBatches.SCHEMA).build());
    run(
        ArrowParquetSink.forBatches(in(directory, "partitioned"), NumberedBatches.SCHEMA)
            .partitionBy(BY_ID)
            .build());
    run(
        FileSink.forBulkFormat(
                in(directory, "file-sink"),
                ArrowParquetWriterFactory.forBatches(
                    NumberedBatches.SCHEMA, WriterOptions.defaults()))
            .withBucketAssigner(PartitionBucketAssigner.forBatches(NumberedBatches.SCHEMA, BY_ID))
            .build());
    merge(directory.resolve("plain"));
    System.out.println("done");
  }

  private static void run(Sink<RecordBatch> sink) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
    environment
        .fromSequence(0, ROWS - 1)
        .map(id -> sent(NumberedBatches.of(id)))
        .returns(RecordBatchTypeInfo.of(NumberedBatches.SCHEMA))
        .sinkTo(sink);
    environment.execute();
  }

  /** As it comes out of a message. */
  private static RecordBatch sent(RecordBatch batch) throws IOException {
    return ArrowIpcDeserializationSchema.of(NumberedBatches.SCHEMA)
        .deserialize(new ArrowIpcSerializationSchema().serialize(batch));
  }

  /** Compaction counts the rows of files, whatever their elements are. */
  private static void merge(Path directory) throws Exception {
    Queue<RecordBatch> rows = new ArrayDeque<>(List.of(NumberedBatches.of(0, ROWS)));
    RecordWiseFileCompactor.Reader<RecordBatch> reader =
        new RecordWiseFileCompactor.Reader<>() {
          @Override
          public RecordBatch read() {
            return rows.poll();
          }

          @Override
          public void close() {}
        };
    try (Stream<Path> files = Files.list(directory)) {
      CheckedFileCompactor.of(RecordBatch.class, new RecordWiseFileCompactor<>(file -> reader))
          .compact(
              files.map(file -> new org.apache.flink.core.fs.Path(file.toUri())).toList(),
              batch -> {});
    }
  }

  private static org.apache.flink.core.fs.Path in(Path directory, String name) {
    return new org.apache.flink.core.fs.Path(directory.resolve(name).toUri());
  }

  private static void requireAbsent(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException expected) {
      return;
    }
    throw new IllegalStateException("On the class path but must not be needed: " + name);
  }
}
