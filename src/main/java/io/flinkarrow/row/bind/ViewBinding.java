package io.flinkarrow.row.bind;

import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.Slots;

/** How a column of a schema is viewed, whatever the batch: found once, bound to each batch. */
interface ViewBinding {

  /**
   * The column in one batch, whose values all have a place in the type that is asked for.
   *
   * @param cursor stands at the column; will stand behind it
   * @param parent the slots around it, as many as its own
   * @throws UnfitSlotException if a value has no place in that type
   */
  ColumnView bind(BatchCursor cursor, Slots parent);
}
