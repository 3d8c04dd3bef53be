package io.flinkarrow.parquet.bloom;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Types.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.BloomFilterSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters of values that are at hand, asked by parquet-java's implementation. */
class BloomFilterBuilderTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final PrimitiveType LONG = required(INT64).named("number");

  @Test
  void anyTypeIsHashedAsParquetJavaHashesIt() throws IOException {
    BlockSplitBloomFilter asked = new BlockSplitBloomFilter(32);
    byte[] twelve = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertHolds(required(INT32).named("a"), plain(4).putInt(-7), asked.hash(-7));
    assertHolds(LONG, plain(8).putLong(1L << 40), asked.hash(1L << 40));
    assertHolds(required(FLOAT).named("a"), plain(4).putFloat(1.5f), asked.hash(1.5f));
    assertHolds(required(DOUBLE).named("a"), plain(8).putDouble(-2.5), asked.hash(-2.5));
    long hash = asked.hash(Binary.fromConstantByteArray(twelve));
    assertHolds(required(INT96).named("a"), plain(12).put(twelve), hash);
    assertHolds(required(FIXED_LEN_BYTE_ARRAY).length(12).named("a"), plain(12).put(twelve), hash);
    assertHolds(required(BINARY).named("a"), plain(16).putInt(12).put(twelve), hash);
    assertHolds(
        required(BINARY).named("a"),
        plain(4).putInt(0),
        asked.hash(Binary.fromConstantByteArray(new byte[0])));
  }

  @Test
  void aZeroStandsForBothAndAnyNaNForTheUsualOne() throws IOException {
    BlockSplitBloomFilter asked = new BlockSplitBloomFilter(32);
    PrimitiveType single = required(FLOAT).named("a");
    PrimitiveType real = required(DOUBLE).named("a");
    PrimitiveType half =
        required(FIXED_LEN_BYTE_ARRAY).length(2).as(LogicalTypeAnnotation.float16Type()).named("a");
    assertHolds(single, plain(4).putFloat(-0.0f), asked.hash(0.0f));
    assertHolds(single, plain(4).putFloat(0.0f), asked.hash(-0.0f));
    assertHolds(single, plain(4).putInt(0xffc0_0001), asked.hash(Float.NaN));
    assertHolds(real, plain(8).putDouble(-0.0), asked.hash(0.0));
    assertHolds(real, plain(8).putDouble(0.0), asked.hash(-0.0));
    assertHolds(real, plain(8).putLong(0x7ff0_0000_0000_0001L), asked.hash(Double.NaN));
    assertHolds(
        half,
        plain(2).putShort((short) 0x8000),
        asked.hash(Binary.fromConstantByteArray(new byte[] {0, 0})));
    assertHolds(
        half,
        plain(2).putShort((short) 0xfc01),
        asked.hash(Binary.fromConstantByteArray(new byte[] {0, 0x7e})));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01", "100, 0.01", "5000, 0.05", "5000, 0.001", "60000, 0.01", "300000, 0.01"})
  void allValuesAreFoundAndOthersAboutAsOftenAsAllowed(int count, double probability)
      throws IOException {
    BloomFilterBuilder builder = builder(probability, 0, MEBIBYTE);
    addLongs(builder, count);
    assertThat(builder.retainedBytes()).isLessThanOrEqualTo(MEBIBYTE);
    BlockSplitBloomFilter filter = sealed(builder);

    assertThat(found(filter, 0, count)).isEqualTo(count);
    assertThat(found(filter, count, 200_000) / 200_000.0).isLessThan(2 * probability);
    assertThat(filter.getBitsetSize())
        .isLessThanOrEqualTo(Math.max(32, 2 * (int) Math.ceil(count * bytesPerValue(probability))));
  }

  /** By the formula, doubled for the power of two that is next; there may be one more. */
  private static double bytesPerValue(double probability) {
    return -2 / Math.log(1 - Math.pow(probability, 1 / 8.0));
  }

  @Test
  void aFilterIsTheSameWhetherItsHashesWaitedOrNot() throws IOException {
    int count = 40_000;
    BloomFilterBuilder waited = builder(0.01, 0, 4 * MEBIBYTE);
    addLongs(waited, count);
    BloomFilterBuilder inserted = builder(0.01, 0, 256 << 10);
    addLongs(inserted, count);

    assertThat(bytes(waited.seal().orElseThrow())).isEqualTo(bytes(inserted.seal().orElseThrow()));
  }

  @Test
  void aGivenNumberOfValuesGivesTheSizeHoweverManyThereAre() throws IOException {
    BloomFilterBuilder few = builder(0.01, 10_000, MEBIBYTE);
    addLongs(few, 3);
    BloomFilterBuilder many = builder(0.01, 10_000, MEBIBYTE);
    addLongs(many, 12_000);

    assertThat(sealed(few).getBitsetSize()).isEqualTo(16 << 10);
    assertThat(sealed(many).getBitsetSize()).isEqualTo(16 << 10);
  }

  @Test
  void aFilterThatWouldClaimMostValuesIsLeftOut() {
    BloomFilterBuilder builder = builder(0.01, 0, 1 << 10);
    addLongs(builder, 5_000);

    assertThat(builder.seal()).isEmpty();
  }

  @Test
  void withoutValuesThereIsNoFilterAndNothingIsHeld() {
    BloomFilterBuilder builder = builder(0.01, 0, MEBIBYTE);
    builder.add(new byte[0], 0, 0);

    assertThat(builder.seal()).isEmpty();
    assertThat(builder.retainedBytes()).isZero();
    addLongs(builder, 10);
    assertThat(builder.retainedBytes()).isPositive();
    builder.reset();
    assertThat(builder.retainedBytes()).isZero();
    assertThat(builder.seal()).isEmpty();
  }

  @Test
  void repeatedValuesTakeNoRoom() throws IOException {
    BloomFilterBuilder builder = builder(0.01, 0, MEBIBYTE);
    for (int i = 0; i < 1000; i++) {
      addLongs(builder, 20);
    }

    assertThat(builder.retainedBytes()).isLessThanOrEqualTo(512);
    assertThat(sealed(builder).getBitsetSize()).isEqualTo(32);
  }

  private static void assertHolds(PrimitiveType type, ByteBuffer plain, long hash)
      throws IOException {
    BloomFilterBuilder builder =
        new BloomFilterBuilder(type, new BloomFilterSettings(0.0001, 0, MEBIBYTE));
    builder.add(plain.array(), 0, 1);
    BlockSplitBloomFilter filter = sealed(builder);
    assertThat(filter.findHash(hash)).isTrue();
    assertThat(filter.findHash(~hash)).isFalse();
  }

  private static ByteBuffer plain(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static BloomFilterBuilder builder(double probability, long distinctValues, int bytes) {
    return new BloomFilterBuilder(
        LONG, new BloomFilterSettings(probability, distinctValues, bytes));
  }

  private static long number(int i) {
    return i * 0x9E3779B97F4A7C15L;
  }

  private static void addLongs(BloomFilterBuilder builder, int count) {
    ByteBuffer plain = plain(8 + 8 * count);
    plain.putLong(0);
    for (int i = 0; i < count; i++) {
      plain.putLong(number(i));
    }
    builder.add(plain.array(), 8, count);
  }

  private static int found(BlockSplitBloomFilter filter, int from, int count) {
    int found = 0;
    for (int i = from; i < from + count; i++) {
      found += filter.findHash(filter.hash(number(i))) ? 1 : 0;
    }
    return found;
  }

  private static BlockSplitBloomFilter sealed(BloomFilterBuilder builder) throws IOException {
    byte[] stored = bytes(builder.seal().orElseThrow());
    ByteArrayInputStream in = new ByteArrayInputStream(stored);
    BloomFilterHeader header = Util.readBloomFilterHeader(in);
    assertThat(in.available()).isEqualTo(header.getNumBytes());
    return new BlockSplitBloomFilter(
        Arrays.copyOfRange(stored, stored.length - header.getNumBytes(), stored.length));
  }

  private static byte[] bytes(BloomFilter filter) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    filter.writeHeader(out);
    filter.writeBits(out);
    assertThat(out.size()).isEqualTo(filter.headerLength() + filter.bitsLength());
    return out.toByteArray();
  }
}
