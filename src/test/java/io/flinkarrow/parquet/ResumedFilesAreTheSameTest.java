package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.UnfinishedFile.Continuation;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file that was left unfinished at any rows, and written on by another writer each time, is byte
 * for byte that of a writer which was never asked.
 */
class ResumedFilesAreTheSameTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int ROWS = 1500;

  /** Limits of rows and of bytes end pages and row groups in turn. */
  private static final List<WriterOptions> OPTIONS =
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
    return IntStream.range(0, EXTENDED ? 200 : 3);
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
        Schema message = MessageFormat.of(schema, batches.dictionaries());
        for (WriterOptions options : OPTIONS) {
          assertSameFile(rows, batches, FilePlan.of(message, options), seed);
        }
        for (int i = 0; i < 3; i++) {
          WriterOptions random = RandomOptions.of(message, 10L * seed + i).build();
          assertSameFile(rows, batches, FilePlan.of(message, random), seed);
        }
      }
    }
  }

  private static void assertSameFile(
      VectorSchemaRoot rows, RandomBatches batches, FilePlan plan, int seed) throws IOException {
    if (Continuity.obstacle(plan).isPresent()) {
      return;
    }
    byte[] whole = write(rows, batches, plan, new Random(seed), Interruption.NONE);
    for (Interruption interruption : Interruption.values()) {
      byte[] file = write(rows, batches, plan, new Random(seed), interruption);
      assertThat(Arrays.mismatch(whole, file))
          .as("first byte that differs with interruptions %s", interruption)
          .isEqualTo(-1);
    }
  }

  private enum Interruption {
    NONE,
    SNAPSHOTS,
    RESUMED
  }

  private static byte[] write(
      VectorSchemaRoot rows,
      RandomBatches batches,
      FilePlan plan,
      Random random,
      Interruption interruption)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SharedDictionaries shared = new SharedDictionaries(1 << 20);
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, plan, shared);
    for (int start = 0; start < ROWS; ) {
      int length = Math.min(random.nextInt(300), ROWS - start);
      try (VectorSchemaRoot batch = slice(rows, start, length)) {
        writer.write(batch, batches.dictionaries());
      }
      start += length;
      if (interruption != Interruption.NONE && random.nextInt(3) > 0) {
        UnfinishedFile unfinished = writer.snapshot();
        assertThat(unfinished.rows()).isEqualTo(start);
        assertThat(unfinished.writtenBytes()).isEqualTo(out.size());
        if (interruption == Interruption.RESUMED) {
          writer.close();
          shared = new SharedDictionaries(1 << 20);
          UnfinishedFile restored = UnfinishedFile.of(unfinished.toBytes());
          assertThat(restored.continuationWith(plan)).isEqualTo(Continuation.EXACT);
          writer = ArrowParquetWriter.resume(out, plan, shared, restored);
          assertThat(writer.rowsWritten()).isEqualTo(start);
        }
      }
    }
    writer.finish();
    writer.close();
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
