package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.options.ValueEncoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers as ids of dictionaries that were read become what the numbers themselves become. */
class NumberIdsMakeTheSameChunkTest {

  private static final int PAGE = 600;

  private Random random;

  /** The dictionary that values come with, and what slices have of it. */
  private List<Object> entries;

  private LeafValues entryValues;

  static Stream<PrimitiveType> numbers() {
    return TestColumns.types().stream()
        .filter(
            type ->
                switch (type.getPrimitiveTypeName()) {
                  case INT32, INT64, FLOAT, DOUBLE -> true;
                  case BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
                });
  }

  @BeforeEach
  void begin() {
    random = new Random(1);
  }

  private List<List<Object>> pages(PrimitiveType type, int distinct) {
    List<Object> values = TestValues.random(type, 5 * PAGE, distinct, random);
    List<List<Object>> pages = new ArrayList<>();
    for (int from = 0; from < values.size(); from += PAGE) {
      pages.add(values.subList(from, from + PAGE));
    }
    return pages;
  }

  /** Mostly as ids, of dictionaries that take turns and have entries that no value refers to. */
  private Function<List<Object>, LeafValues> byIds(
      PrimitiveType type, List<List<Object>> pages, int mostlyOneIn) {
    List<Object> all =
        new ArrayList<>(new LinkedHashSet<>(pages.stream().flatMap(List::stream).toList()));
    entries = null;
    return values -> {
      if (entries == null || random.nextInt(8) == 0) {
        entries = new ArrayList<>(all);
        Collections.shuffle(entries, random);
        entryValues = TestValues.slice(type, entries);
      }
      if (random.nextInt(mostlyOneIn) == 0) {
        return TestValues.slice(type, values);
      }
      int[] ids = values.stream().mapToInt(entries::indexOf).toArray();
      return new LeafValues.NumberIds(ids, ids.length, entryValues);
    };
  }

  private void check(PrimitiveType type, int distinct, LeafColumn column, int mostlyOneIn) {
    List<List<Object>> pages = pages(type, distinct);
    TestChunk expected =
        TestChunk.encode(
            ValuesEncoder.of(column, TrialCodec.NONE),
            pages,
            new Random(2),
            values -> TestValues.slice(type, values));
    TestChunk.encode(
            ValuesEncoder.of(column, TrialCodec.NONE),
            pages,
            new Random(2),
            byIds(type, pages, mostlyOneIn))
        .assertSameAs(expected);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void withADictionary(PrimitiveType type) {
    check(type, 50, TestColumns.column(type, 1 << 20), Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void withADictionaryThatIsWide(PrimitiveType type) {
    check(type, 400, TestColumns.column(type, 1 << 20), 4);
  }

  /** In a later page than the one that decides. */
  @ParameterizedTest
  @MethodSource("numbers")
  void withADictionaryThatBecomesFull(PrimitiveType type) {
    int bytes = type.getPrimitiveTypeName().name().matches("INT32|FLOAT") ? 4 : 8;
    check(type, 340, TestColumns.column(type, 300 * bytes), 4);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void withoutADictionary(PrimitiveType type) {
    check(type, 400, TestColumns.column(type, 0, ValueEncoding.BYTE_STREAM_SPLIT), 4);
  }
}
