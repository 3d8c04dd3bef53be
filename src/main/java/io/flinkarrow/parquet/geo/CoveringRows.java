package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.column.Levels;

/** One bound of the boxes of geometries, as a leaf column: made of these, slice by slice. */
final class CoveringRows implements LeafRows {

  private static final double MOST_LONGITUDE = 180;
  private static final double MOST_LATITUDE = 90;

  private final Covering covering;
  private final LeafRows geometries;
  private final WkbScanner scanner;
  private final boolean onSphere;
  private final int axis;
  private final boolean maximum;

  /**
   * @param bound its place among the four
   */
  CoveringRows(Covering covering, int bound, LeafRows geometries) {
    this.covering = covering;
    this.geometries = geometries;
    this.onSphere = covering.geometry().metadata().edges() != EdgeInterpolation.PLANAR;
    this.scanner = new WkbScanner(onSphere);
    this.axis = bound % 2;
    this.maximum = bound > 1;
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    return (long) (toRow - fromRow) * (covering.floats() ? Float.BYTES : Double.BYTES);
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
    LeafSlices slices = geometries.slices(fromRow, rowCount);
    return () -> {
      LeafSlice slice = slices.next();
      return slice == null ? null : bounds(slice);
    };
  }

  private LeafSlice bounds(LeafSlice slice) {
    boolean[] defined = slice.levels().accept(new DefinedEntries(covering.geometryLevel()));
    GeometryValues values = new GeometryValues(slice.values().distinct());
    int[] lengths = slice.values().lengths();
    GeometryExtent extent = new GeometryExtent();
    long[] boxed = new long[(defined.length + Long.SIZE - 1) / Long.SIZE];
    double[] bounds = new double[defined.length];
    int boxes = 0;
    int value = 0;
    int timesLeft = 0;
    for (int entry = 0; entry < defined.length; entry++) {
      if (!defined[entry]) {
        continue;
      }
      if (timesLeft == 0) {
        extent.clear();
        timesLeft = lengths == null ? 1 : lengths[value];
        values.scan(value++, scanner, extent);
      }
      timesLeft--;
      if (extent.isKnownToBe()) {
        boxed[entry / Long.SIZE] |= 1L << entry;
        bounds[boxes++] = bound(extent);
      }
    }
    return new LeafSlice(
        slice.rowCount(), new Levels.Bitmap(boxed, defined.length, boxes), numbers(bounds, boxes));
  }

  /** A geometry that reaches beyond its points is anywhere. */
  private double bound(GeometryExtent extent) {
    double bound = maximum ? extent.max(axis) : extent.min(axis);
    if (extent.isBeyondPoints()) {
      double most = onSphere ? (axis == 0 ? MOST_LONGITUDE : MOST_LATITUDE) : Double.MAX_VALUE;
      bound = maximum ? most : -most;
    }
    return bound;
  }

  private LeafValues numbers(double[] bounds, int count) {
    if (covering.floats()) {
      int[] bits = new int[count];
      for (int i = 0; i < count; i++) {
        bits[i] = Float.floatToRawIntBits(outwards(bounds[i]));
      }
      return new Ints(bits, count);
    }
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      bits[i] = Double.doubleToRawLongBits(bounds[i]);
    }
    return new Longs(bits, count);
  }

  /** The nearest float that is not inside of the box. */
  private float outwards(double bound) {
    float nearest = (float) bound;
    if (maximum) {
      return nearest < bound ? Math.nextUp(nearest) : nearest;
    }
    return nearest > bound ? Math.nextDown(nearest) : nearest;
  }
}
