package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows give the same bytes, however they are cut into batches. */
class BatchSizeDoesNotShapeTheFileTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int ROWS = 1500;

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().pageRows(130).pageBytes(900).rowGroupRows(700).build();

  private static final WriterOptions BYTE_LIMITS =
      WriterOptions.builder().pageBytes(100).rowGroupBytes(20_000).build();

  @ParameterizedTest
  @MethodSource("seeds")
  void flatColumns(int seed) throws IOException {
    assertSameFile(seed, OPTIONS, schemas -> schemas.schema(12, 0));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nestedColumns(int seed) throws IOException {
    assertSameFile(1000 + seed, OPTIONS, schemas -> schemas.schema(3, 3));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whenOnlyBytesEndPagesAndRowGroups(int seed) throws IOException {
    assertSameFile(seed, BYTE_LIMITS, schemas -> withBooleans(schemas.schema(3, 0)));
    assertSameFile(seed, BYTE_LIMITS, schemas -> withBooleans(schemas.schema(1, 3)));
  }

  private static Schema withBooleans(Schema schema) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    fields.add(new Field("flag", FieldType.nullable(new ArrowType.Bool()), null));
    Field element = new Field("element", FieldType.notNullable(new ArrowType.Bool()), null);
    fields.add(new Field("flags", FieldType.nullable(new ArrowType.List()), List.of(element)));
    return new Schema(fields);
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 100 : 6);
  }

  private static void assertSameFile(
      int seed, WriterOptions options, Function<RandomSchemas, Schema> schemaOf)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator)) {
      Schema schema = schemaOf.apply(batches.schemas());
      try (VectorSchemaRoot rows = batches.batch(schema, ROWS)) {
        Random random = new Random(seed);
        byte[] whole = write(rows, batches, options, left -> left);
        assertSame("batches of 100 rows", whole, write(rows, batches, options, left -> 100));
        assertSame("single rows", whole, write(rows, batches, options, left -> 1));
        assertSame(
            "random slices, some empty",
            whole,
            write(
                rows, batches, options, left -> random.nextInt(4) == 0 ? 0 : random.nextInt(400)));
        assertSame(
            "one row, then the rest", whole, write(rows, batches, options, left -> left / 2 + 1));
      }
    }
  }

  private static void assertSame(String cut, byte[] whole, byte[] file) {
    assertThat(Arrays.mismatch(whole, file))
        .as("first byte that differs when rows come as %s", cut)
        .isEqualTo(-1);
  }

  /**
   * @param slice the length of the next slice from the number of rows that are left
   */
  private static byte[] write(
      VectorSchemaRoot rows, RandomBatches batches, WriterOptions options, IntUnaryOperator slice)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, rows.getSchema(), batches.dictionaries(), options)) {
      for (int start = 0; start < ROWS; ) {
        int length = Math.min(slice.applyAsInt(ROWS - start), ROWS - start);
        try (VectorSchemaRoot batch = rows.slice(start, length)) {
          writer.write(batch, batches.dictionaries());
        }
        start += length;
      }
      writer.finish();
    }
    return out.toByteArray();
  }
}
