package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.LiveObjects;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a writer says it holds is what the heap shows, and what it says is to come, comes. */
class RetainedBytesTellTheHeapTest {

  private static final long MEBIBYTE = 1 << 20;
  private static final int BATCH_ROWS = 8_000;

  private static final class CountingOutput extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes += length;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void whileARowGroupGrows(String name, WriterOptions options, int textLength) throws Exception {
    LiveObjects.hold(() -> checkRowGroups(name, options, textLength));
  }

  private static void checkRowGroups(String name, WriterOptions options, int textLength)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      fill(allocator, options, textLength, 30).close();
      long before = LiveObjects.bytes();
      for (int batches : new int[] {1, 4, 30}) {
        ArrowParquetWriter writer = fill(allocator, options, textLength, batches);
        long measured = LiveObjects.bytes() - before;
        long told = writer.retainedBytes();
        long allowed = measured > 16 * MEBIBYTE ? measured / 10 : MEBIBYTE;
        assertThat(told)
            .as("retainedBytes() after %d batches of %s", batches, name)
            .isCloseTo(measured, within(allowed));
        writer.flushRowGroup();
        assertThat(writer.retainedBytes())
            .as("retainedBytes() between row groups")
            .isCloseTo(LiveObjects.bytes() - before, within(MEBIBYTE));
        writer.close();
      }
    }
  }

  @Test
  void whileNoColumnHasAValue() throws Exception {
    LiveObjects.hold(RetainedBytesTellTheHeapTest::checkNulls);
  }

  private static void checkNulls() throws IOException {
    Schema schema = columns(40);
    WriterOptions options = WriterOptions.builder().pageRows(20).build();
    writeAndDrop(schema, options);
    long before = LiveObjects.bytes();
    ArrowParquetWriter writer =
        ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, options);
    for (int batch = 0; batch < 400; batch++) {
      writeNulls(writer, schema);
    }
    long measured = LiveObjects.bytes() - before;
    assertThat(measured).as("the test needs many pages").isGreaterThan(8 * MEBIBYTE);
    assertThat(writer.retainedBytes()).isCloseTo(measured, within(measured / 10));
    writer.close();
  }

  @Test
  void afterSnapshots() throws Exception {
    LiveObjects.hold(RetainedBytesTellTheHeapTest::checkSnapshots);
  }

  private static void checkSnapshots() throws IOException {
    WriterOptions options = WriterOptions.builder().codec(CompressionCodec.UNCOMPRESSED).build();
    try (BufferAllocator allocator = new RootAllocator()) {
      fill(allocator, options, 100, 1).close();
      long before = LiveObjects.bytes();
      List<ArrowParquetWriter> writers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        writers.add(fill(allocator, options, 100, 1));
      }
      long withoutCopies = writers.stream().mapToLong(ArrowParquetWriter::retainedBytes).sum();
      for (ArrowParquetWriter writer : writers) {
        assertThat(writer.snapshot().rows()).isEqualTo(BATCH_ROWS);
      }
      long told = writers.stream().mapToLong(ArrowParquetWriter::retainedBytes).sum();
      assertThat(told).as("the test needs copies").isGreaterThan(withoutCopies + 8 * MEBIBYTE);
      long measured = LiveObjects.bytes() - before;
      assertThat(told).isCloseTo(measured, within(measured / 10));
      for (ArrowParquetWriter writer : writers) {
        writer.flushRowGroup();
        writer.close();
      }
      assertThat(LiveObjects.bytes() - before).isLessThan(MEBIBYTE);
    }
  }

  private static void writeAndDrop(Schema schema, WriterOptions options) throws IOException {
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, options)) {
      writeNulls(writer, schema);
      writer.finish();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void theFileIsAsLongAsWasEstimated(String name, WriterOptions options, int textLength)
      throws IOException {
    CountingOutput out = new CountingOutput();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
      for (int i = 0; i < 45; i++) {
        write(writer, allocator, i, textLength);
      }
      long estimate = out.bytes + writer.bufferedBytes();
      FileSummary summary = writer.finish();
      assertThat(summary.bytes()).isEqualTo(out.bytes);
      assertThat(summary.bytes()).as("the test needs big row groups").isGreaterThan(8 * MEBIBYTE);
      assertThat(estimate).as(name).isCloseTo(summary.bytes(), within(summary.bytes() / 10));
      assertThat(writer.bufferedBytes()).isZero();
    }
  }

  static Stream<Arguments> options() {
    WriterOptions.Builder base = WriterOptions.builder().rowGroupRows(Integer.MAX_VALUE);
    return Stream.of(
        Arguments.of("uncompressed texts", base.codec(CompressionCodec.UNCOMPRESSED).build(), 100),
        Arguments.of("uncompressed texts without dictionary", base.dictionary(false).build(), 100),
        Arguments.of("zstd", base.dictionary(true).codec(CompressionCodec.ZSTD).build(), 100),
        Arguments.of("big dictionaries", base.dictionaryBytes(16 << 20).build(), 60),
        Arguments.of("small pages", base.dictionaryBytes(1 << 20).pageRows(500).build(), 60),
        Arguments.of("compact zstd", compact(CompressionCodec.ZSTD), 100),
        Arguments.of("compact uncompressed", compact(CompressionCodec.UNCOMPRESSED), 100));
  }

  private static WriterOptions compact(CompressionCodec codec) {
    return WriterOptions.builder()
        .profile(WriterProfile.COMPACT)
        .codec(codec)
        .rowGroupRows(Integer.MAX_VALUE)
        .build();
  }

  private static Schema columns(int count) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ArrowType type = i % 2 == 0 ? new ArrowType.Int(64, true) : new ArrowType.Utf8();
      fields.add(new Field("column_" + i, FieldType.nullable(type), null));
    }
    return new Schema(fields);
  }

  private static void writeNulls(ArrowParquetWriter writer, Schema schema) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
      batch.getFieldVectors().forEach(vector -> vector.setInitialCapacity(100));
      batch.allocateNew();
      batch.setRowCount(100);
      writer.write(batch);
    }
  }

  private static ArrowParquetWriter fill(
      BufferAllocator allocator, WriterOptions options, int textLength, int batches)
      throws IOException {
    ArrowParquetWriter writer =
        ArrowParquetWriter.open(new CountingOutput(), FlatRows.SCHEMA, options);
    for (int i = 0; i < batches; i++) {
      write(writer, allocator, i, textLength);
    }
    return writer;
  }

  private static void write(
      ArrowParquetWriter writer, BufferAllocator allocator, int ordinal, int textLength)
      throws IOException {
    try (VectorSchemaRoot batch =
        FlatRows.batch(allocator, (long) ordinal * BATCH_ROWS, BATCH_ROWS, textLength)) {
      writer.write(batch);
    }
  }
}
