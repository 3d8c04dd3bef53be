package io.flinkarrow.parquet.statistics;

import static org.apache.parquet.schema.LogicalTypeAnnotation.bsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.enumType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.geometryType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intervalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.Types.optional;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.StatisticsLevel;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Minima and maxima of byte strings are those that the type's comparator finds. */
class BinaryStatisticsTest {

  private static final int LONG_ENOUGH = 1000;
  private static final PrimitiveType STRING = optional(BINARY).as(stringType()).named("string");
  private static final PrimitiveType RAW = optional(BINARY).named("binary");
  private static final PrimitiveType HALF =
      optional(FIXED_LEN_BYTE_ARRAY)
          .length(2)
          .as(float16Type())
          .columnOrder(ColumnOrder.typeDefined())
          .named("half");

  static Stream<PrimitiveType> orderedTypes() {
    return Stream.of(
        STRING,
        RAW,
        HALF,
        optional(BINARY).as(enumType()).named("enum"),
        optional(BINARY).as(jsonType()).named("json"),
        optional(BINARY).as(bsonType()).named("bson"),
        optional(BINARY).as(decimalType(2, 40)).named("decimal"),
        optional(FIXED_LEN_BYTE_ARRAY).length(1).named("fixed1"),
        optional(FIXED_LEN_BYTE_ARRAY).length(9).named("fixed9"),
        optional(FIXED_LEN_BYTE_ARRAY).length(16).as(uuidType()).named("uuid"),
        optional(FIXED_LEN_BYTE_ARRAY).length(3).as(decimalType(2, 6)).named("decimal3"),
        optional(FIXED_LEN_BYTE_ARRAY).length(16).as(decimalType(2, 38)).named("decimal16"));
  }

