package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values that come by reference are written exactly as if they had come by value. */
class DictionaryReferencesTest {

  @Test
  void referencesToManyDictionariesMixedWithValuesGiveTheSameChunk() {
    Random random = new Random(30);
    for (int limit : new int[] {0, 300, 2_000, 1 << 20}) {
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

  @Test
  void anEqualDictionaryIsNotMappedAgain() {
    DictionaryMappings mappings = new DictionaryMappings();
    List<Object> entries = TestValues.random(TestColumns.STRING, 50, 50, new Random(31));
    int[] ids = mappings.of(TestValues.dictionary(entries));
    ids[7] = 42;
    mappings.of(TestValues.dictionary(entries.subList(0, 10)));
    mappings.of(TestValues.dictionary(entries.subList(0, 20)));
    mappings.of(TestValues.dictionary(entries.subList(0, 30)));
    assertThat(mappings.of(TestValues.dictionary(entries))).isSameAs(ids);
    for (int i = 1; i < 5; i++) {
      mappings.of(TestValues.dictionary(entries.subList(0, i)));
    }
    assertThat(mappings.of(TestValues.dictionary(entries)))
        .containsOnly(DictionaryMappings.UNMAPPED);
  }

  @Test
  void ofLargeDictionariesOnlyTheLastIsKept() {
    DictionaryMappings mappings = new DictionaryMappings();
    for (int i = 0; i < 5; i++) {
      mappings.of(new SliceDictionary(new byte[3 << 20], new int[] {0, 3 << 20}, 1, i));
    }
    assertThat(mappings.retainedBytes())
        .as("the ids of the last one's single entry; its bytes are its owner's")
        .isEqualTo(Integer.BYTES);
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
