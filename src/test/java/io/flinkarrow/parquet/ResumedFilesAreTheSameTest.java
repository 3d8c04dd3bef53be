package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.UnfinishedFile.Continuation;
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

  /** Of a batch. */
  private static final int MOST_ROWS = 300;

  /** So few that a page has more batches than snapshots make pages of it. */
  private static final int MOST_FEW_ROWS = 8;

  private static final List<WriterOptions> OPTIONS = BatchSizeDoesNotShapeTheFileTest.OPTIONS;

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

  /** Dictionaries of any type, which change from batch to batch, and runs. */
  @ParameterizedTest
  @MethodSource("seeds")
  void columnsOfReferences(int seed) throws IOException {
    for (int choice = 0; choice < OPTIONS.size() + 3; choice++) {
      byte[] whole = writeReferences(seed, choice, Interruption.NONE);
      for (Interruption interruption : Interruption.values()) {
        byte[] file = writeReferences(seed, choice, interruption);
        assertThat(Arrays.mismatch(whole, file))
            .as("first byte that differs, options %d, %s", choice, interruption)
            .isEqualTo(-1);
      }
    }
  }

  private static byte[] writeReferences(int seed, int choice, Interruption interruption)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator)) {
      Schema schema = batches.schemas().withReferences().schema(5, seed % 3);
      batches.batch(schema, 0).close();
      Schema message = MessageFormat.of(schema, batches.dictionaries());
      WriterOptions options =
          choice < OPTIONS.size()
              ? OPTIONS.get(choice)
              : RandomOptions.of(message, 10L * seed + choice).build();
      Random random = new Random(seed);
      try (Interrupted file = new Interrupted(FilePlan.of(message, options), interruption, seed)) {
        for (int i = 0; i < 8; i++) {
          try (VectorSchemaRoot batch = batches.batch(schema, random.nextInt(200))) {
            file.write(batch, batches);
          }
        }
        return file.finish();
      }
    }
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
    int mostRows = seed % 3 == 2 ? MOST_FEW_ROWS : MOST_ROWS;
    byte[] whole = write(rows, batches, plan, mostRows, new Random(seed), Interruption.NONE);
    for (Interruption interruption : Interruption.values()) {
      byte[] file = write(rows, batches, plan, mostRows, new Random(seed), interruption);
      assertThat(Arrays.mismatch(whole, file))
          .as("first byte that differs with interruptions %s", interruption)
          .isEqualTo(-1);
    }
  }

  private enum Interruption {
    NONE,
    SNAPSHOTS,
    RESUMED,

    /** From the snapshot itself, while the writer that it came from goes on elsewhere. */
    FORKED
  }

  private static byte[] write(
      VectorSchemaRoot rows,
      RandomBatches batches,
      FilePlan plan,
      int mostRows,
      Random random,
      Interruption interruption)
      throws IOException {
    try (Interrupted file = new Interrupted(plan, interruption, random.nextInt())) {
      for (int start = 0; start < ROWS; ) {
        int length = Math.min(random.nextInt(mostRows), ROWS - start);
        try (VectorSchemaRoot batch = slice(rows, start, length)) {
          file.write(batch, batches);
        }
        start += length;
      }
      return file.finish();
    }
  }

  /** Writes a file that is left after some of its batches. */
  private static final class Interrupted implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final FilePlan plan;
    private final Interruption interruption;
    private final Random random;
    private ArrowParquetWriter writer;
    private long rows;

    Interrupted(FilePlan plan, Interruption interruption, int seed) {
      this.plan = plan;
      this.interruption = interruption;
      this.random = new Random(seed);
      this.writer = ArrowParquetWriter.open(out, plan, new SharedDictionaries(1 << 20));
    }

    void write(VectorSchemaRoot batch, RandomBatches batches) throws IOException {
      writer.write(batch, batches.dictionaries());
      rows += batch.getRowCount();
      if (interruption == Interruption.NONE || random.nextInt(3) == 0) {
        return;
      }
      long buffered = writer.bufferedBytes();
      UnfinishedFile unfinished = writer.snapshot();
      assertThat(writer.bufferedBytes()).isEqualTo(buffered);
      assertThat(unfinished.rows()).isEqualTo(rows);
      assertThat(unfinished.writtenBytes()).isEqualTo(out.size());
      if (interruption != Interruption.SNAPSHOTS && random.nextInt(100) < batch.getRowCount()) {
        if (interruption == Interruption.FORKED) {
          goOnElsewhere(batch, batches);
          resume(unfinished);
        } else {
          writer.close();
          resume(UnfinishedFile.of(unfinished.toBytes()));
        }
      }
    }

    /** The rest of what the writer writes is not a part of this file. */
    private void goOnElsewhere(VectorSchemaRoot batch, RandomBatches batches) throws IOException {
      byte[] before = out.toByteArray();
      writer.write(batch, batches.dictionaries());
      writer.snapshot();
      writer.flushRowGroup();
      writer.write(batch, batches.dictionaries());
      writer.finish();
      writer.close();
      out.reset();
      out.write(before);
    }

    private void resume(UnfinishedFile restored) throws IOException {
      assertThat(restored.continuationWith(plan)).isEqualTo(Continuation.EXACT);
      writer = ArrowParquetWriter.resume(out, plan, new SharedDictionaries(1 << 20), restored);
      assertThat(writer.rowsWritten()).isEqualTo(rows);
    }

    byte[] finish() throws IOException {
      writer.finish();
      return out.toByteArray();
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private static VectorSchemaRoot slice(VectorSchemaRoot rows, int start, int length) {
    try {
      return rows.slice(start, length);
    } catch (IllegalArgumentException e) {
      return Assumptions.abort("Arrow cannot slice these vectors: " + e.getMessage());
    }
  }
}
