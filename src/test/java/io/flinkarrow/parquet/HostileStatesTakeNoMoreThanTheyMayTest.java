package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.schema.MessageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that has the right checksum, but that no writer can have left, is refused before memory
 * is spent on it: here are columns whose values come by reference, and are long.
 */
class HostileStatesTakeNoMoreThanTheyMayTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROWS = 5000;
  private static final int LONG_BYTES = 256 << 10;

  /** For pages of a megabyte, with the arrays that grow to hold them. */
  private static final long MOST_ALLOCATED = 192L << 20;

  /** In the bytes of an unfinished file. */
  private static final int STATE_LENGTH = 32;

  private static final int STATE = 36;

  /** Behind a fingerprint, the added metadata, and the nulls of the file and the row group. */
  private static final int RATIO = STATE + 64 + 4 + 2 * Long.BYTES;

  /** From the end of the state, which is that of its only column. */
  private static final int ROOM_OF_RUNS = 13;

  private static final int ROOM_OF_BYTES = 9;
  private static final int ROOM_OF_INTS = 5;
  private static final int WIDE = 1;
  private static final int BY_REFERENCE = 31;
  private static final int OPEN_BYTES = BY_REFERENCE + 4 + 5 + 8;

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field(
                  "long", new FieldType(false, new ArrowType.Int(32, true), ENCODING), null)));

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().codec(CompressionCodec.ZSTD).build();

  private final BufferAllocator allocator = new RootAllocator();
  private final VarBinaryVector values = new VarBinaryVector("values", allocator);
  private final MapDictionaryProvider dictionaries =
      new MapDictionaryProvider(new Dictionary(values, ENCODING));
  private final VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
  private byte[] bytes;

  @BeforeEach
  void leaveAFile() throws IOException {
    values.setSafe(0, new byte[LONG_BYTES]);
    values.setSafe(1, new byte[] {1});
    values.setValueCount(2);
    IntVector ids = (IntVector) batch.getVector(0);
    for (int i = 0; i < ROWS; i++) {
      ids.setSafe(i, i % 3 == 0 ? 1 : 0);
    }
    batch.setRowCount(ROWS);
    try (ArrowParquetWriter writer = open(new ByteArrayOutputStream())) {
      writer.write(batch, dictionaries);
      bytes = writer.snapshot().toBytes();
    }
    assertThat(bytes).as("ids stand for a gigabyte").hasSizeLessThan(20_000);
  }

  @AfterEach
  void close() {
    batch.close();
    values.close();
    allocator.close();
  }

  private ArrowParquetWriter open(ByteArrayOutputStream out) throws IOException {
    return ArrowParquetWriter.open(out, MessageFormat.of(SCHEMA, dictionaries), OPTIONS);
  }

  private int stateEnd() {
    return STATE + ByteBuffer.wrap(bytes).getInt(STATE_LENGTH);
  }

  private void sign() {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 8, bytes.length - 8);
    ByteBuffer.wrap(bytes).putInt(4, (int) checksum.getValue());
  }

  /** Goes on with the file, and returns what that allocated. */
  private long resume() throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.resume(
            new ByteArrayOutputStream(),
            MessageFormat.of(SCHEMA, dictionaries),
            OPTIONS,
            UnfinishedFile.of(bytes))) {
      writer.write(batch, dictionaries);
      writer.finish();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertIsRefused(String what) {
    sign();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(this::resume)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("take those of another checkpoint");
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
  }

  @Test
  void theTrueStateIsTaken() throws IOException {
    ByteBuffer state = ByteBuffer.wrap(bytes);
    assertThat(state.get(stateEnd() - BY_REFERENCE)).isEqualTo((byte) 1);
    assertThat(state.getInt(stateEnd() - ROOM_OF_BYTES)).isBetween(ROWS, 2 * ROWS);
    assertThat(state.getLong(stateEnd() - OPEN_BYTES)).isEqualTo(4L * ROWS);
    assertThat(state.getFloat(RATIO)).isEqualTo(1);
    assertThat(resume()).isLessThan(MOST_ALLOCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {ROOM_OF_RUNS, ROOM_OF_BYTES, ROOM_OF_INTS})
  void arraysOfIdsThatNoPageNeededAreNot(int room) {
    ByteBuffer.wrap(bytes).putInt(stateEnd() - room, 4 << 20);
    assertIsRefused("arrays for 5000 ids should have room for no more than 8192");
  }

  @Test
  void neitherAreArraysOfBothKinds() {
    ByteBuffer.wrap(bytes).put(stateEnd() - WIDE, (byte) 1);
    assertIsRefused("in one of both");
  }

  @Test
  void idsOfLongEntriesDoNotBecomeValues() {
    ByteBuffer.wrap(bytes).put(stateEnd() - BY_REFERENCE, (byte) 0);
    assertIsRefused("the open page should have no more than");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1, -Float.MAX_VALUE})
  void sizesAreNotEstimatedByWhatIsNoRatio(float ratio) {
    ByteBuffer.wrap(bytes).putFloat(RATIO, ratio);
    assertIsRefused("A compression ratio should be");
  }

  @Test
  void anyOtherStateIsTakenOrRefusedForLittle() throws IOException {
    byte[] left = bytes;
    int taken = 0;
    int refused = 0;
    Random random = new Random(1);
    for (int run = 0; run < (EXTENDED ? 20_000 : 400); run++) {
      bytes = left.clone();
      for (int change = 1 + random.nextInt(3); change > 0; change--) {
        change(random);
      }
      sign();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        resume();
        taken++;
      } catch (IOException | RuntimeException e) {
        refused++; // or found not to fit what is written behind it
      }
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("bytes that run %d took", run)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(taken).isPositive();
    assertThat(refused).isPositive();
  }

  /** Behind the fingerprint, which makes it the state of another plan. */
  private void change(Random random) {
    int from = STATE + 64;
    int place = from + random.nextInt(stateEnd() - from - Long.BYTES);
    ByteBuffer state = ByteBuffer.wrap(bytes);
    switch (random.nextInt(4)) {
      case 0 -> state.put(place, (byte) random.nextInt());
      case 1 -> state.putInt(place, random.nextInt() >>> random.nextInt(32));
      case 2 -> state.putLong(place, random.nextLong() >>> random.nextInt(64));
      default -> state.putInt(place, random.nextBoolean() ? Integer.MAX_VALUE : -1);
    }
  }
}
