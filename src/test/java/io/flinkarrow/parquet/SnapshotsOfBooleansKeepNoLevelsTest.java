package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * A page of booleans is whole in each snapshot, so a writer holds the levels of rows behind the
 * last snapshot once, as other rows.
 */
class SnapshotsOfBooleansKeepNoLevelsTest {

  /** Together fewer than end a page. */
  private static final int ROWS_BEFORE = 1_000;

  private static final int ROWS_BEHIND = 16_000;

  @Test
  void ofRowsBehindThem() throws IOException {
    assertThat(growthBehind(true)).isEqualTo(growthBehind(false)).isGreaterThan(ROWS_BEHIND / 8);
  }

  /** The heap bytes that the last rows take. */
  private static long growthBehind(boolean snapshot) throws IOException {
    Random random = new Random(1);
    Schema schema = new Schema(List.of(Field.nullable("flag", ArrowType.Bool.INSTANCE)));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                OutputStream.nullOutputStream(), schema, WriterOptions.defaults())) {
      write(batch, ROWS_BEFORE, random, writer);
      if (snapshot) {
        writer.snapshot();
      }
      long before = writer.retainedBytes();
      write(batch, ROWS_BEHIND, random, writer);
      return writer.retainedBytes() - before;
    }
  }

  private static void write(
      VectorSchemaRoot batch, int rows, Random random, ArrowParquetWriter writer)
      throws IOException {
    BitVector flags = (BitVector) batch.getVector(0);
    flags.reset();
    for (int row = 0; row < rows; row++) {
      if (random.nextBoolean()) {
        flags.setSafe(row, random.nextInt(2));
      } else {
        flags.setNull(row);
      }
    }
    batch.setRowCount(rows);
    writer.write(batch);
  }
}
