package io.flinkarrow.row.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.Levels.Materialized;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.row.shred.buffers.LeafBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

/** Rows are sliced as batches are: by entries, and within a row if it has too many. */
class SlicesOfRowsTest {

  private static final RowType TYPE =
      RowType.of(new LogicalType[] {new ArrayType(new IntType())}, new String[] {"l"});

  @Test
  void theSlicesOfAnyRowsAreTheirEntries() {
    Random random = new Random(7);
    RowShredder shredder =
        new RowShredder(
            TYPE,
            SchemaPlan.of(RowSchema.of(TYPE)),
            RowProjection.all(TYPE.getFieldCount()),
            Integer.MAX_VALUE);
    int[] lengths = {3, 0, 50_000, 1, 20_480, 20_481, 0, 2, 19_000, 1_480, 5};
    for (int length : lengths) {
      Integer[] values = new Integer[length];
      for (int i = 0; i < length; i++) {
        values[i] = i % 5 == 0 ? null : random.nextInt();
      }
      shredder.add(GenericRowData.of(new GenericArrayData(values)));
    }
    LeafBuffer leaf = shredder.leaves().get(0);
    List<Object> whole = entries(leaf, 0, lengths.length);
    assertThat(whole).isEqualTo(entries(List.of(leaf.all())));
    for (int trial = 0; trial < 20; trial++) {
      int cut = random.nextInt(lengths.length + 1);
      List<Object> parts = new ArrayList<>(entries(leaf, 0, cut));
      parts.addAll(entries(leaf, cut, lengths.length - cut));
      assertThat(parts).isEqualTo(whole);
    }
  }

  private static List<Object> entries(LeafBuffer leaf, int fromRow, int rows) {
    List<LeafSlice> sliced = new ArrayList<>();
    List<Object> entries = new ArrayList<>();
    int begun = 0;
    LeafSlices slices = leaf.slices(fromRow, rows);
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      assertThat(slice.levels().count()).isBetween(1, LeafSlice.MOST_ENTRIES);
      begun += slice.rowCount();
      sliced.clear();
      sliced.add(slice);
      entries.addAll(entries(sliced));
    }
    assertThat(begun).isEqualTo(rows);
    return entries;
  }

  private static List<Object> entries(List<LeafSlice> slices) {
    List<Object> entries = new ArrayList<>();
    for (LeafSlice slice : slices) {
      Materialized levels = (Materialized) slice.levels();
      Ints values = (Ints) slice.values();
      int value = 0;
      for (int i = 0; i < levels.count(); i++) {
        boolean defined = levels.definition()[i] == 3;
        entries.add(
            List.of(
                levels.repetition()[i],
                levels.definition()[i],
                defined ? values.values()[value++] : "none"));
      }
      assertThat(value).isEqualTo(values.count());
    }
    return entries;
  }
}
