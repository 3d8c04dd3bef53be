package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainDoubleDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainFloatDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainLongDictionaryValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dictionary is kept, given up and cut when parquet-java's writer does it. Only the page in
 * which it becomes full differs, and the dictionary by the entries of that page: parquet-java makes
 * values of the page's ids, and here the page ends before the first value that has no room.
 */
class DictionaryFallbackTest {

  static Stream<PrimitiveType> types() {
    return TestColumns.types().stream()
        .filter(
            type ->
                switch (type.getPrimitiveTypeName()) {
                  case INT32, INT64, FLOAT, DOUBLE, BINARY -> true;
                  // parquet-java never tries a dictionary for the one and takes four bytes too many
                  // for each value of the other.
                  case BOOLEAN, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
                });
  }

  private static ValuesWriter parquetJava(PrimitiveType type, int limit) {
    ByteBufferAllocator heap = new HeapByteBufferAllocator();
    PlainValuesWriter plain = new PlainValuesWriter(64, 1 << 20, heap);
    Encoding ids = Encoding.RLE_DICTIONARY;
    Encoding page = Encoding.PLAIN;
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          FallbackValuesWriter.of(
              new PlainIntegerDictionaryValuesWriter(limit, ids, page, heap), plain);
      case INT64 ->
          FallbackValuesWriter.of(
              new PlainLongDictionaryValuesWriter(limit, ids, page, heap), plain);
      case FLOAT ->
          FallbackValuesWriter.of(
              new PlainFloatDictionaryValuesWriter(limit, ids, page, heap), plain);
      case DOUBLE ->
          FallbackValuesWriter.of(
              new PlainDoubleDictionaryValuesWriter(limit, ids, page, heap), plain);
      case BINARY ->
          FallbackValuesWriter.of(
              new PlainBinaryDictionaryValuesWriter(limit, ids, page, heap), plain);
      case BOOLEAN, FIXED_LEN_BYTE_ARRAY, INT96 -> throw new IllegalArgumentException();
    };
  }

  private static void write(ValuesWriter writer, Object value) {
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

  private static void assertAsParquetJava(
      PrimitiveType type, int limit, List<List<Object>> pages, Random random) throws IOException {
    LeafColumn column = TestColumns.column(type, limit);
    TestChunk chunk = TestChunk.encode(column, pages, random);
    try (ValuesWriter writer = parquetJava(type, limit)) {
      Iterator<TestChunk.Page> ours = chunk.pages().iterator();
      int cutPageEntries = 0;
      for (int i = 0; i < pages.size(); i++) {
        pages.get(i).forEach(value -> write(writer, value));
        byte[] expected = TestChunk.bytes(writer.getBytes());
        TestChunk.Page page = ours.next();
        if (page.values().valueCount() < pages.get(i).size()) {
          assertThat(page.values().encoding().name()).isEqualTo("RLE_DICTIONARY");
          cutPageEntries = assertCutAtTheFirstValueWithoutRoom(column, chunk, page, pages, i);
          page = ours.next();
          expected =
              Arrays.copyOfRange(expected, expected.length - page.bytes().length, expected.length);
        }
        assertThat(page.values().encoding().name())
            .as("page %d", i)
            .isEqualTo(writer.getEncoding().name());
        assertThat(page.bytes()).as("page %d", i).isEqualTo(expected);
        writer.reset();
      }
      DictionaryPage dictionary = writer.toDictPageAndClose();
      byte[] expected = dictionary == null ? new byte[0] : TestChunk.bytes(dictionary.getBytes());
      assertThat(chunk.dictionarySize() - cutPageEntries)
          .isEqualTo(dictionary == null ? 0 : dictionary.getDictionarySize());
      assertThat(chunk.dictionaryBytes()).startsWith(expected);
      if (cutPageEntries == 0) {
        assertThat(chunk.dictionaryBytes()).hasSize(expected.length);
      }
    }
  }

  /** Returns how many entries the page has brought. */
  private static int assertCutAtTheFirstValueWithoutRoom(
      LeafColumn column, TestChunk chunk, TestChunk.Page cut, List<List<Object>> pages, int index)
      throws IOException {
    List<Object> values = pages.get(index);
    int count = cut.values().valueCount();
    assertThat(chunk.decode(column.descriptor()).get(chunk.pages().indexOf(cut)))
        .isEqualTo(values.subList(0, count));
    Set<Object> known = new HashSet<>();
    pages.subList(0, index).forEach(known::addAll);
    int before = known.size();
    known.addAll(values.subList(0, count));
    int entries = known.size() - before;
    Object next = values.get(count);
    assertThat(known).doesNotContain(next);
    assertThat(chunk.dictionaryBytes().length + plainBytes(column.type(), next))
        .isGreaterThan(column.settings().dictionaryBytes());
    return entries;
  }

  private static int plainBytes(PrimitiveType type, Object value) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      default -> Integer.BYTES + ((Binary) value).length();
    };
  }

  @ParameterizedTest
  @MethodSource("types")
  void pagesAndDictionaryAreThoseOfParquetJava(PrimitiveType type) throws IOException {
    Random random = new Random(20);
    for (int limit : new int[] {70, 1_000, 10_000, 1 << 20}) {
      for (int distinct : new int[] {1, 3, 50, 400, 900, 3000}) {
        List<List<Object>> pages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          pages.add(TestValues.random(type, 1 + random.nextInt(1500), distinct, random));
        }
        assertAsParquetJava(type, limit, pages, random);
      }
    }
  }

  @Test
  void theFirstPageDecidesToTheByte() throws IOException {
    PrimitiveType type = TestColumns.types().get(1);
    // Around the number of distinct values where ids and dictionary are as large as the values.
    int kept = 0;
    int given = 0;
    for (int distinct = 150; distinct <= 230; distinct++) {
      List<Object> page = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        page.add(i % distinct);
      }
      assertAsParquetJava(type, 1 << 20, List.of(page, page), new Random(distinct));
      TestChunk chunk =
          TestChunk.encode(TestColumns.column(type, 1 << 20), List.of(page), new Random(distinct));
      kept += chunk.dictionarySize() > 0 ? 1 : 0;
      given += chunk.dictionarySize() > 0 ? 0 : 1;
    }
    assertThat(kept).isPositive();
    assertThat(given).isPositive();
  }

  @Test
  void aDictionaryThatSavesNothingIsGivenUp() throws IOException {
    PrimitiveType type = TestColumns.types().get(1);
    // 703 entries of 4 bytes, a width, 3 headers and 1024 ids of 10 bits: as many as 1024 values.
    for (int distinct = 702; distinct <= 704; distinct++) {
      List<Object> page = new ArrayList<>();
      for (int i = 0; i < 1024; i++) {
        page.add(i % distinct);
      }
      assertAsParquetJava(type, 1 << 20, List.of(page), new Random(distinct));
      TestChunk chunk =
          TestChunk.encode(TestColumns.column(type, 1 << 20), List.of(page), new Random(distinct));
      assertThat(chunk.dictionarySize()).isEqualTo(distinct == 702 ? 702 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void afterTheFallBackOnlyEntriesOfSealedPagesAreHeld(PrimitiveType type) {
    ValuesEncoder encoder = ValuesEncoder.of(TestColumns.column(type, 1_000), TrialCodec.NONE);
    List<Object> first = Collections.nCopies(500, TestValues.random(type, new Random(24)));
    encoder.append(TestValues.slice(type, first));
    encoder.sealPage(0, new ByteArrayBuilder());
    TestChunk.append(
        encoder,
        TestValues.random(type, 2000, 2000, new Random(25)),
        slice -> TestValues.slice(type, slice));
    long openBytes = encoder.openBytes();
    ByteArrayBuilder dictionary = new ByteArrayBuilder();
    encoder.sealDictionary(dictionary);
    assertThat(openBytes).isEqualTo(encoder.rawBytes() + dictionary.length());
  }

  @Test
  void theLimitHoldsToTheByte() throws IOException {
    PrimitiveType type = TestColumns.types().get(1);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      values.add(i % 100);
    }
    for (int limit = 396; limit <= 404; limit++) {
      assertAsParquetJava(type, limit, List.of(values), new Random(limit));
      TestChunk chunk =
          TestChunk.encode(TestColumns.column(type, limit), List.of(values), new Random(limit));
      assertThat(chunk.dictionarySize()).isEqualTo(limit < 400 ? 0 : 100);
    }
  }

  @Test
  void sealedPagesKeepOnlyTheEntriesTheyReferTo() throws IOException {
    LeafColumn column = TestColumns.column(TestColumns.FIXED, 500);
    List<Object> first = TestValues.random(TestColumns.FIXED, 1000, 10, new Random(21));
    List<Object> second = TestValues.random(TestColumns.FIXED, 1000, 500, new Random(22));
    TestChunk chunk = TestChunk.encode(column, List.of(first, second, first), new Random(23));
    assertThat(chunk.pages())
        .extracting(page -> page.values().encoding().name())
        .containsExactly("RLE_DICTIONARY", "RLE_DICTIONARY", "PLAIN", "PLAIN");
    assertThat(chunk.dictionarySize()).isEqualTo(100);
    assertThat(chunk.dictionaryBytes()).hasSize(500);
    List<List<Object>> decoded = chunk.decode(column.descriptor());
    assertThat(new HashSet<>(decoded.get(1)).size()).isBetween(90, 100);
    List<Object> both = new ArrayList<>(decoded.get(1));
    both.addAll(decoded.get(2));
    assertThat(List.of(decoded.get(0), both, decoded.get(3))).containsExactly(first, second, first);
  }
}
