package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.read.field.FieldReader;
import io.flinkarrow.read.field.RowFields;
import io.flinkarrow.read.field.RowMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.junit.jupiter.api.Test;

/**
 * Fields are read a block of rows at a time. Where values are large, no field gets further ahead of
 * the others than the batch may take, and every row is still what it was.
 */
class FieldsGetAheadByLittleTest {

  private static final int MEGABYTE = 1 << 20;
  private static final long MOST_BATCH_BYTES = 8L * MEGABYTE;
  private static final int ROWS = 300;

  private final RowMemory memory = new RowMemory(64L * MEGABYTE);

  /** Numbers its values from 0 on. */
  private static final class NumberedValues implements FieldReader {
    private final RowMemory memory;
    private final int bytes;
    private int next;

    private NumberedValues(RowMemory memory, int bytes) {
      this.memory = memory;
      this.bytes = bytes;
    }

    @Override
    public Object read() {
      memory.charge(bytes);
      return next++;
    }

    @Override
    public void skipSlot() {
      next++;
    }

    @Override
    public int definitionLevel() {
      return 0;
    }

    @Override
    public int repetitionLevel() {
      return 0;
    }
  }

  @Test
  void onlyWhileAllThatIsHeldIsSmall() throws Exception {
    for (int[] sizes :
        new int[][] {
          {MEGABYTE, MEGABYTE, 32}, {32, 32, MEGABYTE}, {MEGABYTE / 10, 20 * MEGABYTE, 1}, {8, 8, 8}
        }) {
      NumberedValues[] fields = new NumberedValues[sizes.length];
      for (int i = 0; i < sizes.length; i++) {
        fields[i] = new NumberedValues(memory, sizes[i]);
      }
      RowReader reader = reader(fields);
      List<GenericRowData> rows = new ArrayList<>();
      while (rows.size() < ROWS) {
        GenericRowData[] batch = reader.read(ROWS - rows.size(), MOST_BATCH_BYTES, row -> "row");
        rows.addAll(List.of(batch));
        long ahead = 0;
        for (NumberedValues field : fields) {
          ahead += (long) (field.next - rows.size()) * field.bytes;
        }
        assertThat(ahead).isLessThan(MOST_BATCH_BYTES + MEGABYTE);
        assertThat(bytes(batch, sizes)).isLessThan(MOST_BATCH_BYTES + 21L * MEGABYTE);
      }
      assertThat(rows).hasSize(ROWS);
      for (int row = 0; row < ROWS; row++) {
        assertThat(rows.get(row)).isEqualTo(GenericRowData.of(row, row, row));
      }
    }
  }

  @Test
  void andRowsAfterSkippedOnesFollow() throws Exception {
    NumberedValues[] fields = {
      new NumberedValues(memory, MEGABYTE), new NumberedValues(memory, 9 * MEGABYTE)
    };
    RowReader reader = reader(fields);
    reader.skip(ROWS, MOST_BATCH_BYTES, row -> "row");
    GenericRowData[] batch = reader.read(2, MOST_BATCH_BYTES, row -> "row");
    assertThat(batch).containsExactly(GenericRowData.of(ROWS, ROWS));
  }

  @Test
  void andARowsLimitIsForAllItsFields() {
    NumberedValues[] fields = {
      new NumberedValues(memory, 40 * MEGABYTE), new NumberedValues(memory, 40 * MEGABYTE)
    };
    assertThatThrownBy(() -> reader(fields).read(ROWS, MOST_BATCH_BYTES, row -> "row " + row))
        .hasMessageContaining("Column 'f1' cannot be read in row 0")
        .hasMessageContaining("raise maximumRowBytes");
  }

  private static long bytes(GenericRowData[] batch, int... sizes) {
    long row = 0;
    for (int size : sizes) {
      row += size;
    }
    return row * batch.length;
  }

  private RowReader reader(FieldReader... fields) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      names.add("f" + i);
    }
    return new RowReader(
        new RowFields(names, fields, List.of(), List.of()), memory, ReadLimits.builder().build());
  }
}
