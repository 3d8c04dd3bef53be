package io.flinkarrow.layout;

import java.util.List;

/**
 * How many field nodes and buffers columns have in an IPC body.
 *
 * @param nodes field nodes
 * @param fixedBuffers buffers except for the data buffers of view columns, whose number varies
 * @param viewColumns columns of view types
 */
public record ColumnShape(int nodes, int fixedBuffers, int viewColumns) {

  public static final ColumnShape NOTHING = new ColumnShape(0, 0, 0);

  public ColumnShape plus(ColumnShape other) {
    return new ColumnShape(
        nodes + other.nodes, fixedBuffers + other.fixedBuffers, viewColumns + other.viewColumns);
  }

  /** Of all columns together, depth first. */
  public static ColumnShape of(List<ColumnLayout> columns) {
    ColumnShape sum = NOTHING;
    for (ColumnLayout column : columns) {
      sum = sum.plus(column.shape());
    }
    return sum;
  }
}
