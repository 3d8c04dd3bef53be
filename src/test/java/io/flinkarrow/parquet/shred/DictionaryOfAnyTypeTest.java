package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.bytes;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.Levels.Materialized;
import io.flinkarrow.parquet.column.Levels.Uniform;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/**
 * Dictionaries of any type: entries are looked up slot by slot, and checked where rows use them.
 */
class DictionaryOfAnyTypeTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType LIST = new ArrowType.List();

  private static Field encoded(
      String name,
      boolean nullable,
      long id,
      int bits,
      boolean signed,
      ArrowType type,
      Field... below) {
    DictionaryEncoding encoding =
        new DictionaryEncoding(id, false, new ArrowType.Int(bits, signed));
    return new Field(name, new FieldType(nullable, type, encoding), List.of(below));
  }

  private static Field ofInts(boolean nullable, int bits, boolean signed) {
    return encoded("d", nullable, 7, bits, signed, INT);
  }

  private static HandMade batch(int rows, ByteBuffer validity, ByteBuffer indexes) {
    return new HandMade(rows).node(rows, 0, validity, indexes);
  }

  private static HandMade withThree(HandMade batch) {
    return batch.dictionary(7, new HandMade(3).node(3, 0, none(), ints(10, 20, 30)));
  }

  private static int[] values(BatchShredder shredder, HandMade batch) {
    shredder.bind(batch.batch());
    Ints values = (Ints) Slices.only(shredder.leaf(0), 0, batch.batch().rowCount()).values();
    return Arrays.copyOf(values.values(), values.count());
  }

  @Test
  void indexesOfEveryWidthAreLookedUp() {
    record Case(int bits, ByteBuffer indexes) {}
    for (boolean signed : new boolean[] {true, false}) {
      for (Case c :
          List.of(
              new Case(8, bytes(2, 0, 1)),
              new Case(16, bytes(2, 0, 0, 0, 1, 0)),
              new Case(32, ints(2, 0, 1)),
              new Case(64, longs(2, 0, 1)))) {
        BatchShredder shredder = shredder(ofInts(true, c.bits(), signed));
        assertThat(values(shredder, withThree(batch(3, none(), c.indexes()))))
            .containsExactly(30, 10, 20);
      }
    }
  }

  @Test
  void indexesOutsideTheDictionaryAreRefusedWithTheirRow() {
    record Case(Field field, ByteBuffer indexes) {}
    for (Case c :
        List.of(
            new Case(ofInts(true, 8, true), bytes(0, -1)),
            new Case(ofInts(true, 8, false), bytes(0, 255)),
            new Case(ofInts(true, 32, true), ints(0, 3)),
            new Case(ofInts(true, 32, false), ints(0, -1)),
            new Case(ofInts(true, 64, true), longs(0, 1L << 32)))) {
      BatchShredder shredder = shredder(c.field());
      assertThatThrownBy(() -> shredder.bind(withThree(batch(2, none(), c.indexes())).batch()))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessage(
              "Column d, row 1 of the batch: the index is outside dictionary 7, which has 3"
                  + " entries; check what encoded the batch");
    }
  }

  @Test
  void indexesOfNullSlotsMayBeAnything() {
    BatchShredder shredder = shredder(ofInts(true, 32, true));
    HandMade batch = withThree(batch(3, bits("101"), ints(1, -99, 2)));
    assertThat(values(shredder, batch)).containsExactly(20, 30);
  }

  @Test
  void nullEntriesMakeTheirSlotsNull() {
    BatchShredder shredder = shredder(ofInts(true, 32, true));
    HandMade batch =
        batch(4, bits("1101"), ints(0, 1, 0, 1))
            .dictionary(7, new HandMade(2).node(2, 1, bits("01"), ints(10, 20)));
    assertThat(values(shredder, batch)).containsExactly(20, 20);
    assertThat(Slices.only(shredder.leaf(0), 0, 1).levels()).isEqualTo(new Uniform(0, 1));
    assertThatThrownBy(() -> shredder(ofInts(false, 32, true)).bind(batch.batch()))
        .hasMessageContaining("Column d holds a null in row 0");
  }

  @Test
  void onlyEntriesThatRowsUseAreRefused() {
    Field seconds = encoded("d", true, 7, 8, true, new ArrowType.Time(TimeUnit.SECOND, 32));
    HandMade entries = new HandMade(2).node(2, 0, none(), ints(5, Integer.MAX_VALUE));
    assertThat(values(shredder(seconds), batch(2, none(), bytes(0, 0)).dictionary(7, entries)))
        .containsExactly(5000, 5000);
    assertThatThrownBy(
            () ->
                shredder(seconds)
                    .bind(batch(2, none(), bytes(0, 1)).dictionary(7, entries).batch()))
        .hasMessageContaining("Column d, row 1 of the batch: the time in seconds does not fit");
  }

  @Test
  void aMissingDictionaryIsRefusedUnlessAllIsNull() {
    BatchShredder shredder = shredder(ofInts(true, 32, true));
    assertThatThrownBy(() -> shredder.bind(batch(1, none(), ints(0)).batch()))
        .hasMessageContaining("field d must have its dictionary 7, but has only []");
    shredder.bind(batch(2, bits("00"), ints(0, 0)).batch());
    assertThat(Slices.only(shredder.leaf(0), 0, 2).levels()).isEqualTo(new Uniform(0, 2));
  }

  @Test
  void aMalformedDictionaryIsRefused() {
    BatchShredder shredder = shredder(ofInts(true, 32, true));
    for (HandMade malformed :
        List.of(
            new HandMade(3).node(3, 0, none(), ints(1, 2)),
            new HandMade(3).node(2, 0, none(), ints(1, 2)),
            new HandMade(-1).node(1, 0, none(), ints(1)),
            new HandMade(1).node(1, 0, none(), ints(1), none()),
            new HandMade(1).node(1, 0, none(), ints(1)).node(1, 0))) {
      assertThatThrownBy(
              () -> shredder.bind(batch(1, none(), ints(0)).dictionary(7, malformed).batch()))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining("field d must have");
    }
  }

  @Test
  void listsAreTakenFromAnyEntryInAnyOrder() {
    Field lists = encoded("d", true, 7, 8, true, LIST, nullable("item", INT));
    HandMade batch =
        batch(5, bits("11101"), bytes(2, 0, 1, 0, 2))
            .dictionary(
                7,
                new HandMade(3)
                    .node(3, 0, none(), ints(0, 2, 2, 3))
                    .node(3, 0, none(), ints(1, 2, 3)));
    BatchShredder shredder = shredder(lists);
    shredder.bind(batch.batch());
    LeafSlice slice = Slices.only(shredder.leaf(0), 0, 5);
    Materialized levels = (Materialized) slice.levels();
    assertThat(Arrays.copyOf(levels.repetition(), 6)).containsExactly(0, 0, 1, 0, 0, 0);
    assertThat(Arrays.copyOf(levels.definition(), 6)).containsExactly(3, 3, 3, 1, 0, 3);
    assertThat(Arrays.copyOf(((Ints) slice.values()).values(), 4)).containsExactly(3, 1, 2, 3);
  }

  /** A million rows of a million elements each, of one entry. */
  @Test
  void aHugeEntryIsNotUnfoldedAsOftenAsItIsReferredTo() {
    int rows = 1_000_000;
    Field lists = encoded("d", false, 7, 8, true, LIST, nullable("item", INT));
    HandMade batch =
        batch(rows, none(), ByteBuffer.allocate(rows))
            .dictionary(
                7,
                new HandMade(1)
                    .node(1, 0, none(), ints(0, rows))
                    .node(rows, 0, none(), ByteBuffer.allocate(4 * rows)));
    BatchShredder shredder = shredder(lists);
    shredder.bind(batch.batch());
    LeafShredder leaf = shredder.leaf(0);
    assertThat(leaf.inputBytes(0, 1)).isEqualTo(4L * rows);
    assertThat(leaf.inputBytes(0, rows)).isEqualTo(4L * rows * rows);
    LeafSlices slices = leaf.slices(0, rows);
    for (int entries = 0; entries < 2 * rows; ) {
      LeafSlice slice = slices.next();
      assertThat(slice.levels().count()).isLessThanOrEqualTo(LeafSlice.MOST_ENTRIES);
      entries += slice.levels().count();
    }
  }

  /** Ten dictionaries of an entry each that is a list of a thousand times the next one's. */
  @Test
  void dictionariesThatUnfoldEachOtherAreRefused() {
    Field field = nullable("item", INT);
    HandMade batch = batch(1, none(), bytes(0));
    batch.dictionary(
        0,
        new HandMade(1)
            .node(1, 0, none(), ints(0, 1000))
            .node(1000, 0, none(), ByteBuffer.allocate(4000)));
    for (int id = 0; id < 10; id++) {
      field = encoded(id == 9 ? "d" : "item", true, id, 8, true, LIST, field);
      batch.dictionary(
          id + 1,
          new HandMade(1)
              .node(1, 0, none(), ints(0, 1000))
              .node(1000, 0, none(), ByteBuffer.allocate(1000)));
    }
    BatchShredder shredder = shredder(field);
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("each counted as often as it is referred to");
  }
}
