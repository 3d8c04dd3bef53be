package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a write fails: no reader opens what is left, and the writer refuses to go on. */
class FailedWriteLeavesNoFileTest {

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().pageRows(50).rowGroupRows(120).build();
  private static final int BATCH_ROWS = 75;
  private static final int BATCHES = 5;

  @TempDir Path directory;
  private final BufferAllocator allocator = new RootAllocator();

  /** Refuses to go beyond a byte; later it would take everything. */
  private static final class FailingOutput extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final long failAt;
    private boolean failed;
    private long writtenAfterFailure;

    FailingOutput(long failAt) {
      this.failAt = failAt;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (failed) {
        writtenAfterFailure += length;
      } else if (written.size() + length > failAt) {
        failed = true;
        written.write(bytes, offset, (int) (failAt - written.size()));
        throw new IOException("Disk full at byte " + failAt);
      }
      written.write(bytes, offset, length);
    }
  }

  @AfterEach
  void nothingIsLeaked() {
    allocator.close();
  }

  @Test
  void atAnyByteOfTheStream() throws Exception {
    byte[] whole = wholeFile();
    PageWalk.walk(whole, PageWalk.Rules.OURS);
    Set<Long> places = new TreeSet<>();
    for (long place = 0; place < whole.length; place += Math.max(1, whole.length / 60)) {
      places.add(place);
    }
    for (long place = 1; place <= 24; place++) {
      places.add(whole.length - place);
      places.add(place);
    }
    for (long place : places) {
      FailingOutput out = new FailingOutput(place);
      ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
      try {
        writeAll(writer);
        writer.finish();
        fail("A stream that failed at byte %d was not noticed", place);
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("Disk full");
      }
      assertRefusesToGoOn(writer);
      assertThat(out.writtenAfterFailure).as("bytes sent after the failure").isZero();
      assertNothingOpens(out.written.toByteArray(), place % 7 == 0);
    }
  }

  /** As one that is a file on a full disk: it takes bytes, and says only then that it can't. */
  @Test
  void whenTheStreamCannotBeFlushed() throws Exception {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            throw new IOException("Disk full");
          }
        };
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    assertThatThrownBy(
            () -> {
              writeAll(writer);
              writer.finish();
            })
        .hasMessageContaining("Disk full");
    assertRefusesToGoOn(writer);
    assertNothingOpens(out.toByteArray(), true);
  }

  @Test
  void whenTheStreamThrowsSomethingElse() throws Exception {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("closed");
          }
        };
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    assertThatThrownBy(
            () -> {
              writeAll(writer);
              writer.finish();
            })
        .hasMessageContaining("closed");
    assertRefusesToGoOn(writer);
  }

  @Test
  void atANullInARequiredColumnOfAnyBatch() throws Exception {
    for (String column : new String[] {"id", "value"}) {
      for (int bad = 0; bad < BATCHES; bad++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
        for (int i = 0; i < bad; i++) {
          write(writer, i);
        }
        try (VectorSchemaRoot batch = FlatRows.batch(allocator, 0, BATCH_ROWS)) {
          BitVectorHelper.unsetBit(batch.getVector(column).getValidityBuffer(), 41);
          assertThatThrownBy(() -> writer.write(batch))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(column)
              .hasMessageContaining("41");
        }
        assertRefusesToGoOn(writer);
        assertNothingOpens(out.toByteArray(), true);
      }
    }
  }

  @Test
  void atABatchOfAnotherSchema() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    write(writer, 0);
    write(writer, 1);
    Field category = FlatRows.SCHEMA.findField("category");
    Field renamed = new Field("kind", new FieldType(true, category.getType(), null), null);
    Schema other =
        new Schema(
            FlatRows.SCHEMA.getFields().stream()
                .map(field -> field.equals(category) ? renamed : field)
                .toList());
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(other, allocator)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("category")
          .hasMessageContaining("kind");
    }
    assertRefusesToGoOn(writer);
    assertNothingOpens(out.toByteArray(), true);
  }

  @Test
  void atADictionaryOfAnotherTypeUnderTheSameSchema() throws Exception {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
    Field field =
        new Field("kind", new FieldType(true, encoding.getIndexType(), encoding, null), null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(List.of(field)), allocator);
        VarCharVector texts = new VarCharVector("texts", allocator);
        LargeVarCharVector largeTexts = new LargeVarCharVector("texts", allocator)) {
      texts.setSafe(0, "a".getBytes(StandardCharsets.UTF_8));
      texts.setValueCount(1);
      largeTexts.setSafe(0, "a".getBytes(StandardCharsets.UTF_8));
      largeTexts.setValueCount(1);
      ((IntVector) batch.getVector(0)).setSafe(0, 0);
      batch.setRowCount(1);
      DictionaryProvider first = new MapDictionaryProvider(new Dictionary(texts, encoding));
      DictionaryProvider second = new MapDictionaryProvider(new Dictionary(largeTexts, encoding));
      ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, batch.getSchema(), first, WriterOptions.defaults());
      writer.write(batch);
      assertThatThrownBy(() -> writer.write(batch, second))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kind")
          .hasMessageContaining("LargeUtf8");
      assertRefusesToGoOn(writer);
    }
  }

  @Test
  void atVectorsShorterThanTheBatch() throws Exception {
    for (int column = 0; column < FlatRows.SCHEMA.getFields().size(); column++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
      write(writer, 0);
      try (VectorSchemaRoot batch = FlatRows.batch(allocator, 0, BATCH_ROWS)) {
        FieldVector vector = batch.getVector(column);
        vector.setValueCount(BATCH_ROWS - 1);
        assertThatThrownBy(() -> writer.write(batch))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(vector.getName());
      }
      assertRefusesToGoOn(writer);
      assertNothingOpens(out.toByteArray(), true);
    }
  }

  @Test
  void atOffsetsThatDecrease() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    write(writer, 0);
    try (VectorSchemaRoot batch = FlatRows.batch(allocator, 0, BATCH_ROWS)) {
      batch.getVector("text").getOffsetBuffer().setInt(4L * 30, 1 << 28);
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("text");
    }
    assertRefusesToGoOn(writer);
    assertNothingOpens(out.toByteArray(), true);
  }

  @Test
  void whenAWriterIsClosedWithoutFinish() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    writeAll(writer);
    writer.flushRowGroup();
    int before = out.size();
    writer.close();
    assertThat(out.size()).isGreaterThanOrEqualTo(before);
    assertNothingOpens(out.toByteArray(), true);
    assertRefusesToGoOn(writer);
  }

  @Test
  void butAFinishedWriterMayBeFinishedAndClosedAgain() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS);
    writeAll(writer);
    FileSummary summary = writer.finish();
    assertThat(summary.bytes()).isEqualTo(out.size());
    assertThat(writer.finish()).isEqualTo(summary);
    writer.close();
    writer.close();
    assertThat(out.size()).isEqualTo((int) summary.bytes());
    assertThatThrownBy(() -> write(writer, 0)).isInstanceOf(IllegalStateException.class);
    assertThat(out.size()).isEqualTo((int) summary.bytes());
  }

  private byte[] wholeFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, OPTIONS)) {
      writeAll(writer);
      writer.finish();
    }
    return out.toByteArray();
  }

  private void writeAll(ArrowParquetWriter writer) throws IOException {
    for (int i = 0; i < BATCHES; i++) {
      write(writer, i);
    }
  }

  private void write(ArrowParquetWriter writer, int ordinal) throws IOException {
    try (VectorSchemaRoot batch =
        FlatRows.batch(allocator, (long) ordinal * BATCH_ROWS, BATCH_ROWS)) {
      writer.write(batch);
    }
  }

  private void assertRefusesToGoOn(ArrowParquetWriter writer) {
    assertThatThrownBy(() -> write(writer, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::flushRowGroup).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    writer.close();
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    assertThat(writer.retainedBytes()).as("held after failing").isLessThan(32 << 10);
  }

  private void assertNothingOpens(byte[] left, boolean askDuckDb) throws IOException {
    Path file = directory.resolve("left.parquet");
    Files.write(file, left);
    assertThatThrownBy(() -> PageWalk.walk(left, PageWalk.Rules.OURS))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> ParquetJavaReader.read(file)).isInstanceOf(RuntimeException.class);
    if (askDuckDb) {
      assertThatThrownBy(() -> DuckDbReader.count(file, "true")).isInstanceOf(SQLException.class);
    }
  }
}
