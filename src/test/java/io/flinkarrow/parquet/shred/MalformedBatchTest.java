package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.Test;

/** What does not fit together is refused at binding, before anything is read. */
class MalformedBatchTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);

  private static final BatchShredder INTS = shredder(nullable("a", INT));
  private static final BatchShredder STRINGS = shredder(nullable("s", new ArrowType.Utf8()));
  private static final BatchShredder LARGE = shredder(nullable("s", new ArrowType.LargeUtf8()));
  private static final BatchShredder LISTS =
      shredder(nullable("l", new ArrowType.List(), nullable("e", INT)));
  private static final BatchShredder FIXED_LISTS =
      shredder(nullable("l", new ArrowType.FixedSizeList(2), nullable("e", INT)));
  private static final BatchShredder STRUCTS =
      shredder(nullable("t", new ArrowType.Struct(), nullable("a", INT)));

  private static void assertRefused(BatchShredder shredder, HandMade batch, String... parts) {
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void otherNumbersOfNodesAndBuffersAreRefused() {
    assertRefused(
        INTS,
        new HandMade(1).node(1, 0, none(), ints(1)).node(1, 0, none(), ints(1)),
        "1 field nodes and 2 buffers",
        "has 2 and 4",
        "write batches of one schema only");
    assertRefused(INTS, new HandMade(-1).node(-1, 0, none(), none()), "has -1");
  }

  @Test
  void aColumnOfOtherLengthThanTheBatchIsRefused() {
    assertRefused(
        INTS,
        new HandMade(2).node(1, 0, none(), ints(1)),
        "field a must have a length of at least 2, but has a length of 1",
        "check what produced the batch");
    assertRefused(
        INTS,
        new HandMade(1).node(2, 0, none(), ints(1, 2)),
        "field a must have a length of 1, the batch's rows, but has a length of 2");
    assertRefused(INTS, new HandMade(0).node(-1, 0, none(), ints()), "has a length of -1");
  }

  @Test
  void aValidityBitmapThatIsTooShortOrMissingDespiteNullsIsRefused() {
    assertRefused(
        INTS,
        new HandMade(9).node(9, 0, bits("11111111"), ints(new int[9])),
        "field a must have at least 2 bytes of validity for its 9 slots, but has 1 bytes");
    assertRefused(
        INTS,
        new HandMade(2).node(2, 1, none(), ints(1, 2)),
        "field a must have a validity bitmap for its 1 nulls, but has none");
  }

  @Test
  void aDataBufferThatIsTooShortIsRefused() {
    assertRefused(
        INTS,
        new HandMade(3).node(3, 0, none(), ints(1, 2)),
        "field a must have at least 12 bytes of data for its 3 slots, but has 8 bytes");
    assertRefused(
        shredder(nullable("b", new ArrowType.Bool())),
        new HandMade(9).node(9, 0, none(), bits("1")),
        "field b must have at least 2 bytes of data");
  }

  @Test
  void offsetsThatAreTooFewNegativeOrDecreasingAreRefused() {
    assertRefused(
        STRINGS,
        new HandMade(2).node(2, 0, none(), ints(0, 1), text("ab")),
        "field s must have at least 12 bytes of offsets for its 2 slots");
    assertRefused(
        STRINGS,
        new HandMade(2).node(2, 0, none(), ints(-1, 1, 2), text("ab")),
        "offsets that start at 0 or more and never decrease, but has -1 as offset 0");
    assertRefused(
        STRINGS,
        new HandMade(2).node(2, 0, none(), ints(0, 2, 1), text("ab")),
        "but has 1 as offset 2");
    assertRefused(
        STRINGS,
        new HandMade(2).node(2, 0, none(), ints(0, Integer.MIN_VALUE, 1), text("ab")),
        "as offset 1");
    assertRefused(
        LARGE,
        new HandMade(1).node(1, 0, none(), longs(2, 1), text("ab")),
        "but has 1 as offset 1");
    assertRefused(
        LISTS,
        new HandMade(2).node(2, 0, none(), ints(0, 2, 1)).node(2, 0, none(), ints(1, 2)),
        "field l must have offsets");
  }

  @Test
  void offsetsOfNoSlotsMeanNothing() {
    for (int[] offsets : new int[][] {{}, {57}, {-1}, {9, 8, 7}}) {
      STRINGS.bind(new HandMade(0).node(0, 0, none(), ints(offsets), none()).batch());
      LARGE.bind(new HandMade(0).node(0, 0, none(), ints(offsets), none()).batch());
      LISTS.bind(
          new HandMade(0).node(0, 0, none(), ints(offsets)).node(0, 0, none(), none()).batch());
    }
    LISTS.release();
  }

  @Test
  void offsetsBeyondTheDataAreRefused() {
    assertRefused(
        STRINGS,
        new HandMade(1).node(1, 0, none(), ints(0, 3), text("ab")),
        "field s must have offsets up to at most 2, its bytes of data, but has a last offset of 3");
    assertRefused(
        LARGE,
        new HandMade(1).node(1, 0, none(), longs(0, 1L << 40), text("ab")),
        "a last offset of " + (1L << 40));
    assertRefused(
        LISTS,
        new HandMade(1).node(1, 0, none(), ints(0, 3)).node(2, 0, none(), ints(1, 2)),
        "field l must have offsets up to at most 2, its number of elements");
  }

  @Test
  void childrenShorterThanTheirParentNeedsAreRefused() {
    assertRefused(
        STRUCTS,
        new HandMade(2).node(2, 0, none()).node(1, 0, none(), ints(1)),
        "field t.a must have a length of at least 2");
    assertRefused(
        FIXED_LISTS,
        new HandMade(2).node(2, 0, none()).node(3, 0, none(), ints(1, 2, 3)),
        "field l.list.element must have a length of at least 4, but has a length of 3");
    assertRefused(
        shredder(nullable("l", new ArrowType.FixedSizeList(1 << 20), nullable("e", INT))),
        new HandMade(4096).node(4096, 0, none()).node(0, 0, none(), none()),
        "at most 2147483647 elements");
  }

  @Test
  void childrenMayBeLongerThanTheirParentNeeds() {
    assertThatCode(
            () ->
                STRUCTS.bind(
                    new HandMade(1).node(1, 0, none()).node(3, 0, none(), ints(1, 2, 3)).batch()))
        .doesNotThrowAnyException();
  }

  @Test
  void afterARefusalNothingIsBound() {
    BatchShredder shredder = shredder(required("a", INT));
    shredder.bind(new HandMade(1).node(1, 0, none(), ints(1)).batch());
    assertRefused(shredder, new HandMade(2).node(2, 0, none(), ints(1)), "field a");
    assertThatThrownBy(() -> Slices.only(shredder.leaf(0), 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
