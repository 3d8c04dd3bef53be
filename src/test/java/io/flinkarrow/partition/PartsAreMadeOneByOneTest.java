package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.testing.LiveObjects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** A batch of many partitions never lies in the heap once more, as all of its parts. */
class PartsAreMadeOneByOneTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.notNullable("part", new ArrowType.Int(32, true)),
              Field.notNullable("text", new ArrowType.Utf8())));
  private static final BatchPartitioner PARTITIONER =
      BatchPartitioner.of(SCHEMA, PartitionByColumns.of("part"));

  /** Each row is a partition. */
  private static RecordBatch batch(int rows, int[] textOffsets, int textBytes) {
    int offsets = rows * Integer.BYTES;
    int texts = offsets + textOffsets.length * Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(texts + textBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      bytes.putInt(row);
    }
    for (int offset : textOffsets) {
      bytes.putInt(offset);
    }
    BatchBody body =
        BatchBody.of(
            new int[] {rows, rows},
            new int[2],
            new int[0],
            new int[] {0, 0, 0, offsets, texts},
            new int[] {0, offsets, 0, textOffsets.length * Integer.BYTES, textBytes},
            bytes.array());
    return RecordBatch.of(BatchSchema.of(SCHEMA), rows, body, List.of());
  }

  @Test
  void aPartIsMadeWhenItIsAskedFor() {
    RecordBatch secondCannotBeMade = batch(2, new int[] {0, 4, 99}, 4);
    Iterator<BatchPartitioner.Part> parts = PARTITIONER.split(secondCannotBeMade).iterator();
    assertThat(parts.next().directory()).isEqualTo("part=0");
    assertThatThrownBy(parts::next).hasMessageContaining("Column 'text'");
  }

  @Test
  void whatWentOnIsNotKept() {
    RecordBatch batch = batch(500, new int[501], 0);
    long before = LiveObjects.count(RecordBatch.class);
    int taken = 0;
    for (BatchPartitioner.Part part : PARTITIONER.split(batch)) {
      assertThat(part.batch().rowCount()).isOne();
      taken++;
      if (taken == 400) {
        assertThat(LiveObjects.count(RecordBatch.class) - before).isLessThan(10);
      }
    }
    assertThat(taken).isEqualTo(500);
    assertThat(batch.rowCount()).isEqualTo(500);
  }
}
