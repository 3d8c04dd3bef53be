package io.flinkarrow.parquet.encoding;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Types.required;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.dictionary.FrequencyDictionaryOrder;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;

/** What a trial finds for columns of which the best is known, and how long that holds. */
class EncodingTrialTest {

  private static final PrimitiveType LONG = required(INT64).named("long");
  private static final PrimitiveType INT = required(INT32).named("int");
  private static final PrimitiveType REAL = required(DOUBLE).named("double");
  private static final int PAGE = 20_000;

  private static final TrialCodec ZSTD =
      new TrialCodec() {
        @Override
        public Set<CompressionVariant> variants() {
          return EnumSet.of(CompressionVariant.BY_LEVEL);
        }

        @Override
        public int compressedLength(CompressionVariant variant, byte[] bytes, int length) {
          return Zstd.compress(Arrays.copyOf(bytes, length), 3).length;
        }
      };

  private final Random random = new Random(1);

  /** Otherwise long values that come by reference would be written one by one for long. */
  @Test
  void whatWasFoundBecomesOldByFewLongValuesToo() {
    EncodingTrial trial = new EncodingTrial(LONG, ZSTD);
    ChunkEncoding found = plain();
    ChunkEncoding undecided = plain();
    trial.found(found);
    trial.count(1000, 200 << 20);
    assertThat(trial.first(undecided)).isSameAs(found);
    trial.count(1000, 200 << 20);
    assertThat(trial.first(undecided)).isSameAs(undecided);
    trial.found(found);
    assertThat(trial.first(undecided)).isSameAs(found);
  }

  private static ChunkEncoding plain() {
    return new PlainEncoding(PageEncoder.candidates(LONG).get(0), CompressionVariant.BY_LEVEL);
  }

  @Test
  void sortedNumbersBecomeDifferences() {
    long[] time = {1_700_000_000_000_000L};
    assertThat(encodings(LONG, pages(2, i -> time[0] += random.nextInt(2_000_000))))
        .containsOnly(Encoding.DELTA_BINARY_PACKED);
  }

  @Test
  void randomRealNumbersBecomeByteStreams() {
    assertThat(encodings(REAL, pages(2, i -> 100 * random.nextDouble())))
        .containsOnly(Encoding.BYTE_STREAM_SPLIT);
  }

  @Test
  void fewValuesBecomeADictionary() {
    assertThat(encodings(REAL, pages(2, i -> random.nextInt(500) / 100.0)))
        .containsOnly(Encoding.RLE_DICTIONARY);
    assertThat(encodings(TestColumns.STRING, pages(2, i -> binary(random.nextInt(50)))))
        .containsOnly(Encoding.RLE_DICTIONARY);
  }

  @Test
  void aDictionaryThatDoesNotGrowAnyMoreIsNotChargedToTheFirstPageAlone() {
    assertThat(encodings(REAL, pages(5, i -> random.nextInt(4000) / 100.0)))
        .containsOnly(Encoding.RLE_DICTIONARY);
  }

