package io.flinkarrow.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Elements that files cannot take are left out, or kept in a side output with the reason, and all
 * others are written.
 */
class RefusedElementsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int ROWS = 10;
  private static final int MOST_REFUSED = 10;

  private static final Schema TIMES =
      new Schema(
          List.of(
              Field.notNullable("id", new ArrowType.Int(64, true)),
              Field.nullable("at", new ArrowType.Timestamp(TimeUnit.SECOND, null))));

  @TempDir Path directory;

  private static RecordBatch batch(Schema schema, Consumer<VectorSchemaRoot> fill) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, NumberedBatches.allocator())) {
      root.allocateNew();
      root.setRowCount(1);
      fill.accept(root);
      return RecordBatch.copyOf(root);
    }
  }

  private static final RecordBatch WITH_NULL =
      batch(NumberedBatches.SCHEMA, root -> ((BigIntVector) root.getVector("id")).setNull(0));

  private static RecordBatch timed(long id, long seconds) {
    return batch(
        TIMES,
        root -> {
          ((BigIntVector) root.getVector("id")).set(0, id);
          ((TimeStampSecVector) root.getVector("at")).set(0, seconds);
        });
  }

  /** Good batches, and after each third one that is refused. */
  private static List<RecordBatch> batches(RecordBatch... refused) {
    List<RecordBatch> batches = new ArrayList<>();
    for (int i = 0; i < 3 * refused.length; i++) {
      batches.add(NumberedBatches.of((long) i * ROWS, ROWS));
      if (i % 3 == 2) {
        batches.add(refused[i / 3]);
      }
    }
    return batches;
  }

  private <T> DataStream<T> stream(
      StreamExecutionEnvironment environment, List<T> elements, TypeInformation<T> type) {
    return environment.fromData(elements, type);
  }

  private org.apache.flink.core.fs.Path path() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  private static long[] ids(int count) {
    return LongStream.range(0, count).toArray();
  }

  @Test
  void areLeftOutOfTheFiles() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    RecordBatch other = timed(1, 1);
    stream(environment, batches(WITH_NULL, other), RecordBatchTypeInfo.ofAnySchema())
        .sinkTo(
            ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
                .refusedElements(RefusedElements.SKIP)
                .build());
    environment.execute();

    assertThat(PartFiles.ids(directory)).isEqualTo(ids(6 * ROWS));
  }

  @Test
  void areKeptInASideOutputWithTheReason() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    RecordBatch other = timed(1, 1);
    DataStream<RecordBatch> batches =
        stream(environment, batches(WITH_NULL, other), RecordBatchTypeInfo.ofAnySchema());
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA).build();
    RefusedElementFilter<RecordBatch> filter = RefusedElementFilter.of(sink, batches.getType());
    SingleOutputStreamOperator<RecordBatch> taken = batches.process(filter);
    taken.sinkTo(sink);

    List<Tuple2<RecordBatch, String>> refused = collect(taken, filter);
    assertThat(refused).extracting(element -> element.f0).containsExactly(WITH_NULL, other);
    assertThat(refused.get(0).f1).contains("Column id", "null in row 0");
    assertThat(refused.get(1).f1).contains("isn't the part file's", "at");
    assertThat(PartFiles.ids(directory)).isEqualTo(ids(6 * ROWS));
  }

  private static <T> List<Tuple2<T, String>> collect(
      SingleOutputStreamOperator<T> taken, RefusedElementFilter<T> filter) throws Exception {
    DataStream<Tuple2<T, String>> side = taken.getSideOutput(filter.refused());
    return side.executeAndCollect(MOST_REFUSED);
  }

  @Test
  void areThoseWithoutAPartitionToo() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    long farFuture = 1_000_000_000_000L;
    List<RecordBatch> batches =
        List.of(timed(0, 0), timed(100, farFuture), timed(1, 86_400), timed(2, 86_401));
    stream(environment, batches, RecordBatchTypeInfo.of(TIMES))
        .sinkTo(
            ArrowParquetSink.forBatches(path(), TIMES)
                .partitionBy(PartitionByColumns.ofTimestamp("day", "at", "yyyy-MM-dd"))
                .refusedElements(RefusedElements.SKIP)
                .build());
    environment.execute();

    assertThat(PartFiles.visible(directory))
        .extracting(file -> file.getParent().getFileName().toString())
        .containsOnly("day=1970-01-01", "day=1970-01-02");
  }

  @Test
  void areRowsToo() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    RowData update = NumberedRows.of(7);
    update.setRowKind(RowKind.UPDATE_AFTER);
    RowData withNull = new GenericRowData(NumberedRows.TYPE.getFieldCount());
    List<RowData> rows =
        Arrays.asList(NumberedRows.of(0), withNull, NumberedRows.of(1), update, NumberedRows.of(2));
    DataStream<RowData> stream = stream(environment, rows, InternalTypeInfo.of(NumberedRows.TYPE));
    ArrowParquetSink<RowData> sink = ArrowParquetSink.forRows(path(), NumberedRows.TYPE).build();
    RefusedElementFilter<RowData> filter = RefusedElementFilter.of(sink, stream.getType());
    SingleOutputStreamOperator<RowData> taken = stream.process(filter);
    taken.sinkTo(sink);

    List<Tuple2<RowData, String>> refused = collect(taken, filter);
    assertThat(refused)
        .extracting(element -> element.f1)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("column id"),
            reason -> assertThat(reason).contains("UPDATE_AFTER"));
    assertThat(PartFiles.ids(directory)).isEqualTo(ids(3));
  }

  private static RecordBatch named(long id, String name) {
    return batch(
        NumberedBatches.SCHEMA,
        root -> {
          ((BigIntVector) root.getVector("id")).set(0, id);
          ((VarCharVector) root.getVector("name")).setSafe(0, name.getBytes(UTF_8));
        });
  }

  /** Flink's compaction would not find their files again. */
  @Test
  void areThoseWhoseFilesCannotBeMergedToo() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    DataStream<RecordBatch> batches =
        stream(
            environment,
            List.of(named(0, "Ulm"), named(7, "New York"), named(8, "a/b"), named(1, "Wien")),
            RecordBatchTypeInfo.of(NumberedBatches.SCHEMA));
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
            .partitionBy(PartitionByColumns.of("name").keepColumns(true))
            .enableCompaction(
                FileCompactStrategy.Builder.newBuilder().setSizeThreshold(1 << 20).build(),
                new RecordWiseFileCompactor<RecordBatch>(file -> null))
            .build();
    RefusedElementFilter<RecordBatch> filter = RefusedElementFilter.of(sink, batches.getType());

    assertThat(collect(batches.process(filter), filter))
        .extracting(element -> element.f1)
        .hasSize(2)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .contains("partition has spaces, percent signs", "Leave compaction off")
                    .doesNotContain("York"));
  }

  /** A bucket assigner of ours can be asked before the sink, too. */
  @Test
  void areThoseWithoutOneDirectoryToo() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutRestart(1);
    PartitionByColumns byName = PartitionByColumns.of("name");
    stream(
            environment,
            List.of(
                NumberedBatches.of(0, 1), NumberedBatches.of(10, ROWS), NumberedBatches.of(1, 1)),
            RecordBatchTypeInfo.of(NumberedBatches.SCHEMA))
        .sinkTo(
            ArrowParquetSink.forBatches(path(), NumberedBatches.SCHEMA)
                .bucketAssigner(PartitionBucketAssigner.forBatches(NumberedBatches.SCHEMA, byName))
                .refusedElements(RefusedElements.SKIP)
                .build());
    environment.execute();

    assertThat(PartFiles.ids(directory)).isEqualTo(ids(2));
  }
}
