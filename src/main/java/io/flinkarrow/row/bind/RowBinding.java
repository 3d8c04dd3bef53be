package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.value.HeapSizes;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;

/**
 * The columns of a schema, or of a struct, as the fields of a row.
 *
 * @param width fields of the row
 * @param columns all columns that are there, in their order
 */
public record RowBinding(int width, List<Column> columns) {

  private static final SlotReader NULLS = slot -> null;

  /**
   * A column on the way.
   *
   * @param target which field of the row it is, -1 if it is none
   * @param binding null if it is none
   */
  record Column(int target, ColumnBinding binding, ColumnShape shape) {}

  /** The row's fields in one batch. Those without a column are null in every row. */
  SlotReader[] bind(BatchCursor cursor) {
    SlotReader[] fields = new SlotReader[width];
    Arrays.fill(fields, NULLS);
    for (Column column : columns) {
      if (column.target < 0) {
        cursor.skip(column.shape);
      } else {
        fields[column.target] = column.binding.bind(cursor);
      }
    }
    return fields;
  }

  /**
   * One row of them.
   *
   * @param path of the struct; empty for a schema
   */
  static GenericRowData row(SlotReader[] fields, int slot, RowBudget budget, String path) {
    budget.charge(HeapSizes.row(fields.length), path);
    GenericRowData row = new GenericRowData(fields.length);
    for (int i = 0; i < fields.length; i++) {
      row.setField(i, fields[i].read(slot));
    }
    return row;
  }
}
