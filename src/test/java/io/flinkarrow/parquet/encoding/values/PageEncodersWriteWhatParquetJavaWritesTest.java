package io.flinkarrow.parquet.encoding.values;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Types.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.encoding.TestChunk;
import io.flinkarrow.parquet.encoding.TestValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every encoding of every type, byte by byte against parquet-java's writers, which take one value
 * after the other.
 */
class PageEncodersWriteWhatParquetJavaWritesTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int[] COUNTS = {
    0, 1, 2, 3, 4, 7, 8, 9, 31, 32, 33, 63, 64, 65, 96, 97, 127, 128, 129, 130, 160, 161, 257, 1000,
    20_000
  };

  private record Case(PrimitiveType type, ValueEncoding encoding) {}

  static Stream<Case> cases() {
    List<PrimitiveType> types = new ArrayList<>();
    types.add(required(INT32).named("int32"));
    types.add(required(INT64).named("int64"));
    types.add(required(FLOAT).named("float"));
    types.add(required(DOUBLE).named("double"));
    types.add(required(BINARY).named("binary"));
    for (int width = 1; width <= 20; width++) {
      types.add(required(FIXED_LEN_BYTE_ARRAY).length(width).named("fixed" + width));
    }
    return types.stream()
        .flatMap(
            type ->
                ValueEncoding.allFor(type.getPrimitiveTypeName()).stream()
                    .filter(encoding -> encoding != ValueEncoding.PLAIN)
                    .map(encoding -> new Case(type, encoding)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void randomValues(Case written) throws IOException {
    for (int seed = 0; seed < (EXTENDED ? 100 : 4); seed++) {
      Random random = new Random(seed);
      for (int count : COUNTS) {
        if (count < 10_000 || seed == 0) {
          assertSame(written, randomValues(written.type, count, random));
        }
      }
    }
  }

  @Test
  void differencesOfEveryWidth() throws IOException {
    Random random = new Random(1);
    for (int width = 0; width <= 64; width++) {
      long mask = width == 0 ? 0 : -1L >>> (64 - width);
      List<Object> longs = new ArrayList<>();
      List<Object> ints = new ArrayList<>();
      long sum = random.nextLong();
      for (int i = 0; i < 300; i++) {
        sum += random.nextLong() & mask;
        longs.add(sum);
        ints.add((int) sum);
      }
      assertSame(delta(INT64), longs);
      assertSame(delta(INT32), ints);
    }
  }

  @Test
  void differencesThatWrapAround() throws IOException {
    long[] longs = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE};
    int[] ints = {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1, 1, Integer.MAX_VALUE};
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      assertSame(delta(INT64), values(1 + seed * 7, i -> longs[random.nextInt(longs.length)]));
      assertSame(delta(INT32), values(1 + seed * 7, i -> ints[random.nextInt(ints.length)]));
    }
    assertSame(delta(INT64), values(200, i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE));
    assertSame(delta(INT32), values(200, i -> i % 2 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE));
  }

  @Test
  void climbingAndConstantNumbers() throws IOException {
    assertSame(delta(INT64), values(1000, i -> 1_700_000_000_000L + i));
    assertSame(delta(INT64), Collections.nCopies(1000, -7L));
    assertSame(delta(INT32), values(1000, i -> -i));
    assertSame(delta(INT32), Collections.nCopies(1000, Integer.MAX_VALUE));
  }

  @Test
  void longBlocks() throws IOException {
    Random random = new Random(3);
    for (int count : new int[] {0, 1, 2, 129, 257, 513, 1024, 1025, 1026, 1300, 2049, 5000}) {
      List<Object> longs = randomValues(required(INT64).named("long"), count, random);
      List<Object> ints = randomValues(required(INT32).named("int"), count, random);
      HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
      assertSame(
          new DeltaBinaryPackedLongEncoder(DeltaBlocks.LONG),
          longs,
          new DeltaBinaryPackingValuesWriterForLong(1024, 4, 64, 1 << 20, heap));
      assertSame(
          new DeltaBinaryPackedIntEncoder(DeltaBlocks.LONG),
          ints,
          new DeltaBinaryPackingValuesWriterForInteger(1024, 4, 64, 1 << 20, heap));
    }
  }

  private static void assertSame(PageEncoder encoder, List<Object> values, ValuesWriter reference)
      throws IOException {
    byte[] expected = write(reference, values);
    DeltaTail.of(expected, 0).clear(expected);
    byte[] plain = plain(required(INT64).named("number"), values);
    assertThat(encode(encoder, plain, values.size())).isEqualTo(expected);
  }

  @Test
  void textsThatShareLongPrefixes() throws IOException {
    PrimitiveType type = required(BINARY).named("binary");
    List<Object> sorted =
        values(2000, i -> Binary.fromString("https://www.example/%06d/".formatted(i * i)));
    List<Object> nested =
        values(300, i -> Binary.fromConstantByteArray(new byte[i % 17 == 0 ? 0 : i]));
    for (List<Object> values : List.of(sorted, nested)) {
      assertSame(new Case(type, ValueEncoding.DELTA_BYTE_ARRAY), values);
      assertSame(new Case(type, ValueEncoding.DELTA_LENGTH_BYTE_ARRAY), values);
    }
  }

  /** parquet-java leaves widths and values of earlier blocks where the format wants none. */
  @Test
  void whatTheLastBlockDoesNotNeedIsZero() {
    byte[] plain = new byte[Long.BYTES * 131];
    new Random(2).nextBytes(plain);
    byte[] encoded = encode(delta(INT64), plain, 131);

    // The first block takes 129 values with the header's; two are left, in one miniblock of four.
    int start = encoded.length - tailLength(encoded);
    assertThat(Arrays.copyOfRange(encoded, start + 1, start + 4)).containsOnly(0);
    int width = encoded[start];
    int usedBytes = (2 * width + 7) / 8;
    assertThat(Arrays.copyOfRange(encoded, start + 4 + usedBytes, encoded.length)).containsOnly(0);
  }

  private static int tailLength(byte[] encoded) {
    DeltaTail.Tail tail = DeltaTail.of(encoded, 0);
    return encoded.length - tail.widthsAt();
  }

  private static Case delta(PrimitiveType.PrimitiveTypeName type) {
    return new Case(required(type).named("number"), ValueEncoding.DELTA_BINARY_PACKED);
  }

  private static List<Object> values(int count, IntFunction<Object> value) {
    return IntStream.range(0, count).mapToObj(value).toList();
  }

  private static List<Object> randomValues(PrimitiveType type, int count, Random random) {
    return TestValues.random(type, count, 1 + random.nextInt(1 + count), random);
  }

  private static void assertSame(Case written, List<Object> values) throws IOException {
    byte[] actual = encode(written, plain(written.type, values), values.size());
    byte[] expected = reference(written, values);
    int sections =
        switch (written.encoding) {
          case PLAIN, BYTE_STREAM_SPLIT -> 0;
          case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> 1;
          case DELTA_BYTE_ARRAY -> 2;
        };
    int at = 0;
    for (int i = 0; i < sections; i++) {
      at = DeltaTail.of(expected, at).clear(expected);
    }
    assertThat(actual).as("%s of %d values", written, values.size()).isEqualTo(expected);
  }

  private static byte[] encode(Case written, byte[] plain, int count) {
    return encode(PageEncoder.of(written.encoding, written.type), plain, count);
  }

  private static byte[] encode(PageEncoder encoder, byte[] plain, int count) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    out.putByte('x');
    encoder.encode(plain, plain.length, count, out);
    return Arrays.copyOfRange(out.array(), 1, out.length());
  }

  /** The values in PLAIN encoding. */
  private static byte[] plain(PrimitiveType type, List<Object> values) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    for (Object value : values) {
      if (value instanceof Integer number) {
        out.putIntLittleEndian(number);
      } else if (value instanceof Long number) {
        out.putLongLittleEndian(number);
      } else if (value instanceof Float number) {
        out.putIntLittleEndian(Float.floatToRawIntBits(number));
      } else if (value instanceof Double number) {
        out.putLongLittleEndian(Double.doubleToRawLongBits(number));
      } else {
        byte[] bytes = ((Binary) value).getBytes();
        if (type.getPrimitiveTypeName() == BINARY) {
          out.putIntLittleEndian(bytes.length);
        }
        out.put(bytes, 0, bytes.length);
      }
    }
    return Arrays.copyOf(out.array(), out.length());
  }

  private static byte[] reference(Case written, List<Object> values) throws IOException {
    return write(writer(written), values);
  }

  private static byte[] write(ValuesWriter writer, List<Object> values) throws IOException {
    for (Object value : values) {
      if (value instanceof Integer number) {
        writer.writeInteger(number);
      } else if (value instanceof Long number) {
        writer.writeLong(number);
      } else if (value instanceof Float number) {
        writer.writeFloat(number);
      } else if (value instanceof Double number) {
        writer.writeDouble(number);
      } else {
        writer.writeBytes((Binary) value);
      }
    }
    return TestChunk.bytes(writer.getBytes());
  }

  private static ValuesWriter writer(Case written) {
    HeapByteBufferAllocator allocator = new HeapByteBufferAllocator();
    return switch (written.encoding) {
      case PLAIN -> throw new IllegalArgumentException("PLAIN");
      case DELTA_BINARY_PACKED ->
          written.type.getPrimitiveTypeName() == INT32
              ? new DeltaBinaryPackingValuesWriterForInteger(64, 1 << 20, allocator)
              : new DeltaBinaryPackingValuesWriterForLong(64, 1 << 20, allocator);
      case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthByteArrayValuesWriter(64, 1 << 20, allocator);
      case DELTA_BYTE_ARRAY -> new DeltaByteArrayWriter(64, 1 << 20, allocator);
      case BYTE_STREAM_SPLIT ->
          switch (written.type.getPrimitiveTypeName()) {
            case INT32 ->
                new ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter(
                    64, 1 << 20, allocator);
            case INT64 ->
                new ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter(
                    64, 1 << 20, allocator);
            case FLOAT ->
                new ByteStreamSplitValuesWriter.FloatByteStreamSplitValuesWriter(
                    64, 1 << 20, allocator);
            case DOUBLE ->
                new ByteStreamSplitValuesWriter.DoubleByteStreamSplitValuesWriter(
                    64, 1 << 20, allocator);
            default ->
                new ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter(
                    written.type.getTypeLength(), 64, 1 << 20, allocator);
          };
    };
  }
}
