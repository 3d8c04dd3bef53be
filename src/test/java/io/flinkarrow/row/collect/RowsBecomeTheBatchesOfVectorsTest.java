package io.flinkarrow.row.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.testing.RandomRows;
import io.flinkarrow.testing.RowVectors;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows become byte for byte the batch that copies the Arrow vectors with their values, which the
 * checks for payloads of others accept, and rows again that are the same.
 */
class RowsBecomeTheBatchesOfVectorsTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @Test
  void everyTypeWithoutChildren() throws Exception {
    RowType type =
        RowType.of(
            RandomRows.scalars().toArray(LogicalType[]::new),
            IntStream.range(0, RandomRows.scalars().size())
                .mapToObj(i -> "c" + i)
                .toArray(String[]::new));
    assertSameBatches(type, new RandomRows(1).rows(type, 3_000));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nestedTypes(int seed) throws Exception {
    RandomRows random = new RandomRows(seed);
    RowType type = random.type(4, 1 + seed % 4);
    assertSameBatches(type, random.rows(type, 400));
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 1000 : 60);
  }

  /** Small, large, and of a number of rows that fills bytes and words of bits. */
  private static void assertSameBatches(RowType type, List<RowData> rows) throws Exception {
    RowBatcher batcher = new RowBatcher(type, BatchSchema.of(RowSchema.of(type)));
    int from = 0;
    for (int size : new int[] {1, 7, 64, 128, rows.size() - 200}) {
      List<RowData> some = rows.subList(from, from + size);
      some.forEach(batcher::add);
      long announced = batcher.batchBytes();
      RecordBatch batch = batcher.take();
      assertThat(batch.equals(ofVectors(type, some)))
          .as("%d rows of %s are those of vectors", size, type)
          .isTrue();
      assertThat(batch.sizeInBytes()).as("bytes of %s", type).isLessThanOrEqualTo(announced);
      assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), DecodeLimits.defaults()))
          .hasSize(1)
          .allMatch(batch::equals);
      assertSameRows(type, some, batch);
      from += size;
    }
    assertThat(batcher.rowCount()).isZero();
  }

  private static RecordBatch ofVectors(RowType type, List<RowData> rows) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(RowSchema.of(type), allocator)) {
      RowVectors.fill(root, type, rows);
      return RecordBatch.copyOf(root);
    }
  }

  /** In Flink's binary form, which rows take wherever they travel. */
  private static void assertSameRows(RowType type, List<RowData> rows, RecordBatch batch) {
    RowDataSerializer serializer = new RowDataSerializer(type);
    var read = BatchRows.of(batch.batchSchema(), type).read(batch);
    for (int i = 0; i < rows.size(); i++) {
      RowData expected = serializer.toBinaryRow(rows.get(i)).copy();
      assertThat(serializer.toBinaryRow(read.next()).equals(expected))
          .as("row %d of %s", i, type)
          .isTrue();
    }
    assertThat(read.hasNext()).isFalse();
  }
}
