package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.UnfinishedFile.Continuation;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unfinished file becomes a whole one with the rows that it has, whatever it is given to. */
class UnfinishedFilesAreFinishedTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  /** A file in the making, and the rows that it has so far. */
  private final class Making implements AutoCloseable {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final List<Map<String, Object>> rows = new ArrayList<>();
    final RandomBatches batches;
    final Schema schema;
    final FilePlan plan;
    ArrowParquetWriter writer;

    Making(long seed, int columns, int depth) {
      this(seed, columns, depth, message -> RandomOptions.of(message, seed).build());
    }

    Making(long seed, int columns, int depth, Function<Schema, WriterOptions> options) {
      batches = new RandomBatches(seed, allocator);
      // DuckDB has no decimals as wide as Arrow's.
      schema =
          Stream.generate(() -> batches.schemas().schema(columns, depth))
              .filter(made -> !made.toString().contains("Decimal"))
              .findFirst()
              .orElseThrow();
      batches.batch(schema, 0).close();
      Schema message = MessageFormat.of(schema, batches.dictionaries());
      plan = FilePlan.of(message, options.apply(message));
      writer = ArrowParquetWriter.open(out, plan, new SharedDictionaries(1 << 20));
    }

    void write(int count) throws IOException {
      try (VectorSchemaRoot batch = batches.batch(schema, count)) {
        rows.addAll(ArrowValues.rows(batch, batches.dictionaries()));
        writer.write(batch, batches.dictionaries());
      }
    }

    RandomFile finished(UnfinishedFile file) throws IOException {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(out.toByteArray(), 0, (int) file.writtenBytes());
      file.finish(whole);
      return whole(whole.toByteArray());
    }

    RandomFile whole(byte[] bytes) throws IOException {
      Path path = Files.createTempFile(directory, "file", ".parquet");
      Files.write(path, bytes);
      return new RandomFile(path, schema, List.copyOf(rows), null);
    }

    @Override
    public void close() {
      writer.close();
      batches.close();
    }
  }

  private static void assertHolds(RandomFile file) throws IOException {
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    List<Map<String, Object>> read = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader = ArrowParquetReader.open(file.path(), allocator)) {
      while (reader.loadNextBatch()) {
        read.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
      }
    }
    assertThat(read).hasSameSizeAs(file.rows());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void atAnyMoment(int seed) throws Exception {
    Random random = new Random(seed);
    try (Making making = new Making(seed, 6, seed % 4)) {
      for (int i = 0; i < 6; i++) {
        making.write(random.nextInt(150));
        UnfinishedFile file = UnfinishedFile.of(making.writer.snapshot().toBytes());
        assertThat(file.rows()).isEqualTo(making.rows.size());
        RandomFile finished = making.finished(file);
        assertHolds(finished);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverItsWriterDoesLater(int seed) throws Exception {
    try (Making making = new Making(seed, 4, 3)) {
      List<UnfinishedFile> files = new ArrayList<>();
      List<byte[]> bytes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        making.write(200);
        files.add(making.writer.snapshot());
        bytes.add(files.get(i).toBytes());
      }
      making.writer.finish();
      for (int i = 0; i < files.size(); i++) {
        assertThat(files.get(i).toBytes()).isEqualTo(bytes.get(i)).hasSize(files.get(i).length());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void forDuckDb(int seed) throws Exception {
    WriterOptions options = WriterOptions.builder().pageRows(25).rowGroupRows(90).build();
    try (Making making = new Making(seed, 6, 0, schema -> options)) {
      for (int i = 0; i < 4; i++) {
        making.write(40);
        RandomFile finished = making.finished(making.writer.snapshot());
        finished.assertHolds(
            "DuckDB", DuckDbReader.read(finished.path()), PlainValue::withoutHalfNans);
      }
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 200 : 12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void byOtherOptionsItsRowGroupEnds(int seed) throws Exception {
    try (Making making = new Making(seed, 6, 2)) {
      making.write(40);
      making.writer.flushRowGroup();
      making.write(30);
      UnfinishedFile file = making.writer.snapshot();
      Schema message = MessageFormat.of(making.schema, making.batches.dictionaries());
      WriterOptions sameSchema =
          RandomOptions.of(message, seed).codec(CompressionCodec.SNAPPY).rowGroupRows(90).build();
      FilePlan plan = FilePlan.of(message, sameSchema);
      assertThat(file.continuationWith(plan)).isEqualTo(Continuation.NEW_ROW_GROUP);

      making.writer.close();
      making.writer =
          ArrowParquetWriter.resume(making.out, plan, new SharedDictionaries(1 << 20), file);
      assertThat(making.writer.rowGroupsWritten()).isEqualTo(2);
      making.write(200);
      FileSummary summary = making.writer.finish();

      assertThat(summary.rows()).isEqualTo(270);
      assertThat(summary.bytes()).isEqualTo(making.out.size());
      RandomFile whole = making.whole(making.out.toByteArray());
      assertHolds(whole);
    }
  }

  @Test
  void anotherSchemaCannotGoOnWithIt() throws Exception {
    try (Making making = new Making(5, 4, 0);
        Making other = new Making(6, 5, 1)) {
      making.write(20);
      UnfinishedFile file = making.writer.snapshot();

      assertThat(file.continuationWith(other.plan)).isEqualTo(Continuation.NONE);
      assertThatThrownBy(
              () ->
                  ArrowParquetWriter.resume(
                      making.out, other.plan, new SharedDictionaries(1 << 20), file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("call finish");
      assertHolds(making.finished(file));
    }
  }

  @Test
  void withoutARowItIsEmpty() throws Exception {
    try (Making making = new Making(7, 4, 1)) {
      UnfinishedFile file = making.writer.snapshot();

      assertThat(file.rows()).isZero();
      assertThat(file.writtenBytes()).isZero();
      assertThat(file.carriedBytes()).isZero();
      assertHolds(making.finished(file));
    }
  }

  @Test
  void aLaterVersionOfItsStateDoesNotMatter() throws Exception {
    try (Making making = new Making(8, 4, 1)) {
      making.write(50);
      byte[] bytes = making.writer.snapshot().toBytes();
      ByteBuffer.wrap(bytes).putInt(28, 99);
      UnfinishedFile file = UnfinishedFile.of(withChecksum(bytes));

      assertThat(file.continuationWith(making.plan)).isEqualTo(Continuation.NONE);
      assertHolds(making.finished(file));
    }
  }

  @Test
  void addedMetadataStays() throws Exception {
    try (Making making = new Making(9, 4, 1)) {
      making.write(50);
      making.writer.addKeyValueMetadata("last.offset", "4711");
      UnfinishedFile file = making.writer.snapshot();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(making.out.toByteArray());
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.resume(out, making.plan, new SharedDictionaries(1 << 20), file)) {
        writer.finish();
      }
      making.writer.finish();

      assertThat(out.toByteArray()).isEqualTo(making.out.toByteArray());
      assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1))
          .contains("last.offset");
    }
  }

  @Test
  void changedBytesAreRefused() throws Exception {
    try (Making making = new Making(10, 4, 1)) {
      making.write(50);
      byte[] bytes = making.writer.snapshot().toBytes();
      for (int at = 0; at < bytes.length; at++) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1 << at % 8;
        assertThatThrownBy(() -> UnfinishedFile.of(changed))
            .as("byte %d", at)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("another checkpoint");
      }
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> UnfinishedFile.of(cut)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aStateThatIsTooShortIsRefused() throws Exception {
    try (Making making = new Making(10, 4, 1)) {
      byte[] bytes = making.writer.snapshot().toBytes();
      for (int length : new int[] {-1, 0, 63, Integer.MAX_VALUE}) {
        ByteBuffer.wrap(bytes).putInt(32, length);
        assertThatThrownBy(() -> UnfinishedFile.of(withChecksum(bytes)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the state should have from 64 to");
      }
    }
  }

  /** With the right checksum, whatever they say, there is an IOException or a writer. */
  @ParameterizedTest
  @MethodSource("hostile")
  void bytesOfStrangersDoNoHarm(int seed) throws Exception {
    Random random = new Random(seed);
    try (Making making = new Making(seed, 4, seed % 3)) {
      making.write(30);
      making.writer.flushRowGroup();
      making.write(30);
      byte[] bytes = making.writer.snapshot().toBytes();
      int refused = 0;
      for (int i = 0; i < 300; i++) {
        byte[] changed = bytes.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
          int at = 8 + random.nextInt(changed.length - 8);
          changed[at] = (byte) (random.nextBoolean() ? random.nextInt() : changed[at] + 1);
        }
        refused += isRefused(withChecksum(changed), making.plan) ? 1 : 0;
      }
      assertThat(refused).isPositive();
    }
  }

  static IntStream hostile() {
    return IntStream.range(0, EXTENDED ? 100 : 6);
  }

  private static boolean isRefused(byte[] bytes, FilePlan plan) {
    try {
      UnfinishedFile file = UnfinishedFile.of(bytes);
      file.finish(new ByteArrayOutputStream());
      if (file.continuationWith(plan) == Continuation.NONE) {
        return true;
      }
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.resume(
              new ByteArrayOutputStream(), plan, new SharedDictionaries(1 << 20), file)) {
        return writer.rowsWritten() < 0;
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("another checkpoint");
      return true;
    }
  }

  private static byte[] withChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 8, bytes.length - 8);
    ByteBuffer.wrap(bytes).putInt(4, (int) checksum.getValue());
    return bytes;
  }

  @Test
  void encryptedFilesAndFilesWithChecksumsAreNotLeft() throws Exception {
    try (Making making = new Making(11, 4, 0)) {
      Schema message = MessageFormat.of(making.schema, making.batches.dictionaries());
      for (WriterOptions options :
          List.of(
              WriterOptions.builder().fileChecksums(true).build(),
              WriterOptions.builder()
                  .encryption(files -> files.keyProvider(new TestKeys()))
                  .build())) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FilePlan plan = FilePlan.of(message, options);
        try (ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, plan, new SharedDictionaries(1 << 20))) {
          assertThatThrownBy(writer::snapshot)
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessageContaining("cannot be left unfinished");
          writer.finish();
        }
        assertThat(making.writer.snapshot().continuationWith(plan)).isEqualTo(Continuation.NONE);
      }
    }
  }
}
