package io.flinkarrow.row.bind;

import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;
import java.io.IOException;
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
  record Column(int target, ViewBinding binding) {}

  /**
   * The row's fields in some rows. Those without a column are null in every row.
   *
   * @param found one for each of the columns
   * @throws UnfitSlotException if a value has no place; names the field
   */
  ColumnView[] bind(List<FieldColumn> found, Slots parent) throws IOException {
    ColumnView[] fields = new ColumnView[names.size()];
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.target >= 0) {
        try {
          fields[column.target] = column.binding.bind(found.get(i), parent);
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
