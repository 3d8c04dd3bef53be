package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;
import java.util.List;

/**
 * The columns of a schema, or of a struct, as views of a row's fields.
 *
 * @param names of the row's fields
 * @param columns all columns that are there, in their order
 */
record RowViewBinding(List<String> names, List<Column> columns) {

  /**
   * A column on the way.
   *
   * @param target which field of the row it is, -1 if it is none
   * @param binding null if it is none
   */
  record Column(int target, ViewBinding binding, ColumnShape shape) {}

  /**
   * The row's fields in one batch. Those without a column are null in every row.
   *
   * @throws UnfitSlotException if a value has no place; names the field
   */
  ColumnView[] bind(BatchCursor cursor, Slots parent) {
    ColumnView[] fields = new ColumnView[names.size()];
    for (Column column : columns) {
      if (column.target < 0) {
        cursor.skip(column.shape);
      } else {
        try {
          fields[column.target] = column.binding.bind(cursor, parent);
        } catch (UnfitSlotException e) {
          throw e.inColumn(names.get(column.target));
        }
      }
    }
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] == null) {
        fields[i] = ColumnViews.nulls(parent.count());
      }
    }
    return fields;
  }
}
