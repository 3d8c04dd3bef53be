package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that has the right checksum, but tells of an open page that cannot be, is refused: a
 * writer with more rows in a page than a page may have would never end it.
 */
class HostileOpenPagesAreRefusedTest {

  private static final int PAGE_ROWS = 10;
  private static final int ROWS = 35;

  /** In the bytes of an unfinished file. */
  private static final int STATE_LENGTH = 32;

  private static final int STATE = 36;

  /** Of a column that tries no encodings; they are the last ones of the state. */
  private static final int COLUMN_BYTES = 52;

  private static final Schema SCHEMA =
      new Schema(List.of(Field.notNullable("number", new ArrowType.Int(32, true))));

  private static final WriterOptions OPTIONS = WriterOptions.builder().pageRows(PAGE_ROWS).build();

  private byte[] bytes;
  private int openPages;

  @BeforeEach
  void leaveAFile() throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(new ByteArrayOutputStream(), SCHEMA, OPTIONS)) {
      IntVector numbers = (IntVector) batch.getVector(0);
      for (int i = 0; i < ROWS; i++) {
        numbers.setSafe(i, i);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      bytes = writer.snapshot().toBytes();
    }
    openPages = STATE + ByteBuffer.wrap(bytes).getInt(STATE_LENGTH) - COLUMN_BYTES;
  }

  @Test
  void theTrueNumberIsTaken() throws IOException {
    assertThat(ByteBuffer.wrap(bytes).getInt(openPages)).isEqualTo(1);
    resume();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 4, 5, 16, 17, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void othersAreNot(int pages) {
    ByteBuffer.wrap(bytes).putInt(openPages, pages);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 8, bytes.length - 8);
    ByteBuffer.wrap(bytes).putInt(4, (int) checksum.getValue());

    assertThatThrownBy(this::resume)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another checkpoint");
  }

  private void resume() throws IOException {
    ArrowParquetWriter.resume(
            new ByteArrayOutputStream(), SCHEMA, OPTIONS, UnfinishedFile.of(bytes))
        .close();
  }
}
