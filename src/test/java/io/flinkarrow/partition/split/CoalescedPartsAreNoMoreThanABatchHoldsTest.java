package io.flinkarrow.partition.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Small parts of few bytes can have more rows, or elements, than a column of their type counts. */
class CoalescedPartsAreNoMoreThanABatchHoldsTest {

  private static final Field PART = Field.notNullable("part", new ArrowType.Int(32, true));
  private static final Field RUNS =
      field(
          "runs",
          new ArrowType.RunEndEncoded(),
          Field.notNullable("run_ends", new ArrowType.Int(16, true)),
          Field.notNullable("values", new ArrowType.Int(32, true)));

  private final List<RecordBatch> sent = new ArrayList<>();
  private final PartitionCoalescing held = new PartitionCoalescing(16 << 20, sent::add);

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  /** A batch of one partition; behind its column, nodes of these lengths, and buffers. */
  private static RecordBatch batch(Field column, int rows, int[] nodes, ByteBuffer... buffers) {
    int[] lengths = IntStream.concat(IntStream.of(rows), IntStream.of(nodes)).toArray();
    int[] offsets = new int[2 + buffers.length];
    int[] sizes = new int[2 + buffers.length];
    sizes[1] = rows * Integer.BYTES;
    int end = sizes[1];
    for (int i = 0; i < buffers.length; i++) {
      offsets[2 + i] = end;
      sizes[2 + i] = buffers[i].capacity();
      end += buffers[i].capacity();
    }
    ByteBuffer bytes = ByteBuffer.allocate(end);
    for (int i = 0; i < buffers.length; i++) {
      bytes.put(offsets[2 + i], buffers[i], 0, buffers[i].capacity());
    }
    BatchBody body =
        BatchBody.of(lengths, new int[lengths.length], new int[0], offsets, sizes, bytes.array());
    BatchSchema schema = BatchSchema.of(new Schema(List.of(PART, column)));
    return RecordBatch.of(schema, rows, body, List.of());
  }

  private static ByteBuffer none() {
    return ByteBuffer.allocate(0);
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(values);
    return buffer;
  }

  private static ByteBuffer runEnd(int end) {
    return ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) end);
  }

  private void add(RecordBatch batch, int times) {
    BatchPartitioner partitioner =
        BatchPartitioner.of(batch.schema(), PartitionByColumns.of("part"));
    for (int i = 0; i < times; i++) {
      partitioner.split(batch).forEach(held::add);
    }
  }

  private List<Integer> rowsSent() {
    return sent.stream().map(RecordBatch::rowCount).toList();
  }

  @Test
  void rowsOfRunEndsOf16Bits() {
    RecordBatch batch =
        batch(RUNS, 1_000, new int[] {1_000, 1, 1}, none(), runEnd(1_000), none(), ints(7));
    add(batch, 70);
    held.flush();
    assertThat(rowsSent()).containsExactly(32_000, 32_000, 6_000);
  }

  @Test
  void runEndsOf16BitsInLists() {
    Field list = field("list", new ArrowType.List(), RUNS);
    RecordBatch batch =
        batch(
            list,
            2,
            new int[] {2, 20_000, 1, 1},
            none(),
            ints(0, 5, 20_000),
            none(),
            runEnd(20_000),
            none(),
            ints(7));
    add(batch, 3);
    held.flush();
    assertThat(rowsSent()).containsExactly(2, 2, 2);
  }

  @Test
  void elementsThatTakeNoBytes() {
    Field nothing = field("nothing", new ArrowType.Null());
    Field list = field("list", new ArrowType.FixedSizeList(100_000_000), nothing);
    add(batch(list, 8, new int[] {8, 800_000_000}, none()), 5);
    held.flush();
    assertThat(rowsSent()).containsExactly(16, 16, 8);
  }

  /** Two billion slots without nulls take no byte, but a bit each beside one that is null. */
  @Test
  void validitiesThatNoPartHasAlone() {
    int depth = 10;
    Field element = field("innermost", new ArrowType.Struct());
    for (int i = 1; i < depth; i++) {
      element = field("outer", new ArrowType.Struct(), element);
    }
    Field list = field("list", new ArrowType.List(), element);
    for (int elements : new int[] {2_000_000_000, 1}) {
      int[] nodes = IntStream.rangeClosed(0, depth).map(i -> i == 0 ? 1 : elements).toArray();
      ByteBuffer[] buffers = new ByteBuffer[2 + depth];
      Arrays.setAll(buffers, i -> elements == 1 && i > 1 ? ByteBuffer.allocate(1) : none());
      buffers[1] = ints(0, elements);
      add(batch(list, 1, nodes, buffers), 1);
    }
    held.flush();
    assertThat(rowsSent()).containsExactly(1, 1);
  }
}
