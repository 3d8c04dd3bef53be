package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went in comes out, whoever wrote it. */
class ArrowIpcRoundTripTest {

  private static final DecodeLimits LIMITS = DecodeLimits.defaults();

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 200})
  void batchesOfEveryTypeComeBack(int rows) throws IOException {
    try (var root = Samples.random(rows, new Random(rows), allocator)) {
      assertComesBack(RecordBatch.copyOf(root));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void nestedAndDictionaryEncodedBatchesComeBack(int seed) throws IOException {
    try (RandomBatches random = new RandomBatches(seed, allocator).tame()) {
      Schema schema = random.schemas().schema(6, seed % 4);
      try (VectorSchemaRoot root = random.batch(schema, 50 * seed)) {
        assertComesBack(RecordBatch.copyOf(root, random.dictionaries()));
        if (!random.hasNestedDictionaries()) {
          assertReadsWhatArrowWrites(root, random.dictionaries(), CodecType.NO_COMPRESSION);
        }
      }
    }
  }

  private static void assertComesBack(RecordBatch batch) throws IOException {
    assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), LIMITS)).containsExactly(batch);
    List<RecordBatch> three = List.of(batch, batch.slice(0, batch.rowCount() / 2), batch);
    BatchSchema schema = batch.batchSchema();
    assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(schema, three), LIMITS))
        .containsExactlyElementsOf(three);
    assertThat(ArrowIpc.readFile(ArrowIpc.writeFile(schema, three), LIMITS))
        .containsExactlyElementsOf(three);
    if (batch.dictionaries().isEmpty()) {
      assertThat(ArrowIpc.readMessage(ArrowIpc.writeMessage(batch), batch.schema(), LIMITS))
          .isEqualTo(batch);
    }
  }

  @ParameterizedTest
  @EnumSource(CodecType.class)
  void whatArrowForJavaWritesIsRead(CodecType codec) throws IOException {
    for (int rows : new int[] {0, 1, 9, codec == CodecType.LZ4_FRAME ? 40 : 2000}) {
      try (var root = Samples.random(rows, new Random(rows), allocator)) {
        assertReadsWhatArrowWrites(root, new MapDictionaryProvider(), codec);
      }
    }
    try (var cities = SampleDictionaries.of(List.of("Oslo", "Rom"), 100, allocator)) {
      assertReadsWhatArrowWrites(cities.root(), cities.provider(), codec);
    }
  }

  private static void assertReadsWhatArrowWrites(
      VectorSchemaRoot root, MapDictionaryProvider dictionaries, CodecType codec)
      throws IOException {
    RecordBatch batch = RecordBatch.copyOf(root, dictionaries);
    assertThat(
            Samples.trimmed(
                ArrowIpc.readStream(ArrowJavaWriters.stream(root, dictionaries, codec), LIMITS)))
        .containsExactly(batch, batch);
    assertThat(
            Samples.trimmed(
                ArrowIpc.readFile(ArrowJavaWriters.file(root, dictionaries, codec), LIMITS)))
        .containsExactly(batch, batch);
  }

  /** Neither ours nor Java's: it came in an npm package. */
  @Test
  void aFileOfAnotherWriterIsRead() throws IOException {
    byte[] flights = Files.readAllBytes(Path.of("examples/data/flights-200k.arrow"));
    try (var reader =
        new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(flights), allocator)) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(Samples.trimmed(ArrowIpc.readFile(flights, LIMITS)))
          .containsExactly(RecordBatch.copyOf(reader.getVectorSchemaRoot()));
    }
  }

  @Test
  void arrowForJavaReadsWhatIsWritten() throws IOException {
    try (var root = Samples.random(100, new Random(1), allocator)) {
      RecordBatch batch = RecordBatch.copyOf(root);
      byte[] stream = ArrowIpc.writeStream(batch.batchSchema(), List.of(batch, batch));
      try (var reader = new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
        for (int i = 0; i < 2; i++) {
          assertThat(reader.loadNextBatch()).isTrue();
          assertThat(RecordBatch.copyOf(reader.getVectorSchemaRoot())).isEqualTo(batch);
        }
        assertThat(reader.loadNextBatch()).isFalse();
      }
    }
  }

  @Test
  void changedDictionariesGoIntoAStreamButNotIntoAFile() throws IOException {
    RecordBatch one = SampleDictionaries.batch(List.of("Oslo", "Rom"), 10, allocator);
    RecordBatch other = SampleDictionaries.batch(List.of("Wien"), 10, allocator);
    BatchSchema schema = one.batchSchema();
    List<RecordBatch> batches = List.of(one, other, one);
    assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(schema, batches), LIMITS))
        .containsExactlyElementsOf(batches);
    assertThatThrownBy(() -> ArrowIpc.writeFile(schema, batches))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write a stream");
  }
}
