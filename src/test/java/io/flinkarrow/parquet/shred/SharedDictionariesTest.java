package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** A dictionary is one object for all shredders, however often it comes, and leaves in time. */
class SharedDictionariesTest {

  private static final long IDLE = 10_000;

  private final SharedDictionaries shared = new SharedDictionaries(IDLE);

  private BatchShredder shredder(long... dictionaryIds) {
    List<Field> fields =
        IntStream.range(0, dictionaryIds.length)
            .mapToObj(
                i ->
                    new Field(
                        "column" + i,
                        new FieldType(
                            true,
                            new ArrowType.Utf8(),
                            new DictionaryEncoding(
                                dictionaryIds[i], false, new ArrowType.Int(32, true))),
                        null))
            .toList();
    return new BatchShredder(SchemaPlan.of(new Schema(fields)), shared);
  }

  private static DictionaryBuffers texts(long hash, Object source, String... entries) {
    int[] offsets = new int[entries.length + 1];
    for (int i = 0; i < entries.length; i++) {
      offsets[i + 1] = offsets[i] + entries[i].length();
    }
    ByteBuffer[] buffers = {none(), ints(offsets), text(String.join("", entries))};
    return new DictionaryBuffers(entries.length, 0, buffers, hash, source);
  }

  /** Of one row, the first entry, in each column. */
  private static SliceDictionary dictionary(
      BatchShredder shredder, Map<Long, DictionaryBuffers> dictionaries) {
    HandMade batch = new HandMade(1);
    for (int i = 0; i < shredder.leafCount(); i++) {
      batch.node(1, 0, none(), ints(0));
    }
    BatchBuffers made = batch.batch();
    shredder.bind(
        new BatchBuffers(1, made.nodeLengths(), made.nullCounts(), made.buffers(), dictionaries));
    SliceDictionary found =
        ((DictionaryIds) Slices.only(shredder.leaf(0), 0, 1).values()).dictionary();
    shredder.take();
    shredder.release();
    return found;
  }

  @Test
  void shreddersHaveEqualDictionariesInCommon() {
    SliceDictionary first = dictionary(shredder(7), Map.of(7L, texts(1, "a", "x", "y")));
    SliceDictionary second = dictionary(shredder(7), Map.of(7L, texts(1, "b", "x", "y")));
    SliceDictionary withoutSource = dictionary(shredder(7), Map.of(7L, texts(1, null, "x", "y")));
    assertThat(second).isSameAs(first);
    assertThat(withoutSource).isSameAs(first);
    assertThat(shared.retainedBytes())
        .isBetween(first.retainedBytes(), first.retainedBytes() + 200);
  }

  /** Without its buffers nothing of it can be read. */
  @Test
  void whatItsSourceTellsIsNotReadAgain() {
    Object source = new Object();
    SliceDictionary first = dictionary(shredder(7), Map.of(7L, texts(1, source, "x", "y")));
    DictionaryBuffers unreadable = new DictionaryBuffers(2, 0, new ByteBuffer[0], 1, source);
    for (int part = 0; part < 3; part++) {
      assertThat(dictionary(shredder(7), Map.of(7L, unreadable))).isSameAs(first);
    }
  }

  @Test
  void memoryThatMayHaveChangedIsReadAgain() {
    DictionaryBuffers buffers = texts(1, null, "x", "y");
    SliceDictionary first = dictionary(shredder(7), Map.of(7L, buffers));
    buffers.buffers()[2].put(0, (byte) 'z');
    SliceDictionary changed = dictionary(shredder(7), Map.of(7L, buffers));
    assertThat(first.bytes()).startsWith('x');
    assertThat(changed.bytes()).startsWith('z');
  }

