package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows give the same bytes, however they are cut into batches. */
class BatchSizeDoesNotShapeTheFileTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int ROWS = 1500;

  /** Limits of rows and of bytes end pages and row groups in turn. */
  static final List<WriterOptions> OPTIONS =
      List.of(
          WriterOptions.builder().pageRows(130).pageBytes(900).rowGroupRows(700).build(),
          WriterOptions.builder()
              .rowGroupBytes(40_000)
              .dictionaryBytes(700)
              .pageBytes(5000)
              .build(),
          WriterOptions.builder()
              .profile(WriterProfile.COMPACT)
              .rowGroupRows(900)
              .pageBytes(2000)
              .build());

  @ParameterizedTest
  @MethodSource("seeds")
  void flatColumns(int seed) throws IOException {
    assertSameFile(seed, 12, 0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nestedColumns(int seed) throws IOException {
    assertSameFile(1000 + seed, 3, 3);
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 100 : 6);
  }

  private static void assertSameFile(int seed, int columns, int depth) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator)) {
      Schema schema = batches.schemas().schema(columns, depth);
      // arrow-java 19 cannot slice a nested large list that is empty after others.
      while (depth > 0 && schema.toString().contains("LargeList")) {
        schema = batches.schemas().schema(columns, depth);
      }
      try (VectorSchemaRoot rows = batches.batch(schema, ROWS)) {
        for (WriterOptions options : OPTIONS) {
          assertSameFile(new Random(seed), slice -> write(rows, batches, options, slice));
        }
      }
    }
  }

  private interface FileOfSlices {
    byte[] write(IntUnaryOperator slice) throws IOException;
  }

  private static void assertSameFile(Random random, FileOfSlices file) throws IOException {
    byte[] whole = file.write(left -> left);
    assertSame("batches of 100 rows", whole, file.write(left -> 100));
    assertSame("single rows", whole, file.write(left -> 1));
    assertSame("halves of what is left", whole, file.write(left -> left / 2 + 1));
    assertSame(
        "random slices, some empty",
        whole,
        file.write(left -> random.nextInt(4) == 0 ? 0 : random.nextInt(400)));
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
        try (VectorSchemaRoot batch = slice(rows, start, length)) {
          writer.write(batch, batches.dictionaries());
        }
        start += length;
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  private static VectorSchemaRoot slice(VectorSchemaRoot rows, int start, int length) {
    try {
      return rows.slice(start, length);
    } catch (IllegalArgumentException e) {
      return Assumptions.abort("Arrow cannot slice these vectors: " + e.getMessage());
    }
  }
}
