package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.Levels.Bitmap;
import io.flinkarrow.parquet.column.Levels.Materialized;
import io.flinkarrow.parquet.column.Levels.Uniform;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** In which of their shapes levels come, and what hidden slots do to them. */
class LevelShapesTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType STRUCT = new ArrowType.Struct();
  private static final ArrowType LIST = new ArrowType.List();

  private static LeafSlice slice(BatchShredder shredder, HandMade batch) {
    shredder.bind(batch.batch());
    return Slices.only(shredder.leaf(0), 0, batch.batch().rowCount());
  }

  private static int[] values(LeafSlice slice) {
    Ints ints = (Ints) slice.values();
    return Arrays.copyOf(ints.values(), ints.count());
  }

  private static void assertLevels(Levels levels, byte[] repetition, int... definition) {
    Materialized materialized = (Materialized) levels;
    assertThat(materialized.count()).isEqualTo(definition.length);
    byte[] expected = new byte[definition.length];
    for (int i = 0; i < definition.length; i++) {
      expected[i] = (byte) definition[i];
    }
    assertThat(Arrays.copyOf(materialized.definition(), materialized.count())).isEqualTo(expected);
    if (repetition == null) {
      assertThat(materialized.repetition()).isNull();
    } else {
      assertThat(Arrays.copyOf(materialized.repetition(), materialized.count()))
          .isEqualTo(repetition);
    }
  }

  @Test
  void aRequiredColumnIsUniformAtLevelZero() {
    LeafSlice slice =
        slice(shredder(required("a", INT)), new HandMade(3).node(3, 0, none(), ints(7, -8, 9)));
    assertThat(slice.levels()).isEqualTo(new Uniform(0, 3));
    assertThat(values(slice)).containsExactly(7, -8, 9);
  }

  @Test
  void anAllValidColumnIsUniformWithOrWithoutABitmap() {
    BatchShredder shredder = shredder(nullable("a", INT));
    assertThat(slice(shredder, new HandMade(2).node(2, 0, none(), ints(1, 2))).levels())
        .isEqualTo(new Uniform(1, 2));
    assertThat(slice(shredder, new HandMade(2).node(2, 0, bits("11"), ints(1, 2))).levels())
        .isEqualTo(new Uniform(1, 2));
  }

  @Test
  void anAllNullStretchIsUniformAndHasNoValues() {
    BatchShredder shredder = shredder(nullable("a", INT));
    shredder.bind(new HandMade(4).node(4, 2, bits("1001"), ints(1, 2, 3, 4)).batch());
    LeafSlice slice = Slices.only(shredder.leaf(0), 1, 2);
    assertThat(slice.levels()).isEqualTo(new Uniform(0, 2));
    assertThat(slice.values().count()).isZero();
  }

  @Test
  void aMixedFlatColumnIsABitmapFromBitZeroOnWithNothingBehindIt() {
    String validity = "110".repeat(50);
    int[] slots = new int[150];
    Arrays.setAll(slots, i -> i);
    BatchShredder shredder = shredder(nullable("a", INT));
    shredder.bind(new HandMade(150).node(150, 50, bits(validity), ints(slots)).batch());
    LeafSlice slice = Slices.only(shredder.leaf(0), 5, 70);
    Bitmap bitmap = (Bitmap) slice.levels();
    assertThat(bitmap.count()).isEqualTo(70);
    int defined = 0;
    for (int i = 0; i < 128; i++) {
      boolean expected = i < 70 && validity.charAt(5 + i) == '1';
      assertThat((bitmap.words()[i >> 6] >>> i & 1) != 0).as("bit %d", i).isEqualTo(expected);
      defined += expected ? 1 : 0;
    }
    assertThat(bitmap.definedCount()).isEqualTo(defined).isEqualTo(slice.values().count());
  }

  @Test
  void theClaimedNullCountIsNotTrusted() {
    BatchShredder shredder = shredder(nullable("a", INT));
    LeafSlice nulls = slice(shredder, new HandMade(3).node(3, 0, bits("010"), ints(1, 2, 3)));
    assertThat(values(nulls)).containsExactly(2);
    LeafSlice valid = slice(shredder, new HandMade(3).node(3, 3, bits("111"), ints(1, 2, 3)));
    assertThat(valid.levels()).isEqualTo(new Uniform(1, 3));
  }

  @Test
  void aNullStructHidesItsValidChild() {
    Field field = nullable("s", STRUCT, nullable("a", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(4).node(4, 2, bits("1010")).node(4, 1, bits("1101"), ints(1, 2, 3, 4)));
    assertLevels(slice.levels(), null, 2, 0, 1, 0);
    assertThat(values(slice)).containsExactly(1);
  }

  @Test
  void aNullStructHidesNullsOfARequiredChild() {
    Field field = nullable("s", STRUCT, required("a", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(3).node(3, 1, bits("101")).node(3, 1, bits("101"), ints(1, 2, 3)));
    assertThat(slice.levels()).isInstanceOf(Bitmap.class);
    assertThat(values(slice)).containsExactly(1, 3);
  }

  @Test
  void structsWithoutNullsAreUniform() {
    Field field = nullable("s", STRUCT, nullable("a", INT));
    LeafSlice slice =
        slice(shredder(field), new HandMade(2).node(2, 0, none()).node(2, 0, none(), ints(1, 2)));
    assertThat(slice.levels()).isEqualTo(new Uniform(2, 2));
  }

  @Test
  void structsThatAreAllNullAreUniformAtTheLevelOfTheNull() {
    Field field = nullable("s", STRUCT, nullable("t", STRUCT, nullable("a", INT)));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(2)
                .node(2, 0, bits("11"))
                .node(2, 2, bits("00"))
                .node(2, 0, none(), ints(1, 2)));
    assertThat(slice.levels()).isEqualTo(new Uniform(1, 2));
  }

  @Test
  void aNullListHidesLiveElementsAndAFirstOffsetSkipsSome() {
    Field field = nullable("l", LIST, nullable("e", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(4)
                .node(4, 1, bits("1011"), ints(1, 3, 5, 5, 6))
                .node(7, 1, bits("1101111"), ints(0, 1, 2, 3, 4, 5, 6)));
    assertLevels(slice.levels(), new byte[] {0, 1, 0, 0, 0}, 3, 2, 0, 1, 3);
    assertThat(values(slice)).containsExactly(1, 5);
  }

  @Test
  void aNullFixedSizeListStillOccupiesElements() {
    Field field = nullable("l", new ArrowType.FixedSizeList(2), nullable("e", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(3).node(3, 1, bits("101")).node(6, 0, none(), ints(0, 1, 2, 3, 4, 5)));
    assertLevels(slice.levels(), new byte[] {0, 1, 0, 0, 1}, 3, 3, 0, 3, 3);
    assertThat(values(slice)).containsExactly(0, 1, 4, 5);
  }

  @Test
  void listsThatAreAllEmptyAreUniform() {
    Field field = nullable("l", LIST, nullable("e", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(3).node(3, 0, none(), ints(0, 0, 0, 0)).node(0, 0, none(), none()));
    assertThat(slice.levels()).isEqualTo(new Uniform(1, 3));
  }

  @Test
  void listsThatAreAllNullAreUniform() {
    Field field = nullable("l", new ArrowType.LargeList(), nullable("e", INT));
    LeafSlice slice =
        slice(
            shredder(field),
            new HandMade(2).node(2, 2, bits("00"), longs(0, 1, 2)).node(2, 0, none(), ints(1, 2)));
    assertThat(slice.levels()).isEqualTo(new Uniform(0, 2));
  }

  @Test
  void listsOfOneElementHaveNoRepetition() {
    Field field = required("l", LIST, nullable("e", INT));
    BatchShredder shredder = shredder(field);
    LeafSlice valid =
        slice(
            shredder,
            new HandMade(2).node(2, 0, none(), ints(0, 1, 2)).node(2, 0, none(), ints(1, 2)));
    assertThat(valid.levels()).isEqualTo(new Uniform(2, 2));
    LeafSlice mixed =
        slice(
            shredder,
            new HandMade(2).node(2, 0, none(), ints(0, 1, 2)).node(2, 1, bits("01"), ints(1, 2)));
    assertLevels(mixed.levels(), null, 1, 2);
  }

  @Test
  void zeroRowsNeedNoBuffers() {
    BatchShredder shredder =
        shredder(
            nullable("l", LIST, nullable("e", new ArrowType.Utf8())),
            nullable("f", new ArrowType.FixedSizeList(3), required("e", INT)));
    shredder.bind(
        new HandMade(0)
            .node(0, 0, none(), none())
            .node(0, 0, none(), none(), none())
            .node(0, 0, none())
            .node(0, 0, none(), none())
            .batch());
    for (int i = 0; i < 2; i++) {
      assertThat(shredder.leaf(i).slices(0, 0).next()).isNull();
      assertThat(shredder.leaf(i).valueBytes(0, 0)).isZero();
      assertThat(shredder.leaf(i).rowsWithin(0, 0, 10)).isZero();
    }
  }
}
