package io.flinkarrow.parquet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Plain rows for tests that are not about types: sequential ids, categories, reals, texts. */
final class FlatRows {

  static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
              new Field("category", FieldType.nullable(new ArrowType.Int(32, true)), null),
              new Field(
                  "value",
                  FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                  null),
              new Field("text", FieldType.nullable(new ArrowType.Utf8()), null)));

  private FlatRows() {}

  /** Rows with ids from {@code firstId} on; the same ids have the same values. */
  static VectorSchemaRoot batch(BufferAllocator allocator, long firstId, int rows) {
    return batch(allocator, firstId, rows, 12);
  }

  /**
   * @param textLength of every text that is not null
   */
  static VectorSchemaRoot batch(BufferAllocator allocator, long firstId, int rows, int textLength) {
    VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
    BigIntVector ids = (BigIntVector) root.getVector("id");
    IntVector categories = (IntVector) root.getVector("category");
    Float8Vector values = (Float8Vector) root.getVector("value");
    VarCharVector texts = (VarCharVector) root.getVector("text");
    ids.allocateNew(rows);
    categories.allocateNew(rows);
    values.allocateNew(rows);
    texts.allocateNew((long) rows * textLength, rows);
    for (int row = 0; row < rows; row++) {
      long id = firstId + row;
      Random random = new Random(id);
      ids.set(row, id);
      if (id % 10 == 3) {
        categories.setNull(row);
      } else {
        categories.set(row, (int) (id % 7));
      }
      values.set(row, random.nextGaussian());
      if (id % 5 == 1) {
        texts.setNull(row);
      } else {
        texts.set(row, text(random, textLength));
      }
    }
    root.setRowCount(rows);
    return root;
  }

  private static byte[] text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(), Character.MAX_RADIX));
    }
    return text.substring(text.length() - length).getBytes(StandardCharsets.US_ASCII);
  }
}
