package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that met a damaged page does not go on behind it, where its columns could be at
 * different rows.
 */
class FailedReadersGiveNoMoreRowsTest {

  private static final int ROWS = 1000;
  private static final int PAGE_ROWS = 100;
  private static final int DAMAGED_ROW = 350;
  private static final long FIRST_VALUE = 0x5EED_5EED_0000_0000L;
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.notNullable("a", new ArrowType.Int(64, true)),
              Field.notNullable("b", new ArrowType.Int(64, true))));

  @TempDir Path directory;

  private Path damagedFile(BufferAllocator allocator) throws IOException {
    Path file = directory.resolve("damaged.parquet");
    WriterOptions options =
        WriterOptions.builder()
            .codec(CompressionCodec.UNCOMPRESSED)
            .dictionary(false)
            .pageRows(PAGE_ROWS)
            .build();
    try (OutputStream out = Files.newOutputStream(file);
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int row = 0; row < ROWS; row++) {
        ((BigIntVector) root.getVector("a")).setSafe(row, row);
        ((BigIntVector) root.getVector("b")).setSafe(row, FIRST_VALUE + row);
      }
      root.setRowCount(ROWS);
      writer.write(root);
      writer.finish();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[positionOf(bytes, FIRST_VALUE + DAMAGED_ROW)] ^= 1;
    Files.write(file, bytes);
    return file;
  }

  private static int positionOf(byte[] bytes, long value) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int position = 0;
    while (buffer.getLong(position) != value) {
      position++;
    }
    return position;
  }

  @Test
  void behindADamagedPage() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      Path file = damagedFile(allocator);
      ReaderOptions options = ReaderOptions.builder().batchRows(PAGE_ROWS).build();
      try (ArrowParquetReader reader =
          ArrowParquetReader.open(ParquetInput.open(file), options, allocator)) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int batch = 0; batch < DAMAGED_ROW / PAGE_ROWS; batch++) {
          assertThat(reader.loadNextBatch()).isTrue();
          assertThat(((BigIntVector) root.getVector("b")).get(0))
              .isEqualTo(FIRST_VALUE + ((BigIntVector) root.getVector("a")).get(0));
        }
        assertThatThrownBy(reader::loadNextBatch)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("'b'");
        for (int again = 0; again < 2; again++) {
          assertThatThrownBy(reader::loadNextBatch)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("an earlier call failed")
              .hasCauseInstanceOf(IOException.class);
        }
      }
    }
  }
}
