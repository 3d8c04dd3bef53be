package io.flinkarrow.row.bind;

/** How a column of a schema is read, whatever the batch: found once, bound to each batch. */
interface ColumnBinding {

  /**
   * The column in one batch.
   *
   * @param cursor stands at the column; will stand behind it
   */
  SlotReader bind(BatchCursor cursor);
}
