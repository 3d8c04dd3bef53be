package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.bytes;
import static io.flinkarrow.parquet.shred.HandMade.field;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Runs;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** Run-end encoded columns stay runs, and their run ends are checked. */
class RunEndsTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);

  private static Field runs(boolean nullable, int bits, ArrowType type) {
    return field(
        "r",
        nullable,
        new ArrowType.RunEndEncoded(),
        required("run_ends", new ArrowType.Int(bits, true)),
        nullable("values", type));
  }

  private static HandMade batch(int rows, int runs, ByteBuffer ends, ByteBuffer... values) {
    return new HandMade(rows).node(rows, 0).node(runs, 0, none(), ends).node(runs, 0, values);
  }

  @Test
  void runsOfEveryWidthStayRuns() {
    record Case(int bits, ByteBuffer ends) {}
    for (Case c :
        List.of(
            new Case(16, bytes(3, 0, 4, 0, 9, 0)),
            new Case(32, ints(3, 4, 9)),
            new Case(64, longs(3, 4, 1L << 40)))) {
      BatchShredder shredder = shredder(runs(true, c.bits(), INT));
      shredder.bind(batch(9, 3, c.ends(), bits("101"), ints(7, 0, 8)).batch());
      LeafSlice slice = Slices.only(shredder.leaf(0), 1, 7);
      Runs values = (Runs) slice.values();
      assertThat(Arrays.copyOf(((Ints) values.distinct()).values(), 2)).containsExactly(7, 8);
      assertThat(values.lengths()).startsWith(2, 4);
      assertThat(values.count()).isEqualTo(6);
      Levels.Runs levels = (Levels.Runs) slice.levels();
      assertThat(Arrays.copyOf(levels.definition(), 3)).containsExactly(1, 0, 1);
      assertThat(Arrays.copyOf(levels.lengths(), 3)).containsExactly(2, 1, 4);
    }
  }

  @Test
  void runEndsThatDoNotAscendToTheLengthAreRefused() {
    for (ByteBuffer ends :
        List.of(
            ints(0, 4, 9),
            ints(-1, 4, 9),
            ints(4, 4, 9),
            ints(4, 3, 9),
            ints(3, 4, 8),
            ints(3, 4))) {
      BatchShredder shredder = shredder(runs(true, 32, INT));
      HandMade batch = batch(9, 3, ends, none(), ints(1, 2, 3));
      assertThatThrownBy(() -> shredder.bind(batch.batch()))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageStartingWith("Malformed batch: field r must have");
    }
    HandMade nulls =
        new HandMade(2).node(2, 0).node(1, 0, bits("0"), ints(2)).node(1, 0, none(), ints(1));
    assertThatThrownBy(() -> shredder(runs(true, 32, INT)).bind(nulls.batch()))
        .hasMessageContaining("run ends that are not null");
    HandMade fewValues =
        new HandMade(2).node(2, 0).node(2, 0, none(), ints(1, 2)).node(1, 0, none(), ints(1));
    assertThatThrownBy(() -> shredder(runs(true, 32, INT)).bind(fewValues.batch()))
        .hasMessageContaining("field r must have a length of at least 2");
  }

  @Test
  void whatIsRefusedIsNamedByItsRow() {
    HandMade batch = batch(9, 3, ints(3, 4, 9), bits("110"), ints(1, 2, 3));
    assertThatThrownBy(() -> shredder(runs(false, 32, INT)).bind(batch.batch()))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("Column r holds a null in row 4 of the batch");
    HandMade seconds = batch(9, 3, ints(3, 4, 9), none(), ints(1, Integer.MAX_VALUE, 3));
    ArrowType time = new ArrowType.Time(TimeUnit.SECOND, 32);
    assertThatThrownBy(() -> shredder(runs(true, 32, time)).bind(seconds.batch()))
        .hasMessageContaining("Column r, row 3 of the batch: the time in seconds");
  }

  @Test
  void twoBillionRowsAreOneSlice() {
    int rows = Integer.MAX_VALUE;
    BatchShredder shredder = shredder(runs(true, 32, INT));
    shredder.bind(batch(rows, 1, ints(rows), none(), ints(5)).batch());
    assertThat(shredder.leaf(0).valueBytes(0, rows)).isEqualTo(4L * rows);
    LeafSlice slice = Slices.only(shredder.leaf(0), 0, rows);
    assertThat(slice.values().count()).isEqualTo(rows);
  }

  @Test
  void twoBillionLongStringsAreRefusedOnlyIfTheyAreBeyondAllMeasure() {
    int rows = Integer.MAX_VALUE;
    BatchShredder shredder = shredder(runs(true, 32, new ArrowType.Utf8()));
    ByteBuffer text = ByteBuffer.allocate(1 << 20);
    shredder.bind(batch(rows, 1, ints(rows), none(), ints(0, 1000), text).batch());
    assertThat(shredder.leaf(0).valueBytes(0, rows)).isEqualTo(1004L * rows);
    assertThatThrownBy(
            () -> shredder.bind(batch(rows, 1, ints(rows), none(), ints(0, 1 << 20), text).batch()))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("each counted as often as it is referred to");
  }
}
