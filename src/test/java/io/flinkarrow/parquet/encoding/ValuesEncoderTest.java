package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** parquet-java reads the values that were appended, of every type, in every encoding. */
class ValuesEncoderTest {

  private static final int[] DICTIONARY_LIMITS = {0, 100, 2_000, 1 << 20};

  static Stream<PrimitiveType> types() {
    return TestColumns.types().stream();
  }

  private static List<List<Object>> randomPages(PrimitiveType type, int distinct, Random random) {
    List<List<Object>> pages = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pages.add(TestValues.random(type, random.nextInt(1500), distinct, random));
      if (random.nextInt(4) == 0) {
        pages.add(List.of());
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("types")
  void pagesHoldTheValuesThatWereAppended(PrimitiveType type) throws IOException {
    Random random = new Random(4);
    for (int limit : DICTIONARY_LIMITS) {
      LeafColumn column = TestColumns.column(type, limit);
      for (int distinct : new int[] {1, 2, 9, 300, 5000}) {
        List<List<Object>> pages = randomPages(type, distinct, random);
        TestChunk chunk = TestChunk.encode(column, pages, random);
        List<List<Object>> cut = chunk.cut(pages);
        assertThat(chunk.decode(column.descriptor())).isEqualTo(cut);
        for (int i = 0; i < cut.size(); i++) {
          assertThat(chunk.pages().get(i).values().unencodedByteArrayBytes())
              .isEqualTo(
                  type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                      ? cut.get(i).stream().mapToLong(v -> ((Binary) v).length()).sum()
                      : 0);
        }
      }
    }
  }

  /** Fails unless the bounds hold for all values, and are among them if they claim to be. */
  @SuppressWarnings("unchecked")
  private static void assertBounds(
      PrimitiveType type, List<Object> values, PageStatistics statistics) {
    assertThat(statistics.hasMinMax()).isEqualTo(isOrdered(type) && !values.isEmpty());
    if (!statistics.hasMinMax()) {
      return;
    }
    Statistics<?> bounds =
        Statistics.getBuilderForReading(type)
            .withMin(statistics.min())
            .withMax(statistics.max())
            .withNumNulls(0)
            .build();
    Comparator<Object> order = (Comparator<Object>) (Comparator<?>) type.comparator();
    Object min = Collections.min(values, order);
    Object max = Collections.max(values, order);
    assertThat(order.compare(bounds.genericGetMin(), min)).isLessThanOrEqualTo(0);
    assertThat(order.compare(bounds.genericGetMax(), max)).isGreaterThanOrEqualTo(0);
    boolean zeros = isZero(min) || isZero(max);
    assertThat(!statistics.minExact() || zeros || order.compare(bounds.genericGetMin(), min) == 0)
        .isTrue();
    assertThat(!statistics.maxExact() || zeros || order.compare(bounds.genericGetMax(), max) == 0)
        .isTrue();
    assertThat(statistics.minExact() || statistics.min().length > 50).isTrue();
    assertThat(statistics.maxExact() || statistics.max().length > 50).isTrue();
  }

  private static boolean isOrdered(PrimitiveType type) {
    return type.getPrimitiveTypeName() != PrimitiveTypeName.INT96;
  }

  private static boolean isZero(Object value) {
    return value instanceof Number number && number.doubleValue() == 0;
  }

  @ParameterizedTest
  @MethodSource("types")
  void statisticsAreThoseOfTheValuesInEveryEncoding(PrimitiveType type) {
    Random random = new Random(13);
    for (int limit : DICTIONARY_LIMITS) {
      LeafColumn column = TestColumns.column(type, limit);
      for (int distinct : new int[] {1, 9, 300}) {
        List<List<Object>> pages = randomPages(type, distinct, random);
        // The extremes come before the dictionary is full.
        List<Object> sorted = new ArrayList<>(pages.get(pages.size() - 1));
        sorted.sort((left, right) -> left.toString().compareTo(right.toString()));
        pages.add(sorted);
        TestChunk chunk = TestChunk.encode(column, pages, random);
        List<List<Object>> cut = chunk.cut(pages);
        for (int i = 0; i < cut.size(); i++) {
          assertBounds(type, cut.get(i), chunk.pages().get(i).values().statistics());
        }
        ChunkStatistics all = chunk.statistics();
        assertThat(all.columnIndexValid()).isEqualTo(isOrdered(type));
        assertBounds(
            type,
            pages.stream().flatMap(List::stream).toList(),
            new PageStatistics(all.min(), all.max(), all.minExact(), all.maxExact(), 0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void theBytesDoNotDependOnTheSlices(PrimitiveType type) {
    Random random = new Random(5);
    for (int limit : DICTIONARY_LIMITS) {
      LeafColumn column = TestColumns.column(type, limit);
      List<List<Object>> pages = randomPages(type, 200, random);
      TestChunk expected = TestChunk.encode(column, pages, new Random(6));
      TestChunk.encode(column, pages, new Random(7)).assertSameAs(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void anEncoderThatWasResetWritesAsANewOne(PrimitiveType type) {
    Random random = new Random(8);
    LeafColumn column = TestColumns.column(type, 3_000);
    ValuesEncoder used = ValuesEncoder.of(column, TrialCodec.NONE);
    for (int round = 0; round < 4; round++) {
      List<List<Object>> pages = randomPages(type, 1 + random.nextInt(400), random);
      TestChunk chunk =
          TestChunk.encode(used, pages, random, slice -> TestValues.slice(type, slice));
      chunk.assertSameAs(TestChunk.encode(column, pages, random));
      used.reset();
      assertThat(used.retainedBytes()).isZero();
      assertThat(used.openBytes()).isZero();
      assertThat(used.rawBytes()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void aOneValueDictionaryNeedsNoBitsForItsIds(PrimitiveType type) throws IOException {
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
      return;
    }
    LeafColumn column = TestColumns.column(type, 1 << 20);
    Object value = TestValues.random(type, new Random(9));
    List<List<Object>> pages = List.of(Collections.nCopies(20_000, value));
    TestChunk chunk = TestChunk.encode(column, pages, new Random(9));
    assertThat(chunk.dictionarySize()).isEqualTo(1);
    assertThat(chunk.pages().get(0).bytes()).startsWith(0).hasSize(4);
    assertThat(chunk.decode(column.descriptor())).isEqualTo(pages);
  }

  @Test
  void pagesWithoutValuesDoNotDecideAgainstTheDictionary() throws IOException {
    LeafColumn column = TestColumns.column(TestColumns.STRING, 1 << 20);
    List<Object> values = TestValues.random(TestColumns.STRING, 1000, 3, new Random(10));
    List<List<Object>> pages = List.of(List.of(), values, List.of(), values);
    TestChunk chunk = TestChunk.encode(column, pages, new Random(10));
    assertThat(chunk.pages())
        .extracting(page -> page.values().encoding())
        .containsExactly(
            Encoding.PLAIN,
            Encoding.RLE_DICTIONARY,
            Encoding.RLE_DICTIONARY,
            Encoding.RLE_DICTIONARY);
    assertThat(chunk.decode(column.descriptor())).isEqualTo(pages);
  }

  @Test
  void aChunkWithoutValuesHasNoDictionary() {
    LeafColumn column = TestColumns.column(TestColumns.STRING, 1 << 20);
    TestChunk chunk = TestChunk.encode(column, List.of(List.of(), List.of()), new Random(11));
    assertThat(chunk.dictionarySize()).isZero();
    assertThat(chunk.pages()).allSatisfy(page -> assertThat(page.bytes()).isEmpty());
    assertThat(chunk.statistics().hasMinMax()).isFalse();
    assertThat(chunk.statistics().columnIndexValid()).isTrue();
  }

  @Test
  void stringsThatOnlyDifferWhereShortAndLongFormsMeetAreToldApart() throws IOException {
    List<Object> values = new ArrayList<>();
    for (int length = 0; length <= 40; length++) {
      for (int changed = 0; changed <= length; changed++) {
        byte[] bytes = new byte[length];
        if (changed < length) {
          bytes[changed] = 1;
        }
        values.add(Binary.fromConstantByteArray(bytes));
      }
    }
    List<Object> threeTimes = new ArrayList<>(values);
    threeTimes.addAll(values);
    threeTimes.addAll(values);
    LeafColumn column = TestColumns.column(TestColumns.STRING, 1 << 20);
    TestChunk chunk = TestChunk.encode(column, List.of(threeTimes), new Random(12));
    assertThat(chunk.dictionarySize()).isEqualTo(values.size());
    assertThat(chunk.decode(column.descriptor())).containsExactly(threeTimes);
  }

  @ParameterizedTest
  @MethodSource("types")
  void valuesOfAnotherTypeAreRefusedWithTheColumnsPath(PrimitiveType type) {
    ValuesEncoder encoder = ValuesEncoder.of(TestColumns.column(type, 1 << 20), TrialCodec.NONE);
    LeafValues wrong =
        type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
            ? new LeafValues.Longs(new long[1], 1)
            : type.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
                ? new LeafValues.FixedBytes(new byte[4], 4, 1)
                : new LeafValues.Ints(new int[1], 1);
    assertThatThrownBy(() -> encoder.append(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outer." + type.getName())
        .hasMessageContaining(wrong.getClass().getSimpleName());
  }
}
