package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.frame.WrongFormatDetection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Each way a payload can lie, by itself, is refused with the reason; next to it, what is right. */
class MalformedPayloadsTest {

  private static final DecodeLimits LIMITS = DecodeLimits.defaults();
  private static final Field NUMBER = Field.nullable("n", new ArrowType.Int(32, true));
  private static final Field TEXT = Field.nullable("t", new ArrowType.Utf8());
  private static final Field VIEW = Field.nullable("v", new ArrowType.Utf8View());

  private final byte[] good = new HandMade(2).node(2, 0).none().ints(7, 8).stream(NUMBER);
  private final int batchAt = HandMade.schema(NUMBER).length;

  private static void assertRefused(byte[] payload, String... words) {
    assertThatThrownBy(() -> ArrowIpc.readStream(payload, LIMITS))
        .hasMessageContainingAll(words)
        .isInstanceOfSatisfying(
            MalformedPayloadException.class,
            refusal -> assertThat(refusal.isDecoderFailure()).isFalse());
  }

  private static RecordBatch read(byte[] payload) throws IOException {
    List<RecordBatch> batches = ArrowIpc.readStream(payload, LIMITS);
    assertThat(batches).hasSize(1);
    return batches.get(0);
  }

  private byte[] changed(int position, int value) {
    byte[] bytes = good.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    return bytes;
  }

  @Test
  void theGoodOneIsRead() throws IOException {
    assertThat(read(good).body().buffer(1).getInt(4)).isEqualTo(8);
  }

  @Test
  void metadataLengthsAreCheckedFirst() {
    assertRefused(changed(batchAt + 4, 0x7ffffff0), "metadata of 2147483632 bytes", "at most");
    assertRefused(changed(batchAt + 4, -8), "metadata of -8 bytes");
    assertRefused(changed(batchAt + 4, 100_000), "metadata of 100000 bytes, only");
    assertRefused(changed(batchAt, 3), "expected a message's prefix");
    assertThatThrownBy(() -> ArrowIpc.readStream(changed(batchAt + 4, -8), LIMITS))
        .extracting(e -> ((MalformedPayloadException) e).byteOffset())
        .isEqualTo(batchAt + 4L);
  }

  @Test
  void whatProducersSendInsteadIsNamed() {
    assertRefused(new byte[0], "the payload is empty");
    assertRefused(behind(new byte[] {0x1f, (byte) 0x8b, 8, 0}), "gzip");
    assertRefused(Zstd.compress(good), "ZSTD");
    assertRefused(behind("PAR1".getBytes(StandardCharsets.US_ASCII)), "a Parquet file");
    assertRefused(behind(new byte[] {0, 0, 0, 1, 7}), "schema registry");
    assertThat(WrongFormatDetection.hint("{}".getBytes(StandardCharsets.US_ASCII))).isEmpty();
  }

  private byte[] behind(byte[] prefix) {
    return ByteBuffer.allocate(prefix.length + good.length).put(prefix).put(good).array();
  }

  @Test
  void bodiesAndBuffersLieWhereTheySay() {
    for (long length : new long[] {-2, Long.MIN_VALUE, 9, 1L << 32, Long.MAX_VALUE}) {
      assertRefused(
          HandMade.stream(
              new Schema(List.of(NUMBER)),
              new HandMade(2).node(2, 0).none().ints(7, 8).bodyLength(length).message()),
          length == 9 ? "prefix" : "a body of " + length + " bytes");
    }
    for (long[] place :
        new long[][] {
          {-8, 8}, {0, -1}, {8, 8}, {0, 17}, {Long.MAX_VALUE, 8}, {8, Long.MAX_VALUE}
        }) {
      assertRefused(
          new HandMade(2).node(2, 0).ints(1).bufferAt(place[0], place[1]).stream(NUMBER),
          place[1] == 8 && place[0] == 8
              ? "does not lie in"
              : "buffer 1 of " + place[1] + " bytes");
    }
    assertRefused(
        new HandMade(2).node(2, 1).bytes(1).bufferAt(0, 8).stream(NUMBER), "begins before the end");
  }

