package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.bytes;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.Levels.Uniform;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.DictionaryContent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** Dictionary-encoded input: ids by reference, checked, with the dictionary kept while it lasts. */
class DictionaryTest {

  private static Field field(boolean nullable, int bits, boolean signed) {
    DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(bits, signed));
    return new Field("d", new FieldType(nullable, new ArrowType.Utf8(), encoding), null);
  }

  private static HandMade batch(int rows, ByteBuffer validity, ByteBuffer indexes) {
    return new HandMade(rows).node(rows, 0, validity, indexes);
  }

  private static HandMade withAbc(HandMade batch) {
    return batch.dictionary(7, 3, 0, none(), ints(0, 1, 3, 6), text("abbccc"));
  }

  private static DictionaryIds ids(BatchShredder shredder, HandMade batch) {
    shredder.bind(batch.batch());
    return (DictionaryIds) Slices.only(shredder.leaf(0), 0, batch.batch().rowCount()).values();
  }

  private static int[] idArray(DictionaryIds ids) {
    return Arrays.copyOf(ids.ids(), ids.count());
  }

  @Test
  void indexesOfEveryWidthBecomeIds() {
    record Case(int bits, ByteBuffer indexes) {}
    for (boolean signed : new boolean[] {true, false}) {
      for (Case c :
          List.of(
              new Case(8, bytes(2, 0, 1)),
              new Case(16, bytes(2, 0, 0, 0, 1, 0)),
              new Case(32, ints(2, 0, 1)),
              new Case(64, longs(2, 0, 1)))) {
        BatchShredder shredder = shredder(field(true, c.bits(), signed));
        DictionaryIds ids = ids(shredder, withAbc(batch(3, none(), c.indexes())));
        assertThat(idArray(ids)).containsExactly(2, 0, 1);
        assertThat(new String(ids.dictionary().bytes(), 3, ids.dictionary().length(2), UTF_8))
            .isEqualTo("ccc");
      }
    }
  }

  @Test
  void unsignedIndexesBeyondTheSignedRangeAreIds() {
    int[] offsets = new int[257];
    Arrays.setAll(offsets, i -> i);
    DictionaryIds ids =
        ids(
            shredder(field(false, 8, false)),
            batch(2, none(), bytes(200, 255))
                .dictionary(7, 256, 0, none(), ints(offsets), text("x".repeat(256))));
    assertThat(idArray(ids)).containsExactly(200, 255);
  }

  @Test
  void indexesOutsideTheDictionaryAreRefusedWithTheirRow() {
    record Case(Field field, ByteBuffer indexes) {}
    for (Case c :
        List.of(
            new Case(field(true, 8, true), bytes(0, -1)),
            new Case(field(true, 8, false), bytes(0, 255)),
            new Case(field(true, 32, true), ints(0, 3)),
            new Case(field(true, 32, false), ints(0, -1)),
            new Case(field(true, 64, true), longs(0, 1L << 32)))) {
      BatchShredder shredder = shredder(c.field());
      assertThatThrownBy(() -> ids(shredder, withAbc(batch(2, none(), c.indexes()))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Column d, row 1 of the batch: the index is outside dictionary 7, which has 3"
                  + " entries; check what encoded the batch");
    }
  }

  @Test
  void indexesOfNullSlotsMayBeAnything() {
    BatchShredder shredder = shredder(field(true, 32, true));
    HandMade batch = withAbc(batch(3, bits("101"), ints(1, -99, 2)));
    assertThat(idArray(ids(shredder, batch))).containsExactly(1, 2);
    assertThat(shredder.leaf(0).valueBytes(0, 3)).isEqualTo(2 + 3 + 3 * 4);
  }

  @Test
  void nullEntriesMakeTheirSlotsNull() {
    BatchShredder shredder = shredder(field(true, 32, true));
    HandMade batch =
        batch(4, bits("1101"), ints(0, 1, 0, 1))
            .dictionary(7, 2, 1, bits("01"), ints(0, 1, 3), text("abb"));
    DictionaryIds ids = ids(shredder, batch);
    assertThat(idArray(ids)).containsExactly(1, 1);
    LeafSlice first = Slices.only(shredder.leaf(0), 0, 1);
    assertThat(first.levels()).isEqualTo(new Uniform(0, 1));
  }

  @Test
  void nullEntriesInARequiredFieldAreRefused() {
    HandMade batch =
        batch(2, none(), ints(1, 0)).dictionary(7, 2, 1, bits("01"), ints(0, 1, 3), text("abb"));
    assertThatThrownBy(() -> ids(shredder(field(false, 32, true)), batch))
        .hasMessageContaining("Column d holds a null in row 1");
  }

  @Test
  void theSameContentKeepsTheSameDictionary() {
    BatchShredder shredder = shredder(field(true, 32, true));
    SliceDictionary first = ids(shredder, withAbc(batch(1, none(), ints(0)))).dictionary();
    shredder.take();
    shredder.release();
    SliceDictionary same = ids(shredder, withAbc(batch(1, none(), ints(1)))).dictionary();
    assertThat(same).isSameAs(first);
    SliceDictionary shifted =
        ids(
                shredder,
                batch(1, none(), ints(1))
                    .dictionary(7, 3, 0, none(), ints(2, 3, 5, 8), text("xxabbcccyy")))
            .dictionary();
    assertThat(shifted).isSameAs(first);
    SliceDictionary other =
        ids(
                shredder,
                batch(1, none(), ints(1))
                    .dictionary(7, 3, 0, none(), ints(0, 1, 3, 6), text("abbccd")))
            .dictionary();
    assertThat(other).isNotSameAs(first);
  }

  @Test
  void otherContentWithTheSameHashIsAnotherDictionary() {
    BatchShredder shredder = shredder(field(true, 32, true));
    SliceDictionary first = ids(shredder, withAbc(batch(1, none(), ints(0)))).dictionary();
    BatchBuffers batch =
        batch(1, none(), ints(0))
            .dictionary(7, 3, 0, none(), ints(0, 1, 3, 6), text("abbccd"))
            .batch();
    BatchBuffers.DictionaryBuffers forged =
        new BatchBuffers.DictionaryBuffers(
            3,
            0,
            batch.dictionaries().get(7L).buffers(),
            DictionaryContent.hash(3, ints(0, 1, 3, 6), text("abbccc"), false),
            null);
    batch.dictionaries().put(7L, forged);
    shredder.bind(batch);
    DictionaryIds ids = (DictionaryIds) Slices.only(shredder.leaf(0), 0, 1).values();
    assertThat(ids.dictionary()).isNotSameAs(first);
  }

  @Test
  void aMissingDictionaryIsRefusedUnlessAllIsNull() {
    BatchShredder shredder = shredder(field(true, 32, true));
    assertThatThrownBy(() -> shredder.bind(batch(1, none(), ints(0)).batch()))
        .hasMessageContaining("field d must have its dictionary 7, but has only []");
    shredder.bind(batch(2, bits("00"), ints(0, 0)).batch());
    assertThat(Slices.only(shredder.leaf(0), 0, 2).levels()).isEqualTo(new Uniform(0, 2));
  }

  @Test
  void aMalformedDictionaryIsRefused() {
    BatchShredder shredder = shredder(field(true, 32, true));
    assertThatThrownBy(
            () ->
                shredder.bind(
                    batch(1, none(), ints(0))
                        .dictionary(7, 2, 0, none(), ints(0, 1, 9), text("abb"))
                        .batch()))
        .hasMessageContaining("offsets up to at most 3, its bytes of dictionary data");
    assertThatThrownBy(
            () ->
                shredder.bind(
                    batch(1, none(), ints(0))
                        .dictionary(7, 2, 1, none(), ints(0, 1, 3), text("abb"))
                        .batch()))
        .hasMessageContaining("a dictionary with a validity bitmap of 1 bytes");
  }
}
