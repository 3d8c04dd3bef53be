package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** List views in any order, overlapping, and leading nowhere. */
class ListViewsTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType VIEWS = new ArrowType.ListView();

  private static Field views(String name, Field element) {
    return nullable(name, VIEWS, element);
  }

  private static ByteBuffer filled(int slots, int value) {
    int[] values = new int[slots];
    Arrays.fill(values, value);
    return ints(values);
  }

  @Test
  void listsMayOverlapInAnyOrderAndLeaveElementsOut() {
    BatchShredder shredder = shredder(views("l", required("e", INT)));
    shredder.bind(
        new HandMade(5)
            .node(5, 1, bits("11011"), ints(3, 0, -7, 9, 1), ints(2, 3, 99, 0, 3))
            .node(6, 0, none(), ints(10, 11, 12, 13, 14, 15))
            .batch());
    LeafSlice slice = Slices.only(shredder.leaf(0), 0, 5);
    assertThat(Slices.values(slice.values())).containsExactly(13, 14, 10, 11, 12, 11, 12, 13);
    assertThat(Slices.entries(slice, 2))
        .extracting(ReferenceShredder.Entry::repetition)
        .containsExactly(0, 1, 0, 1, 1, 0, 0, 0, 1, 1);
    // A byte per row, per element and empty list, and four per element.
    assertThat(shredder.leaf(0).valueBytes(0, 5)).isEqualTo(5 + 8 + 4 * 8);
    assertThat(shredder.leaf(0).valueBytes(1, 4)).isEqualTo(3 + 3 + 4 * 3);
  }

  @Test
  void largeOnesOfStringsInOrderAreReadToo() {
    Field field = nullable("l", new ArrowType.LargeListView(), required("e", new ArrowType.Utf8()));
    BatchShredder shredder = shredder(field);
    shredder.bind(
        new HandMade(3)
            .node(3, 1, bits("101"), longs(1, Long.MIN_VALUE, 2), longs(1, -1, 2))
            .node(4, 0, none(), ints(0, 1, 3, 6, 10), text("abbcccdddd"))
            .batch());
    LeafSlice slice = Slices.only(shredder.leaf(0), 0, 3);
    assertThat(Slices.values(slice.values()))
        .containsExactly(text("bb"), text("ccc"), text("dddd"));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, -1", "3, 2", "4, 1", "2147483647, 1", "1, 2147483647"})
  void listsThatLeadOutOfTheirElementsAreRefused(int offset, int size) {
    BatchShredder shredder = shredder(views("l", required("e", INT)));
    HandMade batch =
        new HandMade(2)
            .node(2, 0, none(), ints(0, offset), ints(1, size))
            .node(4, 0, none(), ints(1, 2, 3, 4));
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Malformed batch: field l must have lists within its 4 elements, but has one of %d"
                    .formatted(size)
                + " elements from %d on in slot 1; check what produced the batch"
                    .formatted(offset));
  }

  @Test
  void aMillionListsOfTheSameMillionElementsAreTakenPieceByPiece() {
    int count = 1_000_000;
    BatchShredder shredder = shredder(views("l", required("e", INT)));
    shredder.bind(
        new HandMade(count)
            .node(count, 0, none(), filled(count, 0), filled(count, count))
            .node(count, 0, none(), filled(count, 7))
            .batch());
    LeafRows leaf = shredder.leaf(0);
    assertThat(leaf.valueBytes(0, count)).isEqualTo(count + 5L * count * count);
    assertThat(leaf.valueBytes(17, 18)).isEqualTo(1 + 5L * count);
    LeafSlices slices = leaf.slices(0, 2);
    int entries = 0;
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      assertThat(slice.levels().count()).isLessThanOrEqualTo(LeafSlice.MOST_ENTRIES);
      entries += slice.levels().count();
    }
    assertThat(entries).isEqualTo(2 * count);
  }

  @Test
  void nestedListsThatStandForTooMuchAreRefused() {
    int count = 1000;
    Field element = required("e", INT);
    for (int i = 0; i < 7; i++) {
      element = required("l" + i, VIEWS, element);
    }
    HandMade batch = new HandMade(count);
    for (int i = 0; i < 7; i++) {
      batch.node(count, 0, none(), filled(count, 0), filled(count, count));
    }
    batch.node(count, 0, none(), filled(count, 7));
    BatchShredder shredder = shredder(element);
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values of at most 1125899906842624 bytes, each counted as often as");
  }

  @Test
  void tooManyListsOutOfOrderBelowOthersAreRefused() {
    int count = 3_000_000;
    ByteBuffer offsets = filled(count, 0);
    ByteBuffer sizes = filled(count, 1);
    Field inner =
        required(
            "i",
            VIEWS,
            required("s", new ArrowType.Struct(), required("a", INT), required("b", INT)));
    BatchShredder shredder = shredder(required("o", VIEWS, inner));
    HandMade batch =
        new HandMade(2)
            .node(2, 0, none(), ints(0, 0), ints(count, 1))
            .node(count, 0, none(), offsets, sizes)
            .node(1, 0, none())
            .node(1, 0, none(), ints(1))
            .node(1, 0, none(), ints(1));
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "field o.list.element must have at most 2097152 lists for each of the 2 columns",
            "has 3000000; split the batch or put the lists in order");
  }
}
