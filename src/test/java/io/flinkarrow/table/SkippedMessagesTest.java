package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.testing.LiveObjects;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

/** What becomes of a message is known before its first row goes out, without holding them all. */
class SkippedMessagesTest {

  private static final int ROWS = 50_000;

  private static PayloadRowsSchema open(
      LogicalType id, DecodeLimits limits, MalformedPayloads malformed) {
    RowType rowType = RowType.of(new LogicalType[] {id}, new String[] {"id"});
    PayloadRowsSchema schema =
        new PayloadRowsSchema(
            "t", rowType, rowType, null, new PayloadOptions(limits, malformed, Optional.empty()));
    schema.open(
        new DeserializationSchema.InitializationContext() {
          @Override
          public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
          }

          @Override
          public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
          }
        });
    return schema;
  }

  /** What takes the rows. */
  private interface Rows extends Collector<RowData> {
    @Override
    default void close() {}
  }

  @Test
  void holdNoRowsWhileTheyAreRead() throws IOException {
    PayloadRowsSchema schema =
        open(new BigIntType(), DecodeLimits.defaults(), MalformedPayloads.SKIP);
    byte[] message = ArrowIpc.writeStream(NumberedBatches.of(0, ROWS));
    List<Long> alive = new ArrayList<>();
    long before = LiveObjects.count(GenericRowData.class);
    Rows rows =
        row -> {
          if (row.getLong(0) == ROWS / 2) {
            alive.add(LiveObjects.count(GenericRowData.class) - before);
          }
        };
    schema.deserialize(message, rows);
    assertThat(alive).singleElement().satisfies(count -> assertThat(count).isLessThan(100));
  }

  @Test
  void areLeftOutWholeWhicheverBatchIsWrong() throws IOException {
    BatchSchema schema = BatchSchema.of(NumberedBatches.SCHEMA);
    List<RecordBatch> batches =
        List.of(NumberedBatches.of(0, 9), NumberedBatches.of(9, 1L << 40, 10));
    List<Integer> ids = new ArrayList<>();
    Rows rows = row -> ids.add(row.getInt(0));
    PayloadRowsSchema skipping =
        open(new IntType(), DecodeLimits.defaults(), MalformedPayloads.SKIP);
    skipping.deserialize(ArrowIpc.writeStream(schema, batches), rows);
    assertThat(ids).isEmpty();
    skipping.deserialize(ArrowIpc.writeStream(schema, batches.subList(0, 1)), rows);
    assertThat(ids).hasSize(9);
  }

  @Test
  void areThoseToWhoseRowsTheLimitOfTheTableIsTooLittle() throws IOException {
    DecodeLimits limits = DecodeLimits.builder().maximumDecodedBytes(1 << 20).build();
    byte[] message = ArrowIpc.writeStream(listOfNulls(1_000_000));
    LogicalType list = new ArrayType(new IntType());
    Rows none = row -> fail("a row came");
    open(list, limits, MalformedPayloads.SKIP).deserialize(message, none);
    assertThatThrownBy(() -> open(list, limits, MalformedPayloads.FAIL).deserialize(message, none))
        .isInstanceOf(RefusedInputException.class)
        .hasMessageContaining("Table t: Column 'id', row 0 of batch 0: with it, the row takes 80")
        .hasMessageContaining("at most 1048576 are allowed");
    assertThatThrownBy(
            () -> open(list, limits, MalformedPayloads.RESTART).deserialize(message, none))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 1048576 are allowed")
        .satisfies(
            failure ->
                assertThat(
                        ThrowableClassifier.findThrowableOfThrowableType(
                            failure, ThrowableType.NonRecoverableError))
                    .isEmpty());
  }

  private static RecordBatch listOfNulls(int elements) {
    Field list =
        new Field(
            "id",
            FieldType.nullable(new ArrowType.List()),
            List.of(Field.nullable("item", new ArrowType.Null())));
    byte[] offsets =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(4, elements).array();
    BatchBody body =
        BatchBody.of(
            new int[] {1, elements},
            new int[] {0, elements},
            new int[0],
            new int[] {0, 0},
            new int[] {0, offsets.length},
            offsets);
    return RecordBatch.of(BatchSchema.of(new Schema(List.of(list))), 1, body, List.of());
  }

  @Test
  void whatFailsBehindTheRowsIsNoFaultOfTheMessage() {
    byte[] message = ArrowIpc.writeStream(NumberedBatches.of(0, 3));
    Rows failing =
        row -> {
          throw new IllegalArgumentException("of the next operator");
        };
    for (MalformedPayloads malformed : List.of(MalformedPayloads.FAIL, MalformedPayloads.SKIP)) {
      assertThatThrownBy(
              () ->
                  open(new BigIntType(), DecodeLimits.defaults(), malformed)
                      .deserialize(message, failing))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("of the next operator");
    }
  }
}
