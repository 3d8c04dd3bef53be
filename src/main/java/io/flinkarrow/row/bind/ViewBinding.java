package io.flinkarrow.row.bind;

import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.Slots;
import java.io.IOException;

/**
 * How a column of a schema is viewed, whatever the rows: found once, bound to some after others.
 */
interface ViewBinding {

  /**
   * The column in some rows, whose values all have a place in the type that is asked for.
   *
   * @param parent the slots around it, as many as its own
   * @throws UnfitSlotException if a value has no place in that type
   * @throws IOException if the file has what the column cannot have
   */
  ColumnView bind(FieldColumn column, Slots parent) throws IOException;
}
