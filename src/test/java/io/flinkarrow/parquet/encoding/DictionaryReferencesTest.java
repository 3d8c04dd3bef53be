package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryMapping;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryMappings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values that come by reference are written exactly as if they had come by value. */
class DictionaryReferencesTest {

  @Test
  void referencesToManyDictionariesMixedWithValuesGiveTheSameChunk() {
    Random random = new Random(30);
    for (int limit : new int[] {0, 1_500, 2_000, 1 << 20}) {
      for (int dictionaries : new int[] {1, 3, 9}) {
        List<Object> pool = TestValues.random(TestColumns.STRING, 200, 150, random);
        List<List<Object>> shuffled = new ArrayList<>();
        List<SliceDictionary> sources = new ArrayList<>();
        for (int i = 0; i < dictionaries; i++) {
          List<Object> entries = new ArrayList<>(pool);
          Collections.shuffle(entries, random);
          shuffled.add(entries);
          sources.add(TestValues.dictionary(entries));
        }
        List<List<Object>> pages = new ArrayList<>();
        for (int page = 0; page < 4; page++) {
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < 800; i++) {
            values.add(pool.get(random.nextInt(20 + 60 * page)));
          }
          pages.add(values);
        }

        LeafColumn column = TestColumns.column(TestColumns.STRING, limit);
        TestChunk byValue = TestChunk.encode(column, pages, random);
        TestChunk byReference =
            TestChunk.encode(
                ValuesEncoder.of(column, TrialCodec.NONE),
                pages,
                random,
                slice -> {
                  int source = random.nextInt(dictionaries + 1);
                  return source == dictionaries
                      ? TestValues.slice(TestColumns.STRING, slice)
                      : TestValues.references(slice, shuffled.get(source), sources.get(source));
                });
        byReference.assertSameAs(byValue);
      }
    }
  }

  /** By value it would have no dictionary: then the page is held as values until it is sealed. */
  @Test
  void aDictionaryThatIsFullInTheFirstPageKeepsWhatCameBefore() throws IOException {
    List<Object> entries = TestValues.random(TestColumns.STRING, 200, 200, new Random(34));
    SliceDictionary dictionary = TestValues.dictionary(entries);
    List<Object> repeated = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      repeated.add(entries.get(i < 800 ? i % 5 : i % 200));
    }
    List<Object> distinct = entries.subList(0, 100);
    LeafColumn column = TestColumns.column(TestColumns.STRING, 300);
    for (List<Object> page : List.of(repeated, distinct)) {
      TestChunk chunk =
          TestChunk.encode(
              ValuesEncoder.of(column, TrialCodec.NONE),
              List.of(page, page),
              new Random(35),
              slice -> TestValues.references(slice, entries, dictionary));
      assertThat(chunk.dictionarySize() > 0).isEqualTo(page == repeated);
      assertThat(chunk.decode(column.descriptor()).stream().flatMap(List::stream))
          .containsExactlyElementsOf(Stream.of(page, page).flatMap(List::stream).toList());
    }
  }

  @Test
  void dictionariesThatTakeTurnsAreNotMappedAgain() {
    DictionaryMappings mappings = new DictionaryMappings();
    List<SliceDictionary> dictionaries =
        IntStream.range(0, 5)
            .mapToObj(i -> new SliceDictionary(new byte[0], new int[51], 50))
            .toList();
    DictionaryMapping mapping = mappings.of(dictionaries.get(0));
    for (int i = 0; i < 4; i++) {
      mappings.of(dictionaries.get(i));
    }
    assertThat(mappings.of(dictionaries.get(0))).isSameAs(mapping);
    for (int i = 1; i < 5; i++) {
      mappings.of(dictionaries.get(i));
    }
    assertThat(mappings.of(dictionaries.get(0))).isNotSameAs(mapping);
  }

  @Test
  void mappingsOfManyEntriesAreKeptOfTheLastDictionaryOnly() {
    DictionaryMappings mappings = new DictionaryMappings();
    int entries = 1 << 20;
    for (int i = 0; i < 3; i++) {
      DictionaryMapping mapping =
          mappings.of(new SliceDictionary(new byte[0], new int[entries + 1], entries));
      for (int entry = 0; entry < entries; entry++) {
        mapping.put(entry, entry);
      }
    }
    assertThat(mappings.retainedBytes())
        .isBetween((long) Integer.BYTES * entries, 4L * entries + 1_000);
  }

  @Test
  void aMappingHoldsWhatItWasGivenAndNoMoreThanThatNeeds() {
    Random random = new Random(33);
    for (int size : new int[] {1, 64, 65, 1_000, 100_000, 10_000_000}) {
      DictionaryMapping mapping = new DictionaryMapping(new Object(), size);
      Map<Integer, Integer> expected = new HashMap<>();
      for (int i = 0; i < 2_000; i++) {
        int entry = i % 3 == 0 ? random.nextInt(size) : (int) (i * 4096L % size);
        assertThat(mapping.idOf(entry))
            .isEqualTo(expected.getOrDefault(entry, DictionaryMapping.UNMAPPED));
        if (expected.putIfAbsent(entry, i) == null) {
          mapping.put(entry, i);
        }
        long most = Math.min(32L * expected.size() + 128, 4L * size) + 200;
        assertThat(mapping.retainedBytes()).isLessThanOrEqualTo(most);
      }
      expected.forEach((entry, id) -> assertThat(mapping.idOf(entry)).isEqualTo(id));
    }
  }

  @Test
  void onlyEntriesThatAreUsedEnterTheDictionary() {
    LeafColumn column = TestColumns.column(TestColumns.STRING, 1 << 20);
    List<Object> entries = TestValues.random(TestColumns.STRING, 500, 500, new Random(32));
    ValuesEncoder encoder = ValuesEncoder.of(column, TrialCodec.NONE);
    int[] ids = new int[1000];
    Arrays.fill(ids, 17);
    encoder.append(new LeafValues.DictionaryIds(ids, ids.length, TestValues.dictionary(entries)));
    encoder.sealPage(0, new ByteArrayBuilder());
    assertThat(encoder.sealDictionary(new ByteArrayBuilder()))
        .hasValueSatisfying(page -> assertThat(page.entryCount()).isEqualTo(1));
  }
}
