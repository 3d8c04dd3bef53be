package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.flatbuffers.FlatBufferBuilder;
import io.flinkarrow.ipc.check.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A small payload that would become a large one is refused before it does. */
@Timeout(60)
class DecodeLimitsTest {

  private static final Field BYTES = Field.nullable("b", new ArrowType.Int(8, true));
  private static final int MEBIBYTE = 1 << 20;
  private static final DecodeLimits SMALL =
      DecodeLimits.builder().maximumDecodedBytes(MEBIBYTE).build();

  /** Refuses, having allocated no more than some MiB. */
  private static void assertRefused(byte[] payload, DecodeLimits limits, String... words) {
    long before = Allocated.bytes();
    assertThatThrownBy(() -> ArrowIpc.readStream(payload, limits))
        .hasMessageContainingAll(words)
        .isInstanceOfSatisfying(
            MalformedPayloadException.class,
            refusal -> assertThat(refusal.isDecoderFailure()).isFalse());
    assertThat(Allocated.bytes() - before).isLessThan(8L * MEBIBYTE);
  }

  @Test
  void eightBytesAskForNothing() {
    byte[] payload = HandMade.prefixed(new byte[0]);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 0x7ffffff0);
    assertRefused(payload, DecodeLimits.defaults(), "metadata of 2147483632 bytes");
  }

  @Test
  void aZstdBombIsNotDecompressed() {
    byte[] zeros = Zstd.compress(new byte[65 << 20]);
    assertThat(zeros.length).isLessThan(8 << 10);
    assertRefused(
        compressed(1, 65 << 20, 1000, zeros), DecodeLimits.defaults(), "maximumDecodedBytes");
    assertRefused(compressed(1, 1000, 1000, zeros), SMALL, "is not ZSTD, or becomes more");
    assertRefused(compressed(1, Long.MAX_VALUE, 1000, zeros), SMALL, "says that it becomes");
    assertRefused(compressed(1, -2, 1000, zeros), SMALL, "says that it becomes -2");
  }

  @Test
  void anLz4BombIsNotDecompressed() throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    try (var out = new FramedLZ4CompressorOutputStream(frame)) {
      out.write(new byte[8 * MEBIBYTE]);
    }
    byte[] zeros = frame.toByteArray();
    assertThat(zeros.length).isLessThan(100_000);
    assertRefused(compressed(0, 8 << 20, 1000, zeros), SMALL, "maximumDecodedBytes");
    assertRefused(compressed(0, 1000, 1000, zeros), SMALL, "LZ4");
  }

  @Test
  void compressedBuffersBecomeWhatTheySay() throws IOException {
    byte[] ten = Zstd.compress(new byte[10]);
    assertThat(ArrowIpc.readStream(compressed(1, 10, 10, ten), SMALL)).hasSize(1);
    assertRefused(compressed(1, 11, 10, ten), SMALL, "becomes 11 bytes but becomes 10");
    assertRefused(compressed(1, 10, 10, Arrays.copyOf(ten, ten.length - 1)), SMALL, "ZSTD");
    assertRefused(compressed(0, 10, 10, ten), SMALL, "LZ4");
    assertRefused(compressed(2, 10, 10, ten), SMALL, "compression is number 2");
    assertThat(ArrowIpc.readStream(compressed(1, -1, 10, new byte[10]), SMALL)).hasSize(1);
    assertRefused(
        new HandMade(1).compressed(1).node(1, 0).none().bytes(1, 2).stream(BYTES),
        SMALL,
        "has no length");
  }

  private static byte[] compressed(int codec, long declared, int rows, byte[] content) {
    byte[] prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(declared).array();
    return new HandMade(rows)
            .compressed(codec)
            .node(rows, 0)
            .none()
            .buffer(HandMade.concatenated(prefix, content))
            .stream(BYTES);
  }

  @Test
  void rowsWithoutBytesHaveAnEnd() {
    Field nothing = Field.nullable("n", new ArrowType.Null());
    assertRefused(new HandMade(1 << 25).node(1 << 25, 0).stream(nothing), SMALL, "maximumRows");
    byte[] manyBatches =
        HandMade.stream(
            new Schema(List.of(nothing)),
            repeated(new HandMade(1 << 24).node(1 << 24, 1 << 24).message(), 100));
    assertRefused(manyBatches, DecodeLimits.defaults(), "maximumDecodedBytes");
    Field list = new Field("l", FieldType.nullable(new ArrowType.List()), List.of(nothing));
    assertRefused(
        new HandMade(1)
            .node(1, 0).node(Integer.MAX_VALUE, 0).none().ints(0, Integer.MAX_VALUE).stream(list),
        DecodeLimits.defaults(),
        "maximumDecodedBytes");
  }

  @Test
  void batchesWithoutColumnsCountToo() {
    byte[] empty = new HandMade(1).message();
    assertRefused(
        HandMade.stream(new Schema(List.of()), repeated(empty, 10_000)),
        SMALL,
        "maximumDecodedBytes");
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[][] parts = new byte[times][];
    Arrays.fill(parts, part);
    return HandMade.concatenated(parts);
  }

  @Test
  void schemasHaveAnEnd() {
    Field deep = BYTES;
    for (int i = 0; i < 64; i++) {
      deep = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(deep));
    }
    assertRefused(stream(deep), SMALL, "deeper than 64 levels");
    List<Field> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(Field.nullable("f" + i, new ArrowType.Bool()));
    }
    DecodeLimits hundred = DecodeLimits.builder().maximumFields(100).build();
    assertRefused(HandMade.stream(new Schema(many)), hundred, "more than 100 fields");
    DecodeLimits tiny = DecodeLimits.builder().maximumMetadataBytes(1000).build();
    assertRefused(
        HandMade.stream(new Schema(List.of(BYTES), Map.of("key", "x".repeat(1000)))),
        tiny,
        "maximumMetadataBytes");
  }

  private static byte[] stream(Field field) {
    return HandMade.stream(new Schema(List.of(field)));
  }

  @Test
  void oneTextReferredToAThousandTimesIsNotReadAThousandTimes() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int text = builder.createString("x".repeat(100_000));
    int[] entries = new int[1000];
    Arrays.fill(entries, KeyValue.createKeyValue(builder, text, text));
    int metadata = org.apache.arrow.flatbuf.Schema.createCustomMetadataVector(builder, entries);
    int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[0]);
    int schema =
        org.apache.arrow.flatbuf.Schema.createSchema(builder, (short) 0, fields, metadata, 0);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
    assertRefused(
        HandMade.concatenated(HandMade.prefixed(builder.sizedByteArray()), HandMade.endOfStream()),
        SMALL,
        "strings are longer");
  }

  @Test
  void sharedBytesAndElementsCountForEachThatSharesThem() {
    int size = 100_000;
    int views = 1000;
    ByteBuffer view = ByteBuffer.allocate(16 * views).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < views; i++) {
      view.putInt(size).put("xxxx".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      view.putLong(0);
    }
    assertRefused(
        new HandMade(views)
            .node(views, 0).variadic(1).none().buffer(view.array()).text("x".repeat(size)).stream(
                Field.nullable("v", new ArrowType.Utf8View())),
        SMALL,
        "maximumDecodedBytes");
    int[] sizes = new int[views];
    Arrays.fill(sizes, size);
    Field list = new Field("l", FieldType.nullable(new ArrowType.ListView()), List.of(BYTES));
    assertRefused(
        new HandMade(views)
                .node(views, 0)
                .node(size, 0)
                .none()
                .ints(new int[views])
                .ints(sizes)
                .none()
                .buffer(new byte[size])
                .stream(list),
        SMALL,
        "maximumDecodedBytes");
  }

  /** Else 700 bytes are terabytes of a file: a dictionary that is too large for it is unfolded. */
  @Test
  void valuesOfADictionaryCountAsOftenAsColumnsReferToThem() throws IOException {
    int size = 100_000;
    byte[] views =
        ByteBuffer.allocate(32)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(16, size)
            .putInt(20, 0x78787878)
            .array();
    for (ArrowType type :
        List.of(new ArrowType.Utf8(), new ArrowType.LargeBinary(), new ArrowType.BinaryView())) {
      HandMade values = new HandMade(2).node(2, 0).none();
      switch (type.getTypeID()) {
        case Utf8 -> values.ints(0, 0, size);
        case LargeBinary -> values.longs(0, 0, size);
        default -> values.variadic(1).buffer(views);
      }
      byte[] dictionary = values.text("x".repeat(size)).dictionary(1, false);
      Field field = encoded("c", true, 1, type);
      for (int rows : new int[] {600, 700}) {
        byte[] indices = new byte[rows];
        Arrays.fill(indices, (byte) 1);
        byte[] batch = new HandMade(rows).node(rows, 0).none().buffer(indices).message();
        byte[] none = new HandMade(rows).node(rows, 0).none().buffer(new byte[rows]).message();
        byte[] payload = HandMade.stream(new Schema(List.of(field)), dictionary, batch, none);
        if (rows == 600) {
          assertThat(ArrowIpc.readStream(payload, SMALL)).hasSize(2);
        } else {
          assertRefused(payload, SMALL, "refer to values of more than 64 times 1048576 bytes");
        }
      }
    }
  }

  @Test
  void deltasBetweenBatchesDoNotCopyADictionaryForEver() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, true));
    Field field = new Field("c", new FieldType(true, new ArrowType.Utf8(), encoding), null);
    byte[] first =
        new HandMade(1)
            .node(1, 0)
            .none()
            .ints(0, 100_000)
            .text("x".repeat(100_000))
            .dictionary(1, false);
    byte[] delta = new HandMade(1).node(1, 0).none().ints(0, 1).text("y").dictionary(1, true);
    byte[] batch = new HandMade(1).node(1, 0).none().bytes(0).message();
    assertRefused(
        HandMade.stream(
            new Schema(List.of(field)),
            first,
            repeated(HandMade.concatenated(delta, batch), 10_000)),
        SMALL,
        "maximumDecodedBytes");
  }

  /** Its indices are looked at for each batch that brings another dictionary. */
  @Test
  void aRequiredColumnWithinADictionaryIsNotLookedAtForEver() {
    Field name = encoded("name", false, 9, new ArrowType.Utf8());
    Schema schema = new Schema(List.of(encoded("place", true, 7, new ArrowType.Struct(), name)));
    int size = 100_000;
    byte[] names = new HandMade(2).node(2, 1).bytes(1).ints(0, 1, 1).text("x").dictionary(9, false);
    byte[] places =
        new HandMade(size)
            .node(size, 0)
            .none()
            .node(size, 0)
            .none()
            .buffer(new byte[size])
            .dictionary(7, false);
    byte[] delta = new HandMade(1).node(1, 0).none().ints(0, 1).text("y").dictionary(9, true);
    byte[] batch = new HandMade(1).node(1, 0).none().bytes(0).message();
    assertRefused(
        HandMade.stream(schema, names, places, repeated(HandMade.concatenated(delta, batch), 200)),
        DecodeLimits.builder().maximumDecodedBytes(8 << 20).build(),
        "maximumDecodedBytes");
  }

  private static Field encoded(
      String name, boolean nullable, long id, ArrowType values, Field... children) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(8, true));
    return new Field(name, new FieldType(nullable, values, encoding), List.of(children));
  }

  @Test
  void settersRefuseWhatMakesNoSense() {
    DecodeLimits.Builder builder = DecodeLimits.builder();
    assertThatThrownBy(() -> builder.maximumFields(0)).hasMessageContaining("must be at least 1");
    assertThatThrownBy(() -> builder.maximumRows(-1)).hasMessageContaining("must be at least 1");
    assertThatThrownBy(() -> builder.maximumDecodedBytes(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> builder.maximumMetadataBytes(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> builder.maximumDepth(257)).hasMessageContaining("at most 256");
  }

  @Test
  void limitsTravelWithTheJob() throws Exception {
    DecodeLimits limits =
        DecodeLimits.builder().maximumRows(5).invalidText(InvalidText.REPLACE).build();
    assertThat(InstantiationUtil.clone(limits)).isEqualTo(limits);
    assertThat(limits).isNotEqualTo(DecodeLimits.defaults());
  }
}
