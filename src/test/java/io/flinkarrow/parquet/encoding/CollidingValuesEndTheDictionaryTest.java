package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.BytesDictionary;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.IntDictionary;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values made to hash alike cost a few searched slots each at most, however they are repeated: when
 * searching becomes more work than that, the chunk goes on without a dictionary. Values that nobody
 * made for it never meet that limit.
 */
class CollidingValuesEndTheDictionaryTest {

  private static final int LIMIT = 1 << 20;

  /** So few values that hash alike are worth no notice, so many are an attack. */
  private static final int FEW = 32;

  private static final int MANY = 512;

  /** Occupied slots that searches may pass per value, and besides, with the last search. */
  private static final int PASSED_PER_VALUE = 6;

  private static final int PASSED_BESIDES = 10_000;

  /** The constants of the hashes, and what undoes them. */
  private static final int INT_MULTIPLIER = 0x9E3779B9;

  private static final long LONG_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long FIRST_MULTIPLIER = 0xA0761D6478BD642FL;

  /** Of an odd number, modulo 2 to the 64th, and so also to the 32nd. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 6; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  /** Values whose products have one upper half, which is the hash. */
  private static long collidingLong(int i) {
    long product = (0x1234_5678L << 32) | i;
    long mixed = product * inverse(LONG_MULTIPLIER);
    return mixed ^ (mixed >>> 32);
  }

  /** Values whose products have, in the lower half, the upper half turned over: 16 equal bits. */
  private static int collidingInt(int i) {
    int product = (i << 16) | ((i ^ 0x1234) & 0xFFFF);
    int mixed = product * (int) inverse(INT_MULTIPLIER);
    int once = mixed ^ (mixed >>> 15);
    return once ^ (mixed >>> 30);
  }