  @Test
  void randomNumbersOfManyDigitsHaveNoDictionary() {
    assertThat(encodings(INT, pages(2, i -> random.nextInt(100_000))))
        .doesNotContain(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
  }

  @Test
  void whatDoesNotFitTheDictionaryAnyMoreHasTheBestEncodingWithoutOne() {
    List<List<Object>> pages = new ArrayList<>(pages(1, i -> (long) random.nextInt(300)));
    long[] time = {1_700_000_000_000_000L};
    pages.addAll(pages(2, i -> time[0] += random.nextInt(1000)));
    LeafColumn column = column(LONG, 10_000);
    TestChunk chunk = encode(ValuesEncoder.of(column, ZSTD), LONG, pages);
    assertThat(encodings(chunk).subList(0, 2)).containsOnly(Encoding.RLE_DICTIONARY);
    assertThat(encodings(chunk).subList(2, 4))
        .doesNotContain(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
  }

  /** Long entries are kept without a trial, so it is left to the first page behind them. */
  @Test
  void aTrialBehindAFullDictionaryOfLongEntriesLeavesThemToThePagesBefore() throws IOException {
    int length = 2000;
    for (PrimitiveType type :
        List.of(TestColumns.STRING, required(FIXED_LEN_BYTE_ARRAY).length(length).named("fixed"))) {
      List<Object> entries = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        byte[] entry = new byte[length];
        random.nextBytes(entry);
        entries.add(Binary.fromConstantByteArray(entry));
      }
      List<List<Object>> pages = List.of(entries.subList(0, 10), entries.subList(5, 50), entries);
      LeafColumn column = column(type, 1000);
      TestChunk chunk =
          TestChunk.encode(
              ValuesEncoder.of(column, ZSTD), pages, random, slice -> runsOfOne(type, slice));
      assertThat(encodings(chunk).subList(0, 2)).containsOnly(Encoding.RLE_DICTIONARY);
      assertThat(encodings(chunk).subList(2, 4)).doesNotContain(Encoding.RLE_DICTIONARY);
      assertThat(chunk.decode(column.descriptor())).isEqualTo(chunk.cut(pages));
    }
  }

  /** A page that is too large to try keeps its ids without a trial. */
  @Test
  void aTrialBehindAFullDictionaryOfAHugePageLeavesTheEntriesToIt() throws IOException {
    for (PrimitiveType type : List.of(LONG, INT)) {
      int bytes = type == LONG ? Long.BYTES : Integer.BYTES;
      List<Object> huge =
          IntStream.range(0, (65 << 20) / bytes).mapToObj(i -> whole(type, 1 + i % 3)).toList();
      List<Object> other = IntStream.range(1, 1000).mapToObj(i -> whole(type, i)).toList();
      LeafColumn column = column(type, 1000);
      TestChunk chunk =
          encode(ValuesEncoder.of(column, ZSTD), type, List.of(huge, other, other, other));
      assertThat(encodings(chunk).subList(0, 2)).containsOnly(Encoding.RLE_DICTIONARY);
      assertThat(encodings(chunk).subList(2, 5)).doesNotContain(Encoding.RLE_DICTIONARY);
      TestChunk behind = chunk.from(1);
      assertThat(behind.decode(column.descriptor()))
          .isEqualTo(behind.cut(List.of(other, other, other)));
    }
  }

  private static Object whole(PrimitiveType type, int value) {
    return type == LONG ? (Object) (long) value : (Object) value;
  }

  /** Values by reference, as runs of one value each. */
  private static LeafValues runsOfOne(PrimitiveType type, List<Object> values) {
    int[] lengths = new int[values.size()];
    Arrays.fill(lengths, 1);
    return new LeafValues.Runs(TestValues.slice(type, values), lengths, values.size());
  }

  @Test
  void idsInAnotherOrderStillFindTheirValues() throws IOException {
    for (PrimitiveType type : List.of(LONG, INT, REAL)) {
      List<List<Object>> pages =
          pages(3, i -> number(type, (int) (Math.pow(random.nextDouble(), 4) * 3000)));
      LeafColumn column = column(type, 1 << 20);
      TestChunk chunk = encode(ValuesEncoder.of(column, ZSTD), type, pages);
      assertThat(encodings(chunk)).containsOnly(Encoding.RLE_DICTIONARY);
      assertThat(chunk.decode(column.descriptor())).isEqualTo(pages);
    }
  }

  @Test
  void pagesWithoutValuesDecideNothing() {
    List<List<Object>> pages = new ArrayList<>();
    pages.add(List.of());
    pages.addAll(pages(1, i -> 100 * random.nextDouble()));
    assertThat(encodings(REAL, pages)).containsExactly(Encoding.PLAIN, Encoding.BYTE_STREAM_SPLIT);
  }

  @Test
  void aChoiceHoldsForLaterChunksUntilAMillionValues() {
    LeafColumn column = column(LONG, 1 << 20);
    ValuesEncoder encoder = ValuesEncoder.of(column, ZSTD);
    List<List<Object>> sorted = pages(1, i -> 1_700_000_000_000L + i);
    List<List<Object>> few = pages(1, i -> random.nextInt(3) * 1_000_000_007L);
    int chunks = 0;
    encode(encoder, LONG, sorted);
    encoder.reset();
    while (encodings(encode(encoder, LONG, few)).contains(Encoding.DELTA_BINARY_PACKED)) {
      encoder.reset();
      chunks++;
    }
    assertThat(chunks).isEqualTo((1 << 20) / PAGE);
  }

  @Test
  void theOrderPutsFrequentEntriesFirstAndSortsThoseAboutAsFrequent() {
    LongDictionary dictionary = new LongDictionary(1 << 20);
    long[] values = {50, 7, 7, 7, 7, 9, 40, 8, 8, 8, 8, 8, 3};
    int[] ids = new int[values.length];
    dictionary.lookUp(values, values.length, ids);
    int[] order = FrequencyDictionaryOrder.of(dictionary, PageIds.of(ids));
    PageIds translated = FrequencyDictionaryOrder.translated(PageIds.of(ids), order);
    dictionary.renumber(order);
    assertThat(IntStream.range(0, dictionary.size()).mapToLong(dictionary::entry))
        .containsExactly(7L, 8L, 3L, 9L, 40L, 50L);
    for (int i = 0; i < values.length; i++) {
      assertThat(dictionary.entry(translated.id(i))).isEqualTo(values[i]);
      assertThat(dictionary.idOf(values[i])).isEqualTo(translated.id(i));
    }
  }

  private List<List<Object>> pages(int count, IntFunction<Object> value) {
    List<List<Object>> pages = new ArrayList<>();
    for (int page = 0; page < count; page++) {
      pages.add(IntStream.range(0, PAGE).mapToObj(value).toList());
    }
    return pages;
  }

  private static Object binary(int value) {
    return Binary.fromString("value " + value);
  }

  private static Object number(PrimitiveType type, int value) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> value * 0x9E3779B1;
      case INT64 -> (Object) (value * 0x9E3779B97F4A7C15L);
      default -> value / 100.0;
    };
  }

  private static LeafColumn column(PrimitiveType type, int dictionaryBytes) {
    ColumnSettings settings =
        new ColumnSettings(
            CompressionCodec.ZSTD,
            3,
            true,
            dictionaryBytes,
            ValueEncoding.PLAIN,
            true,
            1 << 20,
            PAGE,
            StatisticsSettings.DEFAULT,
            true,
            ColumnEncryption.NONE,
            PageVersion.V1,
            false,
            null);
    return new LeafColumn(
        0, new ColumnDescriptor(new String[] {type.getName()}, type, 0, 0), settings);
  }

  private static List<Encoding> encodings(PrimitiveType type, List<List<Object>> pages) {
    return encodings(encode(ValuesEncoder.of(column(type, 1 << 20), ZSTD), type, pages));
  }

  private static TestChunk encode(
      ValuesEncoder encoder, PrimitiveType type, List<List<Object>> pages) {
    return TestChunk.encode(encoder, pages, new Random(2), slice -> TestValues.slice(type, slice));
  }

  private static List<Encoding> encodings(TestChunk chunk) {
    return chunk.pages().stream().map(page -> page.values().encoding()).toList();
  }
}
