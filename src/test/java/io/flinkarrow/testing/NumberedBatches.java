package io.flinkarrow.testing;

import io.flinkarrow.batch.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import javax.annotation.Nullable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches whose rows carry a number, and a name that follows from it, so that a lost, doubled or
 * mixed-up row shows.
 */
public final class NumberedBatches {

  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.notNullable("id", new ArrowType.Int(64, true)),
              Field.nullable("name", new ArrowType.Utf8())));

  /** As a later version of the producer might have it: another column, twice the number. */
  public static final Schema WIDER_SCHEMA =
      new Schema(
          List.of(
              SCHEMA.findField("id"),
              Field.nullable("twice", new ArrowType.Int(64, true)),
              SCHEMA.findField("name")));

  /** DuckDB's words for {@link #nameOf}. */
  static final String NAME_SQL = "CASE WHEN id % 7 = 0 THEN NULL ELSE 'row ' || id END";

  private static final BufferAllocator ALLOCATOR = new RootAllocator();

  private NumberedBatches() {}

  /** Rows {@code first} to {@code first + rows}. */
  public static RecordBatch of(long first, int rows) {
    return of(LongStream.range(first, first + rows).toArray());
  }

  public static RecordBatch of(long... ids) {
    return of(SCHEMA, ids);
  }

  /** Rows {@code first} to {@code first + rows} of {@link #SCHEMA} or {@link #WIDER_SCHEMA}. */
  public static RecordBatch of(Schema schema, long first, int rows) {
    return of(schema, LongStream.range(first, first + rows).toArray());
  }

  private static RecordBatch of(Schema schema, long[] ids) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, ALLOCATOR)) {
      BigIntVector id = (BigIntVector) root.getVector("id");
      BigIntVector twice = (BigIntVector) root.getVector("twice");
      VarCharVector name = (VarCharVector) root.getVector("name");
      root.allocateNew();
      for (int row = 0; row < ids.length; row++) {
        id.setSafe(row, ids[row]);
        if (twice != null) {
          twice.setSafe(row, 2 * ids[row]);
        }
        String text = nameOf(ids[row]);
        if (text == null) {
          name.setNull(row);
        } else {
          name.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(ids.length);
      return RecordBatch.copyOf(root);
    }
  }

  @Nullable
  public static String nameOf(long id) {
    return id % 7 == 0 ? null : "row " + id;
  }

  /** Where this class, and tests, load vectors from. */
  public static BufferAllocator allocator() {
    return ALLOCATOR;
  }
}
