package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import java.util.Iterator;

/**
 * One bound of the boxes of geometries, as a leaf column.
 *
 * @param numberBytes of one value
 * @param bound its place among the four
 */
record CoveringRows(CoveringBoxes boxes, int numberBytes, int bound) implements LeafRows {

  @Override
  public long valueBytes(int fromRow, int toRow) {
    return (long) (toRow - fromRow) * numberBytes;
  }

  /** Nothing of it came in. */
  @Override
  public long inputBytes(int fromRow, int toRow) {
    return 0;
  }

  @Override
  public long idBytes(int fromRow, int toRow) {
    return (long) (toRow - fromRow) * Integer.BYTES;
  }

  @Override
  public boolean areByReference() {
    return false;
  }

  @Override
  public LeafSlices slices(int fromRow, int rowCount) {
    Iterator<LeafSlice> slices = boxes.slices(bound, fromRow, rowCount).iterator();
    return () -> slices.hasNext() ? slices.next() : null;
  }
}
