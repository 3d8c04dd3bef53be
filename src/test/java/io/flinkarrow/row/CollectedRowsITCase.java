package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.ArrowIpcSerializationSchema;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that collect rows as batches lose none of them and double none, whatever happens. */
class CollectedRowsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  /** So much that neither limit is reached before a checkpoint comes. */
  private static final int MANY = 1 << 20;

  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path directory;

  private static DataStream<RowData> rows(
      StreamExecutionEnvironment environment, int batches, int rowsPerBatch, String failing) {
    return Jobs.rows(
        Jobs.batchNumbers(environment, batches, 20).map(new FailingMap<>(failing, 5, 1, 5)),
        rowsPerBatch,
        NumberedRows.TYPE,
        NumberedRows::of);
  }

  private ArrowParquetSink<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .build();
  }

  @Test
  void killsLoseAndDoubleNothing() throws Exception {
    int batches = 300;
    int rowsPerBatch = 40;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    RecordBatches.fromRows(
            rows(environment, batches, rowsPerBatch, "collected"),
            NumberedRows.TYPE,
            MANY,
            MANY,
            LONG)
        .sinkTo(sink());
    environment.execute();
    assertThat(FailingMap.failuresOf("collected")).isEqualTo(5);
    PartFiles.assertHoldsExactly(directory, (long) batches * rowsPerBatch);
  }

  /** Behind the network, and as bytes, as between two jobs with Kafka in between. */
  @Test
  void killsBetweenTheirOperatorAndTheSinkLoseAndDoubleNothing() throws Exception {
    int batches = 200;
    int rowsPerBatch = 40;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    environment.getCheckpointConfig().enableUnalignedCheckpoints();
    ArrowIpcSerializationSchema out = new ArrowIpcSerializationSchema();
    ArrowIpcDeserializationSchema in = ArrowIpcDeserializationSchema.of(NumberedBatches.SCHEMA);
    RecordBatches.fromRows(
            rows(environment, batches, rowsPerBatch, "before batches"),
            NumberedRows.TYPE,
            17,
            MANY,
            Duration.ofMillis(20))
        .rebalance()
        .map(new FailingMap<>("behind batches", 5, 1, 10))
        .returns(RecordBatch.class)
        .map(batch -> in.decode(out.serialize(batch)).get(0))
        .returns(RecordBatch.class)
        .sinkTo(sink());
    environment.execute();
    assertThat(FailingMap.failuresOf("behind batches")).isEqualTo(5);
    PartFiles.assertHoldsExactly(directory, (long) batches * rowsPerBatch);
  }

  @Test
  void aBatchJobEmitsTheLastOnesToo() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    DataStream<RowData> rows =
        environment
            .fromSequence(0, 999)
            .map(NumberedRows::of)
            .returns(InternalTypeInfo.of(NumberedRows.TYPE));
    List<RecordBatch> batches =
        RecordBatches.fromRows(rows, NumberedRows.TYPE, 300, MANY, LONG).executeAndCollect(10);
    assertThat(batches).extracting(RecordBatch::rowCount).containsExactly(300, 300, 300, 100);
    assertThat(batches.get(3)).isEqualTo(NumberedBatches.of(900, 100));
  }

  @Test
  void limitsThatMakeNoSenseAreRefusedWhenTheJobIsMade() {
    DataStream<RowData> rows =
        Jobs.withoutCheckpoints(1)
            .fromSequence(0, 1)
            .map(NumberedRows::of)
            .returns(InternalTypeInfo.of(NumberedRows.TYPE));
    assertThatThrownBy(() -> RecordBatches.fromRows(rows, NumberedRows.TYPE, 0, MANY, LONG))
        .hasMessage("maxRows must be at least 1 but was 0");
    assertThatThrownBy(() -> RecordBatches.fromRows(rows, NumberedRows.TYPE, 1, 0, LONG))
        .hasMessageContaining("maxBytes must be at least 1 and at most 1073741824 but was 0");
    assertThatThrownBy(
            () -> RecordBatches.fromRows(rows, NumberedRows.TYPE, 1, (1L << 30) + 1, LONG))
        .hasMessageContaining("maxBytes must be");
    assertThatThrownBy(
            () -> RecordBatches.fromRows(rows, NumberedRows.TYPE, 1, MANY, Duration.ofNanos(9)))
        .hasMessageContaining("maxDelay must be at least a millisecond but was PT");
  }
}