  private static byte[] randomValue(PrimitiveType type, Random random) {
    int length =
        type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            ? type.getTypeLength()
            : random.nextInt(20);
    byte[] bytes = new byte[length == 0 && type.getName().equals("decimal") ? 1 : length];
    // Few different bytes, so that prefixes agree; extreme ones, so that signs matter.
    byte[] alphabet = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = alphabet[random.nextInt(random.nextBoolean() ? 2 : alphabet.length)];
    }
    if (type == HALF && (bytes[1] & 0x7C) == 0x7C) {
      bytes[0] = 0;
      bytes[1] &= (byte) 0xFC;
    }
    return bytes;
  }

  private static void add(BinaryStatistics statistics, List<byte[]> values, Random random) {
    byte[] bytes = new byte[values.stream().mapToInt(v -> v.length).sum()];
    int[] offsets = new int[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(values.get(i), 0, bytes, offsets[i], values.get(i).length);
      offsets[i + 1] = offsets[i] + values.get(i).length;
    }
    int split = random.nextInt(values.size() + 1);
    statistics.update(bytes, offsets, 0, split);
    statistics.update(bytes, offsets, split, values.size() - split);
    // Lent arrays belong to the caller again.
    Arrays.fill(bytes, (byte) 0x55);
  }

  private static byte[] extreme(PrimitiveType type, List<byte[]> values, boolean least) {
    Comparator<Binary> order = type.<Binary>comparator();
    Binary found = null;
    for (byte[] value : values) {
      Binary binary = Binary.fromConstantByteArray(value);
      int comparison = found == null ? -1 : order.compare(binary, found) * (least ? 1 : -1);
      found = comparison < 0 ? binary : found;
    }
    return found.getBytes();
  }

  private static void assertExtreme(
      PrimitiveType type, byte[] actual, List<byte[]> values, boolean least) {
    byte[] expected = extreme(type, values, least);
    if (type == HALF && (expected[0] | (expected[1] & 0x7F)) == 0) {
      assertThat(actual).containsExactly(0, least ? 0x80 : 0);
    } else if (type.getName().equals("decimal")) {
      // The same number may have several lengths.
      assertThat(new BigInteger(actual)).isEqualTo(new BigInteger(expected));
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("orderedTypes")
  void pageAndChunkHaveTheExtremesOfTheTypesOrder(PrimitiveType type) {
    Random random = new Random(50);
    BinaryStatistics statistics = new BinaryStatistics(type, truncatedTo(LONG_ENOUGH));
    for (int round = 0; round < 300; round++) {
      List<byte[]> all = new ArrayList<>();
      for (int page = 0; page < 3; page++) {
        List<byte[]> values =
            Stream.generate(() -> randomValue(type, random)).limit(random.nextInt(6)).toList();
        add(statistics, values, random);
        all.addAll(values);
        PageStatistics sealed = statistics.sealPage(page);
        assertThat(sealed.nullCount()).isEqualTo(page);
        assertThat(sealed.hasMinMax()).isEqualTo(!values.isEmpty());
        if (!values.isEmpty()) {
          assertExtreme(type, sealed.min(), values, true);
          assertExtreme(type, sealed.max(), values, false);
          assertThat(sealed.minExact() && sealed.maxExact()).isTrue();
        }
      }
      ChunkStatistics chunk = statistics.sealChunk();
      assertThat(chunk.nullCount()).isEqualTo(3);
      assertThat(chunk.hasMinMax()).isEqualTo(!all.isEmpty());
      if (!all.isEmpty()) {
        assertExtreme(type, chunk.min(), all, true);
        assertExtreme(type, chunk.max(), all, false);
      }
      statistics.reset();
      assertThat(statistics.retainedBytes()).isZero();
    }
  }

  @Test
  void typesWithoutOrderHaveNullCountsOnly() {
    for (PrimitiveType type :
        List.of(
            optional(FIXED_LEN_BYTE_ARRAY).length(12).as(intervalType()).named("interval"),
            optional(BINARY).as(geometryType(null)).named("geometry"))) {
      BinaryStatistics statistics = new BinaryStatistics(type, truncatedTo(64));
      assertThat(statistics.sealPage(2)).isEqualTo(PageStatistics.withoutMinMax(2));
      assertThat(statistics.sealChunk().columnIndexValid()).isTrue();
      statistics.updateFixed(new byte[24], 0, 12, 2);
      assertThat(statistics.sealPage(1)).isEqualTo(PageStatistics.withoutMinMax(1));
      ChunkStatistics chunk = statistics.sealChunk();
      assertThat(chunk.hasMinMax()).isFalse();
      assertThat(chunk.columnIndexValid()).isFalse();
      assertThat(chunk.nullCount()).isEqualTo(3);
    }
  }

  @Test
  void aHalfPrecisionNaNTakesMinimumAndMaximum() {
    for (int nan : new int[] {0x7E00, 0x7C01, 0xFE00, 0xFFFF}) {
      BinaryStatistics statistics = new BinaryStatistics(HALF, truncatedTo(64));
      byte[] values = {0, 0x3C, (byte) nan, (byte) (nan >> 8), 0, 0x3C};
      statistics.updateFixed(values, 0, 2, 1);
      assertThat(statistics.sealPage(0).hasMinMax()).isTrue();
      statistics.updateFixed(values, 0, 2, 3);
      assertThat(statistics.sealPage(0).hasMinMax()).isFalse();
      assertThat(statistics.sealChunk().hasMinMax()).isFalse();
      assertThat(statistics.sealChunk().columnIndexValid()).isFalse();
    }
  }

  @Test
  void longBoundsAreTruncatedAndSaySo() {
    BinaryStatistics statistics = new BinaryStatistics(STRING, truncatedTo(4));
    byte[] bytes = "abcdefzzzz".getBytes(StandardCharsets.UTF_8);
    statistics.update(bytes, new int[] {0, 6, 10}, 0, 2);
    PageStatistics page = statistics.sealPage(0);
    assertThat(page.min()).isEqualTo("abcd".getBytes(StandardCharsets.UTF_8));
    assertThat(page.minExact()).isFalse();
    assertThat(page.max()).isEqualTo("zzzz".getBytes(StandardCharsets.UTF_8));
    assertThat(page.maxExact()).isTrue();
    statistics.update("zzzzz".getBytes(StandardCharsets.UTF_8), 0, 5);
    assertThat(statistics.sealPage(0).max()).isEqualTo("zzz{".getBytes(StandardCharsets.UTF_8));
    ChunkStatistics chunk = statistics.sealChunk();
    assertThat(chunk.min()).isEqualTo("abcd".getBytes(StandardCharsets.UTF_8));
    assertThat(chunk.max()).isEqualTo("zzz{".getBytes(StandardCharsets.UTF_8));
    assertThat(chunk.minExact() || chunk.maxExact()).isFalse();
    assertThat(chunk.boundaryOrder()).isEqualTo(BoundaryOrder.ASCENDING);
  }

  /** A value that others were truncated to is exact, whether it comes before or behind them. */
  @Test
  void boundsOfSealedPagesAreExactIfOneIsAValue() {
    byte[] value = "abcd".getBytes(StandardCharsets.UTF_8);
    PageStatistics truncated = new PageStatistics(value, value, false, false, 1);
    for (boolean behind : new boolean[] {true, false}) {
      BinaryStatistics statistics = new BinaryStatistics(STRING, truncatedTo(4));
      if (behind) {
        statistics.addSealed(List.of(truncated), truncated);
        assertThat(statistics.sealChunk().minExact()).isFalse();
      }
      statistics.update(value, 0, 4);
      statistics.sealPage(0);
      if (!behind) {
        statistics.addSealed(List.of(truncated), truncated);
      }
      ChunkStatistics chunk = statistics.sealChunk();
      assertThat(chunk.minExact()).isTrue();
      assertThat(chunk.maxExact()).isTrue();
      assertThat(chunk.nullCount()).isEqualTo(1);
    }
  }

  @Test
  void decimalsAreNeverTruncated() {
    BinaryStatistics statistics =
        new BinaryStatistics(
            optional(BINARY).as(decimalType(0, 60)).named("decimal"), truncatedTo(4));
    byte[] value = BigInteger.TEN.pow(55).negate().toByteArray();
    statistics.update(value, 0, value.length);
    PageStatistics page = statistics.sealPage(0);
    assertThat(page.min()).isEqualTo(value);
    assertThat(page.max()).isEqualTo(value);
    assertThat(page.minExact() && page.maxExact()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 100, 2047})
  void boundsOfAFixedLengthAreWhole(int width) {
    BinaryStatistics statistics =
        new BinaryStatistics(
            optional(FIXED_LEN_BYTE_ARRAY).length(width).named("fixed"), truncatedTo(64));
    byte[] values = new byte[2 * width];
    values[2 * width - 1] = 1;
    statistics.updateFixed(values, 0, width, 2);
    PageStatistics page = statistics.sealPage(0);
    assertThat(page.min()).isEqualTo(new byte[width]);
    assertThat(page.max()).isEqualTo(Arrays.copyOfRange(values, width, 2 * width));
    assertThat(page.minExact() && page.maxExact()).isTrue();
  }

  @Test
  void aFixedLengthThatNoBoundMayHaveHasNullCountsOnly() {
    PrimitiveType type = optional(FIXED_LEN_BYTE_ARRAY).length(2048).named("fixed");
    BinaryStatistics statistics = new BinaryStatistics(type, truncatedTo(64));
    statistics.updateFixed(new byte[2048], 0, 2048, 1);
    assertThat(statistics.sealPage(1)).isEqualTo(PageStatistics.withoutMinMax(1));
    assertThat(statistics.sealChunk().columnIndexValid()).isFalse();
    assertThat(statistics.retainedBytes()).isZero();
  }

  @Test
  void aMaximumWithoutSuccessorIsStoredWholeIfItIsNotTooLong() {
    BinaryStatistics statistics = new BinaryStatistics(RAW, truncatedTo(64));
    byte[] ones = new byte[BinaryStatistics.LONGEST_WHOLE_BYTES + 1];
    Arrays.fill(ones, (byte) 0xFF);
    statistics.update(ones, 0, BinaryStatistics.LONGEST_WHOLE_BYTES);
    PageStatistics whole = statistics.sealPage(0);
    assertThat(whole.max()).hasSize(BinaryStatistics.LONGEST_WHOLE_BYTES);
    assertThat(whole.maxExact()).isTrue();
    assertThat(whole.min()).hasSize(64);
    assertThat(whole.minExact()).isFalse();
    assertThat(statistics.sealChunk().hasMinMax()).isTrue();
    statistics.update(ones, 0, ones.length);
    assertThat(statistics.sealPage(0).hasMinMax()).isFalse();
    assertThat(statistics.sealChunk().hasMinMax()).isFalse();
    assertThat(statistics.sealChunk().columnIndexValid()).isFalse();
  }

  @Test
  void ofMegabyteValuesOnlyWhatBoundsNeedIsKept() {
    BinaryStatistics statistics = new BinaryStatistics(RAW, truncatedTo(64));
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < 50; i++) {
      bytes[0] = (byte) i;
      statistics.update(bytes, 0, bytes.length);
    }
    statistics.sealPage(0);
    assertThat(statistics.retainedBytes()).isLessThan(5 * 4096);
  }

  private static StatisticsSettings truncatedTo(int bytes) {
    return new StatisticsSettings(StatisticsLevel.PAGE, bytes);
  }
}
