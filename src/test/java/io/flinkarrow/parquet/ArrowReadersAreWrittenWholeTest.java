package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.SeekableReadChannel;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a reader's batches, dictionaries and errors when all of it is written. */
class ArrowReadersAreWrittenWholeTest {

  private static final Schema NUMBERS =
      new Schema(List.of(Field.notNullable("n", new ArrowType.Int(32, true))));

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void everythingIsReleased() {
    allocator.close();
  }

  private static byte[] resource(String name) throws IOException {
    return ArrowReadersAreWrittenWholeTest.class
        .getResourceAsStream("/io/flinkarrow/ipc/" + name)
        .readAllBytes();
  }

  private ArrowReader reader(String name) throws IOException {
    return reader(resource(name));
  }

  private List<Map<String, Object>> rows() throws IOException {
    Path file = directory.resolve("file.parquet");
    Files.write(file, out.toByteArray());
    return ParquetJavaReader.read(file);
  }

  /** Dictionaries that grow by deltas or are replaced; each value stands there plainly, too. */
  @ParameterizedTest
  @ValueSource(strings = {"pyarrow-deltas.arrows", "pyarrow-replaced.arrows"})
  void dictionariesChangeFromBatchToBatch(String name) throws Exception {
    try (ArrowReader reader = reader(name)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, root.getSchema(), reader, WriterOptions.defaults())) {
        long written = writer.writeAll(reader);
        assertThat(written).isEqualTo(writer.finish().rows()).isGreaterThan(8);
      }
      assertThat(root.getFieldVectors()).as("the reader is still open").isNotEmpty();
      assertThat(allocator.getAllocatedMemory()).isPositive();
    }
    assertThat(rows())
        .hasSizeGreaterThan(8)
        .allSatisfy(row -> assertThat(row.get("word")).isEqualTo(row.get("plain")));
    assertThat(rows().stream().map(row -> row.get("word")).distinct().count()).isGreaterThan(4);
  }

  /** A batch per array; a negative number stands for a null. */
  private byte[] stream(int[]... batches) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = VectorSchemaRoot.create(NUMBERS, allocator);
        ArrowStreamWriter stream = new ArrowStreamWriter(root, null, bytes)) {
      for (int[] numbers : batches) {
        root.allocateNew();
        IntVector vector = (IntVector) root.getVector(0);
        for (int i = 0; i < numbers.length; i++) {
          if (numbers[i] < 0) {
            vector.setNull(i);
          } else {
            vector.setSafe(i, numbers[i]);
          }
        }
        root.setRowCount(numbers.length);
        stream.writeBatch();
      }
    }
    return bytes.toByteArray();
  }

  private ArrowReader reader(byte[] stream) {
    return new ArrowStreamReader(new ByteArrayInputStream(stream), allocator);
  }

  private ArrowParquetWriter writer(Schema schema) {
    return ArrowParquetWriter.open(out, schema, WriterOptions.defaults());
  }

  /**
   * Arrow's reader of files loads as many dictionaries as the schema has, and no deltas: what it
   * makes of such a file is refused, not written wrongly.
   */
  @Test
  void deltasThatAReaderLeavesOutAreFound() throws Exception {
    byte[] file = resource("pyarrow-growing.arrow");
    try (ArrowReader reader =
        new ArrowFileReader(
            new SeekableReadChannel(new ByteArrayReadableSeekableByteChannel(file)), allocator)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, schema, reader, WriterOptions.defaults())) {
        assertThatThrownBy(() -> writer.writeAll(reader))
            .isInstanceOf(RefusedRowsException.class)
            .hasMessageContaining("the index is outside dictionary 0, which has 2 entries");
        assertThat(writer.rowsWritten()).isEqualTo(4);
      }
    }
  }

  @Test
  void severalReadersFollowEachOther() throws Exception {
    try (ArrowParquetWriter writer = writer(NUMBERS)) {
      for (byte[] stream :
          List.of(stream(new int[] {1, 2}, new int[0]), stream(), stream(new int[] {3}))) {
        try (ArrowReader reader = reader(stream)) {
          writer.writeAll(reader);
          assertThat(writer.writeAll(reader)).as("nothing is left").isZero();
        }
      }
      assertThat(writer.finish().rows()).isEqualTo(3);
    }
    assertThat(rows().stream().map(row -> row.get("n"))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anotherSchemaIsRefusedBeforeABatchIsLoaded() throws Exception {
    Schema other = new Schema(List.of(Field.notNullable("m", new ArrowType.Int(32, true))));
    try (ArrowParquetWriter writer = writer(other);
        ArrowReader reader = reader(stream(new int[] {1}))) {
      assertThatThrownBy(() -> writer.writeAll(reader))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining("The batch's schema is not the writer's");
      assertThat(out.size()).isZero();
      assertThat(reader.loadNextBatch()).as("the batch is still to come").isTrue();
      assertThat(writer.finish().rows()).isZero();
    }
  }

  @Test
  void anErrorOfTheReaderLeavesTheBatchesBefore() throws Exception {
    byte[] stream = stream(new int[] {1, 2}, new int[] {3});
    byte[] cut = Arrays.copyOf(stream, stream.length - 24);
    try (ArrowParquetWriter writer = writer(NUMBERS)) {
      try (ArrowReader reader = reader(cut)) {
        assertThatThrownBy(() -> writer.writeAll(reader)).isInstanceOf(IOException.class);
      }
      assertThat(writer.rowsWritten()).isEqualTo(2);
      try (ArrowReader reader = reader(stream(new int[] {4}))) {
        assertThat(writer.writeAll(reader)).isEqualTo(1);
      }
      writer.finish();
    }
    assertThat(rows().stream().map(row -> row.get("n"))).containsExactly(1L, 2L, 4L);
  }

  @Test
  void aRefusedBatchLeavesThoseBeforeAndBehind() throws Exception {
    try (ArrowParquetWriter writer = writer(NUMBERS);
        ArrowReader reader = reader(stream(new int[] {1}, new int[] {2, -1}, new int[] {3}))) {
      assertThatThrownBy(() -> writer.writeAll(reader)).isInstanceOf(RefusedRowsException.class);
      assertThat(writer.rowsWritten()).isEqualTo(1);
      assertThat(writer.writeAll(reader)).as("the batch behind it").isEqualTo(1);
      writer.finish();
    }
    assertThat(rows().stream().map(row -> row.get("n"))).containsExactly(1L, 3L);
  }

  @Test
  void aFinishedWriterLoadsNothing() throws Exception {
    try (ArrowParquetWriter writer = writer(NUMBERS);
        ArrowReader reader = reader(stream(new int[] {1}))) {
      writer.finish();
      assertThatThrownBy(() -> writer.writeAll(reader)).isInstanceOf(IllegalStateException.class);
      assertThat(reader.loadNextBatch()).isTrue();
    }
  }
}
