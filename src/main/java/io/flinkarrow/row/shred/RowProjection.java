package io.flinkarrow.row.shred;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Where rows have the fields that are written. Rows that have only these are taken, too.
 *
 * @param positions per written field its place in a row
 * @param rowWidth how many fields a row has
 */
public record RowProjection(int[] positions, int rowWidth) implements Serializable {

  /** All fields of rows, in their order. */
  public static RowProjection all(int width) {
    return new RowProjection(IntStream.range(0, width).toArray(), width);
  }
}