  /** Values whose first factor is 0, and so the product, whatever the second one is. */
  private static Binary collidingBytes(int i) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(FIRST_MULTIPLIER)
            .putLong(i)
            .array());
  }

  /** Long values, whose last 16 bytes are those of {@link #collidingBytes}. */
  private static Binary collidingLongBytes(int i) {
    byte[] tail = collidingBytes(i).getBytes();
    return Binary.fromConstantByteArray(ByteBuffer.allocate(24).putLong(i).put(tail).array());
  }

  static Stream<Arguments> colliding() {
    Map<PrimitiveTypeName, IntFunction<Object>> values = new LinkedHashMap<>();
    values.put(PrimitiveTypeName.INT32, i -> collidingInt(i));
    values.put(PrimitiveTypeName.FLOAT, i -> Float.intBitsToFloat(collidingInt(i)));
    values.put(PrimitiveTypeName.INT64, i -> collidingLong(i));
    values.put(PrimitiveTypeName.DOUBLE, i -> Double.longBitsToDouble(collidingLong(i)));
    values.put(PrimitiveTypeName.BINARY, i -> collidingBytes(i));
    values.put(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, i -> collidingLongBytes(i));
    return values.entrySet().stream()
        .map(entry -> Arguments.of(type(entry.getKey()), entry.getValue()));
  }

  private static PrimitiveType type(PrimitiveTypeName name) {
    int length = name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? 24 : 0;
    return Types.optional(name).length(length).named("value");
  }

  @ParameterizedTest
  @MethodSource("colliding")
  void asValues(PrimitiveType type, IntFunction<Object> value) throws IOException {
    List<Object> few = repeated(value, FEW);
    List<Object> many = repeated(value, MANY);
    LeafColumn column = TestColumns.column(type, LIMIT);
    TestChunk chunk = TestChunk.encode(column, List.of(few, many, few), new Random(1));
    assertThat(chunk.pages())
        .extracting(page -> page.values().encoding().name())
        .containsExactly("RLE_DICTIONARY", "RLE_DICTIONARY", "PLAIN", "PLAIN");
    assertThat(chunk.dictionarySize()).isBetween(FEW, MANY - 1);
    assertThat(chunk.decode(column.descriptor()).stream().flatMap(List::stream))
        .isEqualTo(Stream.of(few, many, few).flatMap(List::stream).toList());
  }

  @ParameterizedTest
  @MethodSource("colliding")
  void inTheFirstPage(PrimitiveType type, IntFunction<Object> value) throws IOException {
    List<Object> many = repeated(value, MANY);
    LeafColumn column = TestColumns.column(type, LIMIT);
    TestChunk chunk = TestChunk.encode(column, List.of(many), new Random(2));
    assertThat(chunk.dictionarySize()).isZero();
    assertThat(chunk.decode(column.descriptor())).isEqualTo(List.of(many));
  }

  /** How the colliding values and those that do not collide follow each other. */
  private enum Attack {
    IN_TURNS,
    THE_LAST_OF_MANY,
    AMONG_OTHERS,
    FEWER_THAN_ARE_NOTICED,
    EACH_ONCE
  }

  private static List<Object> values(
      Attack attack, PrimitiveType type, IntFunction<Object> colliding) {
    Random random = new Random(3);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      values.add(
          switch (attack) {
            case IN_TURNS -> colliding.apply(i % 100);
            case THE_LAST_OF_MANY -> colliding.apply(i < 90 ? i : 60 + i % 30);
            case AMONG_OTHERS ->
                i % 2 == 0
                    ? colliding.apply(random.nextInt(2_000))
                    : TestValues.random(type, random);
            case FEWER_THAN_ARE_NOTICED -> colliding.apply(i % 9);
            case EACH_ONCE -> colliding.apply(i);
          });
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("colliding")
  void costFewSearchedSlotsEachHoweverTheyAreRepeated(
      PrimitiveType type, IntFunction<Object> colliding) {
    for (Attack attack : Attack.values()) {
      List<Object> values = values(attack, type, colliding);
      // From values and from PLAIN pages, in one piece and in small ones.
      for (int slice : new int[] {values.size(), 100}) {
        Dictionary searched = lookedUp(type, values, slice);
        assertThat(searched.passedSlots())
            .as("%s in slices of %d", attack, slice)
            .isLessThan(PASSED_PER_VALUE * values.size() + PASSED_BESIDES);
        assertThat(searched.size()).isEqualTo(lookedUp(type, values, values.size()).size());
      }
    }
  }

  /** A dictionary after looking values up until all are taken or it is full. */
  private static Dictionary lookedUp(PrimitiveType type, List<Object> values, int sliceLength) {
    Dictionary dictionary =
        switch (type.getPrimitiveTypeName()) {
          case INT32, FLOAT -> new IntDictionary(LIMIT);
          case INT64, DOUBLE -> new LongDictionary(LIMIT);
          case BINARY -> BytesDictionary.ofVariableWidth(LIMIT);
          case FIXED_LEN_BYTE_ARRAY, INT96, BOOLEAN ->
              BytesDictionary.ofFixedWidth(LIMIT, type.getTypeLength());
        };
    int[] ids = new int[sliceLength];
    for (int from = 0; from < values.size(); from += sliceLength) {
      List<Object> part = values.subList(from, from + sliceLength);
      int taken =
          TestValues.slice(type, part) instanceof LeafValues.Bytes bytes
              ? ((BytesDictionary) dictionary)
                  .lookUp(bytes.bytes(), bytes.offsets(), bytes.count(), ids)
              : dictionary.lookUpPlain(plain(type, part), part.size(), ids);
      if (taken < part.size()) {
        break;
      }
    }
    return dictionary;
  }

  private static ByteArrayBuilder plain(PrimitiveType type, List<Object> values) {
    ValuesEncoder encoder = ValuesEncoder.of(TestColumns.column(type, 0), TrialCodec.NONE);
    encoder.append(TestValues.slice(type, values));
    ByteArrayBuilder plain = new ByteArrayBuilder();
    encoder.sealPage(0, plain);
    return plain;
  }

  private static List<Object> repeated(IntFunction<Object> value, int distinct) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 4 * distinct; i++) {
      values.add(value.apply(i % distinct));
    }
    return values;
  }

  static Stream<Arguments> natural() {
    Map<String, IntFunction<Object>> ints = new LinkedHashMap<>();
    for (int stride : new int[] {1, 2, 3, 7, 10, 16, 60, 100, 1_000, 1_024, 4_096, 8_191}) {
      ints.put("by " + stride, i -> i * stride);
      ints.put("downwards by " + stride, i -> -i * stride - 1);
    }
    Map<String, IntFunction<Object>> longs = new LinkedHashMap<>();
    for (long stride :
        new long[] {1, 8, 60, 1_000, 1 << 16, 86_400_000, 1_000_000_000L, 1L << 40}) {
      longs.put("by " + stride, i -> 1_700_000_000_000L + i * stride);
    }
    Map<String, IntFunction<Object>> floats = new LinkedHashMap<>();
    floats.put("whole", i -> (float) i);
    floats.put("hundredths", i -> i / 100f);
    Map<String, IntFunction<Object>> doubles = new LinkedHashMap<>();
    doubles.put("whole", i -> (double) i);
    doubles.put("hundredths", i -> i / 100.0);
    doubles.put("large", i -> i * 1e9);
    doubles.put("powers", i -> Math.pow(1.0001, i));
    Map<String, IntFunction<Object>> strings = new LinkedHashMap<>();
    strings.put("numbers", i -> Binary.fromString(Integer.toString(i)));
    strings.put("padded", i -> Binary.fromString("%08d".formatted(i)));
    strings.put("addresses", i -> Binary.fromString("https://example.org/item/" + i));
    strings.put("times", i -> Binary.fromString("2024-01-%02d %05d".formatted(i % 28 + 1, i)));
    return Stream.of(
            cases(PrimitiveTypeName.INT32, ints, LIMIT / Integer.BYTES),
            cases(PrimitiveTypeName.INT64, longs, LIMIT / Long.BYTES),
            cases(PrimitiveTypeName.FLOAT, floats, LIMIT / Float.BYTES),
            cases(PrimitiveTypeName.DOUBLE, doubles, LIMIT / Double.BYTES),
            cases(PrimitiveTypeName.BINARY, strings, LIMIT / 40))
        .flatMap(List::stream);
  }

  private static List<Arguments> cases(
      PrimitiveTypeName type, Map<String, IntFunction<Object>> values, int distinct) {
    return values.entrySet().stream()
        .map(entry -> Arguments.of(type, entry.getKey(), entry.getValue(), distinct))
        .toList();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("natural")
  void valuesThatNobodyMadeForItFillTheDictionary(
      PrimitiveTypeName name, String values, IntFunction<Object> value, int distinct) {
    ValuesEncoder encoder =
        ValuesEncoder.of(TestColumns.column(type(name), LIMIT), TrialCodec.NONE);
    // A first page of one value keeps the dictionary, whatever comes.
    List<Object> first = Collections.nCopies(100, value.apply(0));
    encoder.append(TestValues.slice(type(name), first));
    encoder.sealPage(0, new ByteArrayBuilder());
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < distinct; i++) {
      all.add(value.apply(i));
    }
    encoder.append(TestValues.slice(type(name), all));
    assertThat(encoder.sealPage(0, new ByteArrayBuilder()).encoding().name())
        .isEqualTo("RLE_DICTIONARY");
    assertThat(encoder.sealDictionary(new ByteArrayBuilder()).orElseThrow().entryCount())
        .isEqualTo(all.stream().distinct().count());
  }
}
