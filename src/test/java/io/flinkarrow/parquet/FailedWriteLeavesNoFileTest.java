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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
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
