package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file is what its footer says: its messages may lie anywhere in front of it, in any order, with
 * anything between them. A footer that lies is refused.
 */
class FilesAreReadByTheirFooterTest {

  private static final DecodeLimits LIMITS = DecodeLimits.defaults();
  private static final Field NUMBER = Field.nullable("n", new ArrowType.Int(32, true));
  private static final Schema NUMBERS = new Schema(List.of(NUMBER));
  private static final Schema CITIES =
      new Schema(
          List.of(
              new Field(
                  "c",
                  new FieldType(
                      true,
                      new ArrowType.Utf8(),
                      new DictionaryEncoding(7, false, new ArrowType.Int(8, true))),
                  null)));
  private static final byte[] OSLO =
      new HandMade(1).node(1, 0).none().ints(0, 4).text("Oslo").dictionary(7, false);
  private static final byte[] ROM =
      new HandMade(1).node(1, 0).none().ints(0, 3).text("Rom").dictionary(7, true);
  private static final byte[] BOTH = new HandMade(2).node(2, 0).none().bytes(0, 1).message();

  private static byte[] number(int value) {
    return new HandMade(1).node(1, 0).none().ints(value).message();
  }

  private static List<Integer> numbers(byte[] file) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (RecordBatch batch : ArrowIpc.readFile(file, LIMITS)) {
      numbers.add(batch.body().buffer(1).getInt(0));
    }
    return numbers;
  }

  private static void assertRefused(byte[] file, String... words) {
    assertThatThrownBy(() -> ArrowIpc.readFile(file, LIMITS))
        .hasMessageContainingAll(words)
        .isInstanceOfSatisfying(
            MalformedPayloadException.class,
            refusal -> assertThat(refusal.isDecoderFailure()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arrow-rs",
        "js-nested",
        "js-batches",
        "js-empty",
        "polars",
        "polars-zstd",
        "polars-oldest",
        "polars-empty",
        "feather-lz4",
        "feather-zstd",
        "pyarrow-v4"
      })
  void filesOfOtherWritersAreReadAsArrowForJavaReadsThem(String name) throws IOException {
    byte[] file = IpcResources.file(name);
    List<RecordBatch> expected = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        var reader =
            new ArrowFileReader(
                new ByteArrayReadableSeekableByteChannel(file),
                allocator,
                CommonsCompressionFactory.INSTANCE)) {
      for (var block : reader.getRecordBlocks()) {
        assertThat(reader.loadRecordBatch(block)).isTrue();
        expected.add(RecordBatch.copyOf(reader.getVectorSchemaRoot(), reader));
      }
    }
    assertThat(Samples.trimmed(ArrowIpc.readFile(file, LIMITS))).isEqualTo(expected);
  }

  @Test
  void whatOnlyBeginsAsAMessageDoesIsPassedOver() throws IOException {
    byte[] batch = new HandMade(1).node(1, 0).none().ints(5).message();
    Schema schema = new Schema(List.of(Field.nullable("i", new ArrowType.Int(32, true))));
    for (int length : new int[] {-1, 8, 1 << 20, Integer.MAX_VALUE}) {
      byte[] other =
          ByteBuffer.allocate(24)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(-1)
              .putInt(length)
              .putLong(-1)
              .putLong(-1)
              .array();
      byte[] file = new HandMadeFile().unlisted(other).batch(batch).file(schema);
      assertThat(ArrowIpc.readFile(file, LIMITS)).hasSize(1);
    }
  }

  /** Arrow for JavaScript calls them not nullable, and does not count the nulls of slices. */
  @Test
  void columnsOfTheTypeNullAreNullableAndNotCounted() throws IOException {
    List<RecordBatch> read = ArrowIpc.readFile(IpcResources.file("js-nulls"), LIMITS);
    assertThat(read).extracting(RecordBatch::rowCount).containsExactly(7, 7);
    for (RecordBatch batch : read) {
      assertThat(batch.schema().findField("c"))
          .isEqualTo(Field.nullable("c", new ArrowType.Null()));
      assertThat(batch.body().nullCounts()).containsExactly(0, 7);
    }
  }

  /** Arrow for Java passes over a file's deltas. */
  @Test
  void aFilesDeltasAreRead() throws IOException {
    List<RecordBatch> batches = ArrowIpc.readFile(IpcResources.file("pyarrow-deltas"), LIMITS);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(1).dictionaries().get(0).size()).isEqualTo(3);
  }

  @Test
  void messagesLieAnywhereInFrontOfTheFooter() throws IOException {
    byte[] schema = NUMBERS.serializeAsMessage();
    assertThat(numbers(new HandMadeFile().batch(number(1)).batch(number(2)).file(NUMBERS)))
        .containsExactly(1, 2);
    assertThat(
            numbers(
                new HandMadeFile()
                    .unlisted(new byte[56])
                    .unlisted(schema)
                    .unlisted(new byte[8])
                    .batch(number(1))
                    .unlisted(number(3))
                    .batch(number(2))
                    .unlisted(HandMade.endOfStream())
                    .unlisted((byte) 7)
                    .file(NUMBERS)))
        .containsExactly(1, 2);
    assertThat(numbers(new HandMadeFile().unlisted((byte) 1).batch(number(1)).file(NUMBERS)))
        .containsExactly(1);
    assertThat(numbers(new HandMadeFile().file(NUMBERS))).isEmpty();
  }

  @Test
  void batchesComeInTheFootersOrder() throws IOException {
    HandMadeFile file = new HandMadeFile();
    byte[] message = number(1);
    file.unlisted(message).unlisted(number(2));
    file.batchAt(8 + message.length, message.length - 8, 8).batchAt(8, message.length - 8, 8);
    assertThat(numbers(file.file(NUMBERS))).containsExactly(2, 1);
  }

  @Test
  void dictionariesMayLieBehindTheBatchesThatUseThem() throws IOException {
    byte[] file = new HandMadeFile().batch(BOTH).dictionary(OSLO).dictionary(ROM).file(CITIES);
    RecordBatch read = ArrowIpc.readFile(file, LIMITS).get(0);
    assertThat(read.dictionaries().get(0).size()).isEqualTo(2);
  }

  @Test
  void deltasComeInTheFootersOrder() {
    assertRefused(
        new HandMadeFile().dictionary(ROM).dictionary(OSLO).batch(BOTH).file(CITIES),
        "a delta for dictionary 7, which has not come yet");
    assertRefused(
        new HandMadeFile().dictionary(OSLO).dictionary(OSLO).batch(BOTH).file(CITIES),
        "dictionary 7 a second time");
  }

  @Test
  void listedMessagesLieApart() {
    byte[] message = number(1);
    long metadata = message.length - 8L;
    HandMadeFile twice = new HandMadeFile().batch(message).batchAt(8, metadata, 8);
    assertRefused(twice.file(NUMBERS), "a message at byte 8, within the one at byte 8");
    HandMadeFile often = new HandMadeFile().batch(message);
    for (int i = 0; i < 40_000; i++) {
      often.batchAt(8, metadata, 8);
    }
    assertRefused(often.file(NUMBERS), "within the one at byte 8");
    assertRefused(
        new HandMadeFile().batch(message).batchAt(16, 0, 0).file(NUMBERS),
        "a message at byte 16, within the one at byte 8");
    assertRefused(
        new HandMadeFile().dictionary(OSLO).batchAt(8, OSLO.length - 16, 16).file(CITIES),
        "within the one at byte 8");
  }

  @Test
  void listedMessagesLieInFrontOfTheFooter() {
    HandMadeFile one = new HandMadeFile().batch(number(1));
    int end = one.position();
    assertRefused(one.batchAt(end, 8, 0).file(NUMBERS), "but messages lie between 8 and " + end);
    for (long[] block :
        new long[][] {
          {-8, 16, 8},
          {0, 16, 8},
          {8, -1, 8},
          {8, 16, -8},
          {8, 16, Long.MAX_VALUE},
          {Long.MAX_VALUE, 16, 8},
          {Long.MIN_VALUE, 16, 8},
          {8, Integer.MAX_VALUE, Integer.MAX_VALUE}
        }) {
      byte[] file =
          new HandMadeFile()
              .unlisted(number(1))
              .batchAt(block[0], block[1], block[2])
              .file(NUMBERS);
      assertRefused(file, "the file's footer lists a message of", "but messages lie between");
    }
  }

  @Test
  void lengthsAreThoseOfTheMessage() {
    byte[] message = number(1);
    long metadata = message.length - 8L;
    for (long[] lengths :
        new long[][] {
          {metadata + 8, 0},
          {metadata - 8, 16},
          {metadata, 0},
          {metadata, 16},
          {0, 0},
          {4, 0},
          {8, message.length - 8}
        }) {
      byte[] file =
          new HandMadeFile()
              .unlisted(message)
              .unlisted(new byte[16])
              .batchAt(8, lengths[0], lengths[1])
              .file(NUMBERS);
      assertRefused(file, "at byte ");
    }
  }

  @Test
  void messagesAreOfTheKindListed() {
    assertRefused(
        new HandMadeFile().dictionary(number(1)).file(NUMBERS),
        "lists a DICTIONARY_BATCH",
        "where a RECORD_BATCH");
    assertRefused(
        new HandMadeFile().batch(OSLO).file(CITIES), "lists a RECORD_BATCH", "DICTIONARY_BATCH");
    assertRefused(
        new HandMadeFile().batch(NUMBERS.serializeAsMessage()).file(NUMBERS), "where a SCHEMA");
    assertRefused(new HandMadeFile().batch(HandMade.endOfStream()).file(NUMBERS), "end-of-stream");
  }

  @Test
  void aSchemaMessageOfAnotherSchemaIsRefused() throws IOException {
    byte[] schema = NUMBERS.serializeAsMessage();
    Schema texts = new Schema(List.of(Field.nullable("n", new ArrowType.Utf8())));
    for (int padding : new int[] {0, 8, 56}) {
      HandMadeFile file = new HandMadeFile().unlisted(new byte[padding]).unlisted(schema);
      assertRefused(
          file.file(texts), "another schema than its schema message at byte " + (8 + padding));
    }
    Schema described = new Schema(List.of(NUMBER), Map.of("by", "hand"));
    byte[] file = new HandMadeFile().unlisted(schema).batch(number(1)).file(described);
    assertThat(ArrowIpc.readFile(file, LIMITS).get(0).schema()).isEqualTo(described);
  }

  @Test
  void aFileIsReadAsTheSchemaExpected() throws IOException {
    Schema wide = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    var expected = ArrowIpcDeserializationSchema.of(wide).withSchemaPolicy(SchemaPolicy.WIDENING);
    for (int i = 0; i < 3; i++) {
      byte[] file = new HandMadeFile().batch(number(i)).file(NUMBERS);
      assertThat(expected.decode(file).get(0).body().buffer(1).getLong(0)).isEqualTo(i);
    }
  }
}