  @Test
  void countsAreThoseOfTheSchema() {
    assertRefused(new HandMade(2).none().ints(7, 8).stream(NUMBER), "0 field nodes", "asks for 1");
    assertRefused(new HandMade(2).node(2, 0).ints(7, 8).stream(NUMBER), "1 buffers", "asks for 2");
    assertRefused(
        new HandMade(2).node(2, 0).variadic(0).none().ints(7, 8).stream(NUMBER), "1 view columns");
    assertRefused(new HandMade(0).node(0, 0).none().none().stream(VIEW), "0 view columns");
    for (long count : new long[] {-1, 3, Long.MAX_VALUE}) {
      assertRefused(
          new HandMade(0).node(0, 0).variadic(count).none().none().stream(VIEW),
          "data buffers in a view column");
    }
  }

  @Test
  void lengthsAndNullCountsAreTrue() throws IOException {
    assertRefused(new HandMade(3).node(2, 0).none().ints(7, 8).stream(NUMBER), "has 2 slots");
    assertRefused(new HandMade(2).node(-2, 0).none().ints(7, 8).stream(NUMBER), "-2 slots");
    byte[] notCounted = new HandMade(2).node(2, -1).bytes(1).ints(7, 8).stream(NUMBER);
    RecordBatch counted = ArrowIpc.readStream(notCounted, DecodeLimits.defaults()).get(0);
    assertThat(counted.body().nullCounts()).containsExactly(1);
    assertRefused(new HandMade(2).node(2, -2).none().ints(7, 8).stream(NUMBER), "-2 nulls");
    assertRefused(new HandMade(2).node(2, 3).none().ints(7, 8).stream(NUMBER), "3 nulls");
    assertRefused(new HandMade(2).node(2, 1).none().ints(7, 8).stream(NUMBER), "has 0 nulls, 1");
    assertRefused(new HandMade(2).node(2, 0).bytes(1).ints(7, 8).stream(NUMBER), "has 1 nulls, 0");
    assertRefused(
        new HandMade(9).node(9, 8).bytes(1).ints(new int[9]).stream(NUMBER), "2 are needed");
    assertRefused(new HandMade(3).node(3, 0).none().ints(7, 8).stream(NUMBER), "12 are needed");
    assertRefused(new HandMade(-1).node(0, 0).none().none().stream(NUMBER), "a batch of -1 rows");
    assertThat(
            read(new HandMade(2).node(2, 1).bytes(1).ints(7, 8).stream(NUMBER)).body().nullCounts())
        .containsExactly(1);
  }

  @Test
  void offsetsAscendWithinTheirData() throws IOException {
    assertThat(
            read(new HandMade(2).node(2, 0).none().ints(1, 1, 3).text("abc").stream(TEXT))
                .rowCount())
        .isEqualTo(2);
    assertRefused(
        new HandMade(2).node(2, 0).none().ints(0, 2, 1).text("abc").stream(TEXT), "decrease");
    assertRefused(
        new HandMade(2).node(2, 0).none().ints(-1, 0, 1).text("abc").stream(TEXT), "negative");
    assertRefused(
        new HandMade(2).node(2, 0).none().ints(0, 1, 4).text("abc").stream(TEXT), "beyond the 3");
    assertRefused(
        new HandMade(2).node(2, 0).none().ints(0, 1).text("abc").stream(TEXT), "12 are needed");
    Field large = Field.nullable("l", new ArrowType.LargeBinary());
    assertRefused(
        new HandMade(1).node(1, 0).none().longs(0, 1L << 32).text("abc").stream(large), "beyond");
    assertRefused(
        new HandMade(1).node(1, 0).none().longs(Long.MIN_VALUE, 0).text("abc").stream(large),
        "negative");
  }