  @Test
  void onlyWhatHasTheSameEntriesAndNullsIsTheSame() {
    ByteBuffer offsets = ints(0, 1, 2);
    DictionaryBuffers whole =
        new DictionaryBuffers(2, 0, new ByteBuffer[] {none(), offsets, text("xy")}, 1, null);
    DictionaryBuffers allValid =
        new DictionaryBuffers(2, 0, new ByteBuffer[] {bits("11"), offsets, text("xy")}, 1, null);
    DictionaryBuffers secondNull =
        new DictionaryBuffers(2, 1, new ByteBuffer[] {bits("10"), offsets, text("xy")}, 1, null);
    DictionaryBuffers otherCut =
        new DictionaryBuffers(2, 0, new ByteBuffer[] {none(), ints(0, 2, 2), text("xy")}, 1, null);
    SliceDictionary first = dictionary(shredder(7), Map.of(7L, whole));
    assertThat(dictionary(shredder(7), Map.of(7L, allValid))).isSameAs(first);
    SliceDictionary withNull = dictionary(shredder(7), Map.of(7L, secondNull));
    assertThat(withNull).isNotSameAs(first);
    assertThat(withNull.isNull(1)).isTrue();
    assertThat(withNull.isNull(0)).isFalse();
    assertThat(dictionary(shredder(7), Map.of(7L, secondNull))).isSameAs(withNull);
    assertThat(dictionary(shredder(7), Map.of(7L, otherCut)).length(0)).isEqualTo(2);
  }

  /** Made-up hashes cost a copy each, never a value: one dictionary is compared, not all. */
  @Test
  void dictionariesOfOneHashReplaceEachOther() {
    BatchShredder shredder = shredder(7);
    for (int i = 0; i < 100; i++) {
      SliceDictionary found = dictionary(shredder, Map.of(7L, texts(1, null, "entry" + i)));
      assertThat(new String(found.bytes(), StandardCharsets.UTF_8)).isEqualTo("entry" + i);
      assertThat(shared.retainedBytes()).isLessThan(found.retainedBytes() + 200);
    }
  }

  @Test
  void dictionariesOfOneHashInOneBatchDoNot() {
    BatchShredder shredder = shredder(7, 8);
    Object one = new Object();
    Object other = new Object();
    SliceDictionary first =
        dictionary(shredder, Map.of(7L, texts(1, one, "x"), 8L, texts(1, other, "y")));
    DictionaryBuffers unreadable = new DictionaryBuffers(1, 0, new ByteBuffer[0], 1, one);
    DictionaryBuffers unreadableToo = new DictionaryBuffers(1, 0, new ByteBuffer[0], 1, other);
    assertThat(dictionary(shredder, Map.of(7L, unreadable, 8L, unreadableToo))).isSameAs(first);
  }

  @Test
  void whatTheLastBatchUsedStaysAndOfOthersTheLastUsed() {
    BatchShredder two = shredder(7, 8);
    BatchShredder one = shredder(7);
    DictionaryBuffers large = texts(1, null, "x".repeat((int) IDLE));
    DictionaryBuffers largeToo = texts(2, null, "y".repeat((int) IDLE));
    SliceDictionary first = dictionary(two, Map.of(7L, large, 8L, largeToo));
    assertThat(shared.retainedBytes()).isBetween(2 * IDLE, 2 * IDLE + 600);
    assertThat(dictionary(two, Map.of(7L, large, 8L, largeToo))).isSameAs(first);
    assertThat(dictionary(one, Map.of(7L, large))).isSameAs(first);
    assertThat(shared.retainedBytes()).isBetween(IDLE, IDLE + 300);
    SliceDictionary small = dictionary(one, Map.of(7L, texts(3, null, "small")));
    for (int i = 0; i < 200; i++) {
      dictionary(one, Map.of(7L, texts(3, null, "small")));
      dictionary(one, Map.of(7L, texts(100 + i, null, "another" + i)));
      assertThat(shared.retainedBytes()).isLessThan(IDLE + 600);
    }
    assertThat(dictionary(one, Map.of(7L, texts(3, null, "small")))).isSameAs(small);
    shared.clear();
    assertThat(shared.retainedBytes()).isZero();
    assertThat(dictionary(one, Map.of(7L, texts(3, null, "small")))).isNotSameAs(small);
  }
}