  @Test
  void nestedColumnsHaveWhatTheirParentsNeed() throws IOException {
    Field list = new Field("l", FieldType.nullable(new ArrowType.List()), List.of(NUMBER));
    HandMade tooFew = new HandMade(1).node(1, 0).node(1, 0).none().ints(0, 2).none().ints(7);
    assertRefused(tooFew.stream(list), "Column 'l'", "beyond the 1");
    Field fixed =
        new Field("f", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(NUMBER));
    assertRefused(
        new HandMade(1).node(1, 0).node(1, 0).none().none().ints(7).stream(fixed),
        "Column 'f.n' has 1 slots, expected are 2");
    Field struct = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(NUMBER));
    assertRefused(
        new HandMade(2).node(2, 0).node(1, 0).none().none().ints(7).stream(struct),
        "Column 's.n' has 1 slots");
    Field listView = new Field("w", FieldType.nullable(new ArrowType.ListView()), List.of(NUMBER));
    for (int[] view : new int[][] {{0, 2}, {-1, 1}, {2, 0}, {0, -1}, {Integer.MAX_VALUE, 1}}) {
      assertRefused(
          new HandMade(1)
              .node(1, 0).node(1, 0).none().ints(view[0]).ints(view[1]).none().ints(7).stream(
                  listView),
          "does not lie in its 1 elements");
    }
    assertThat(
            read(new HandMade(1)
                    .node(1, 0).node(1, 0).none().ints(1).ints(0).none().ints(7).stream(listView))
                .rowCount())
        .isEqualTo(1);
  }

  @Test
  void unionsWithoutTypeIdsCountTheirChildren() throws IOException {
    for (UnionMode mode : UnionMode.values()) {
      Field union =
          new Field("u", FieldType.nullable(new ArrowType.Union(mode, null)), List.of(NUMBER));
      HandMade made = new HandMade(1).node(1, 0).node(1, 0).bytes(0);
      HandMade whole = mode == UnionMode.Dense ? made.ints(0) : made;
      RecordBatch batch = read(whole.none().ints(7).stream(union));
      assertThat(batch.slice(0, 1)).isEqualTo(batch);
    }
  }

  @Test
  void unionsLeadToTheirChildren() {
    Field sparse = union(UnionMode.Sparse);
    Field dense = union(UnionMode.Dense);
    assertRefused(
        new HandMade(1).node(1, 0).node(1, 0).bytes(6).none().ints(7).stream(sparse), "type id");
    assertRefused(
        new HandMade(1).node(1, 0).node(1, 0).bytes(5).ints(1).none().ints(7).stream(dense),
        "Column 'u.n' has 1 slots, expected are 2");
    assertRefused(
        new HandMade(1).node(1, 0).node(1, 0).bytes(5).ints(-1).none().ints(7).stream(dense),
        "the offset -1");
    assertRefused(
        new HandMade(1)
            .version(MetadataVersion.V4).node(1, 0).node(1, 0).bytes(5).none().ints(7).stream(
                sparse),
        "metadata V4");
  }

  private static Field union(UnionMode mode) {
    return new Field(
        "u", FieldType.nullable(new ArrowType.Union(mode, new int[] {5})), List.of(NUMBER));
  }

  @Test
  void runEndsIncreaseAndReachTheLastRow() {
    Field ends = new Field("e", FieldType.notNullable(new ArrowType.Int(32, true)), null);
    Field runs =
        new Field("r", FieldType.nullable(new ArrowType.RunEndEncoded()), List.of(ends, NUMBER));
    for (int[] wrong : new int[][] {{0, 3}, {2, 2}, {3, 1}, {-1, 3}}) {
      assertRefused(
          new HandMade(3)
              .node(3, 0).node(2, 0).node(2, 0).none().ints(wrong).none().ints(7, 8).stream(runs),
          "do not increase");
    }
    assertRefused(
        new HandMade(3)
            .node(3, 0).node(2, 0).node(2, 0).none().ints(1, 2).none().ints(7, 8).stream(runs),
        "fewer than the 3 slots");
    assertRefused(
        new HandMade(3)
            .node(3, 0).node(2, 0).node(1, 0).none().ints(1, 3).none().ints(7).stream(runs),
        "has 1 slots, expected are 2");
  }

  @Test
  void viewsLieInTheirBuffersAndCarryTheirPrefix() throws IOException {
    String data = "more than twelve";
    int prefix =
        ByteBuffer.wrap("more".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    int size = data.length();
    assertThat(read(view(data, size, prefix, 0, 0)).rowCount()).isEqualTo(1);
    assertRefused(view(data, size, prefix, 1, 0), "lies in none of its data buffers");
    assertRefused(view(data, size, prefix, -1, 0), "lies in none");
    assertRefused(view(data, size, prefix, 0, 1), "lies in none");
    assertRefused(view(data, size, prefix, 0, -1), "lies in none");
    assertRefused(view(data, -1, prefix, 0, 0), "lies in none");
    assertRefused(view(data, Integer.MAX_VALUE, prefix, 0, 0), "lies in none");
    assertRefused(view(data, size, prefix + 1, 0, 0), "prefix");
  }

  private static byte[] view(String data, int... view) {
    return new HandMade(1).node(1, 0).variadic(1).none().ints(view).text(data).stream(VIEW);
  }

  @Test
  void textsAreUtf8OrRepaired() throws IOException {
    for (String wrong :
        List.of(
            "\u00ff",
            "a\u00c3",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080",
            "\u00e2\u0082",
            "\u0080")) {
      byte[] text =
          new HandMade(2)
              .node(2, 0).none().ints(0, 1, 1 + wrong.length()).text("b" + wrong).stream(TEXT);
      assertRefused(text, "Column 't' has at slot 1 a string that is not UTF-8");
      byte[] inline =
          new HandMade(1)
                  .node(1, 0)
                  .variadic(0)
                  .none()
                  .buffer(
                      Arrays.copyOf(
                          HandMade.concatenated(
                              new byte[] {(byte) wrong.length(), 0, 0, 0},
                              wrong.getBytes(StandardCharsets.ISO_8859_1)),
                          16))
                  .stream(VIEW);
      assertRefused(inline, "Column 'v' has at slot 0 a string that is not UTF-8");
    }
    byte[] split =
        new HandMade(2).node(2, 0).none().ints(0, 1, 2).text("\u00c3\u00a4").stream(TEXT);
    assertRefused(split, "slot 0");
    byte[] hidden =
        new HandMade(2).node(2, 1).bytes(2).ints(0, 1, 3).text("\u00ff\u00c3\u00a4").stream(TEXT);
    assertThat(read(hidden).rowCount()).isEqualTo(2);
  }

  @Test
  void requiredColumnsHoldNoNullThatCanBeSeen() throws IOException {
    Field required = Field.notNullable("q", new ArrowType.Int(32, true));
    assertRefused(
        new HandMade(2).node(2, 1).bytes(1).ints(7, 8).stream(required),
        ": Column 'q' is declared not null but slot 1 is null");
    Field struct = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(required));
    assertRefused(
        new HandMade(2).node(2, 1).node(2, 1).bytes(1).bytes(2).ints(7, 8).stream(struct),
        "Column 's.q'",
        "slot 0");
    assertThat(
            read(new HandMade(2).node(2, 1).node(2, 1).bytes(1).bytes(1).ints(7, 8).stream(struct))
                .rowCount())
        .isEqualTo(2);
    Field list = new Field("l", FieldType.nullable(new ArrowType.List()), List.of(required));
    HandMade outside =
        new HandMade(2).node(2, 1).node(4, 3).bytes(1).ints(1, 2, 3).bytes(2).ints(1, 2, 3, 4);
    assertThat(read(outside.stream(list)).rowCount()).isEqualTo(2);
    HandMade inside =
        new HandMade(2).node(2, 0).node(4, 1).none().ints(1, 2, 3).bytes(11).ints(1, 2, 3, 4);
    assertRefused(inside.stream(list), "Column 'l.q'", "slot 2");
  }

  @Test
  void decimalsAndTimesAreWithinTheirTypes() throws IOException {
    Field decimal = Field.nullable("d", new ArrowType.Decimal(5, 2, 128));
    assertThat(
            read(new HandMade(2).node(2, 0).none().longs(99_999, 0, -99_999, -1).stream(decimal))
                .rowCount())
        .isEqualTo(2);
    for (long[] wrong : new long[][] {{100_000, 0}, {-100_000, -1}, {0, 1}, {0, Long.MIN_VALUE}}) {
      assertRefused(
          new HandMade(1).node(1, 0).none().longs(wrong).stream(decimal), "more than 5 digits");
    }
    Field time = Field.nullable("x", new ArrowType.Time(TimeUnit.SECOND, 32));
    assertThat(read(new HandMade(1).node(1, 0).none().ints(86_399).stream(time)).rowCount())
        .isEqualTo(1);
    for (int wrong : new int[] {86_400, -1}) {
      assertRefused(new HandMade(1).node(1, 0).none().ints(wrong).stream(time), "within a day");
    }
  }

  @Test
  void dictionaryIndicesLeadToValues() throws IOException {
    Field field = encoded(new ArrowType.Int(8, true));
    byte[] values = new HandMade(2).node(2, 0).none().ints(0, 1, 2).text("ab").dictionary(9, false);
    Schema schema = new Schema(List.of(field));
    assertThat(read(HandMade.stream(schema, values, indices(0, 1))).dictionaries()).hasSize(1);
    assertRefused(HandMade.stream(schema, values, indices(0, 2)), "an index beyond the 2 values");
    assertRefused(HandMade.stream(schema, values, indices(-1, 0)), "negative");
    assertRefused(
        HandMade.stream(schema, indices(0, 1)), "refers to dictionary 9, which has not come");
    byte[] other = new HandMade(1).node(1, 0).none().ints(0, 1).text("a").dictionary(8, false);
    assertRefused(HandMade.stream(schema, other), "id 8, which no field");
    byte[] delta = new HandMade(1).node(1, 0).none().ints(0, 1).text("c").dictionary(9, true);
    assertRefused(HandMade.stream(schema, delta), "has not come yet");
    Schema unsigned = new Schema(List.of(encoded(new ArrowType.Int(8, false))));
    assertRefused(HandMade.stream(unsigned, values, indices(0, 200)), "beyond");
    byte[] inner = new HandMade(2).node(2, 0).none().ints(0, 1, 9).text("ab").dictionary(9, false);
    assertRefused(HandMade.stream(schema, inner), "beyond the 2 bytes");
  }

  private static Field encoded(ArrowType.Int index) {
    DictionaryEncoding encoding = new DictionaryEncoding(9, false, index);
    return new Field("c", new FieldType(true, new ArrowType.Utf8(), encoding), null);
  }

  private static byte[] indices(int... indices) {
    return new HandMade(indices.length).node(indices.length, 0).none().bytes(indices).message();
  }

  @Test
  void bigEndianIsRefused() {
    byte[] schema = HandMade.schema(NUMBER);
    byte[] bigEndian = BigEndianSchema.of(NUMBER);
    assertThat(bigEndian).isNotEqualTo(schema);
    assertRefused(HandMade.concatenated(bigEndian, HandMade.endOfStream()), "big-endian");
  }

  @Test
  void aPayloadIsOneWholeStream() throws IOException {
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "byte");
    }
    assertRefused(HandMade.concatenated(good, good), "bytes follow the end-of-stream marker");
    assertRefused(Arrays.copyOf(good, good.length + 1), "1 bytes follow the end-of-stream");
    byte[] schema = HandMade.schema(NUMBER);
    assertRefused(HandMade.concatenated(schema, schema, HandMade.endOfStream()), "a second schema");
    assertRefused(HandMade.endOfStream(), "has no schema");
    byte[] cut = Arrays.copyOf(good, good.length - 8);
    assertRefused(cut, "without its end-of-stream marker", "requireEndOfStream");
    DecodeLimits lenient = DecodeLimits.builder().requireEndOfStream(false).build();
    assertThat(ArrowIpc.readStream(cut, lenient)).hasSize(1);
    assertThat(ArrowIpc.readStream(good, lenient)).hasSize(1);
    assertThatThrownBy(() -> ArrowIpc.readStream(Arrays.copyOf(cut, cut.length - 1), lenient))
        .isInstanceOf(MalformedPayloadException.class);
    assertThat(ArrowIpc.readStream(HandMade.stream(new Schema(List.of(NUMBER))), LIMITS)).isEmpty();
  }

  @Test
  void twoFieldsOfOneNameAreRefused() {
    assertRefused(
        HandMade.stream(new Schema(List.of(NUMBER, NUMBER))), "two fields 'n' side by side");
  }

  @Test
  void messagesNeverHoldValues() {
    String canary = "canary4711";
    Map<String, String> metadata = new HashMap<>(Map.of("key", canary));
    Schema schema = new Schema(List.of(TEXT), metadata);
    byte[] batch =
        new HandMade(2).node(2, 0).none().ints(0, 10, 11).text(canary + "\u00ff").message();
    assertThatThrownBy(() -> ArrowIpc.readStream(HandMade.stream(schema, batch), LIMITS))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageNotContaining(canary);
  }
}
