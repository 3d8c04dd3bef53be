package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.column.Levels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The boxes of the geometries of one batch, computed one slice at a time, for the four leaf columns
 * of a covering. These are written one after the other, but in the same stretches of rows: the
 * bounds of the last stretches are kept, at most {@value #MOST_ROWS} rows of them unless one is
 * longer, so that geometries are looked at once and not four times.
 */
final class CoveringBoxes {

  /** The rows of a stride, after which the first column goes on. */
  private static final int MOST_ROWS = 65_536;

  private static final double MOST_LONGITUDE = 180;
  private static final double MOST_LATITUDE = 90;

  private final Covering covering;
  private final LeafRows geometries;
  private final WkbScanner scanner;
  private final boolean onSphere;

  /** By their first row, the oldest first. */
  private final Map<Integer, Stretch> kept = new LinkedHashMap<>();

  private int keptRows;

  CoveringBoxes(Covering covering, LeafRows geometries) {
    this.covering = covering;
    this.geometries = geometries;
    this.onSphere = covering.geometry().metadata().edges() != EdgeInterpolation.PLANAR;
    this.scanner = new WkbScanner(onSphere);
  }

  /**
   * @param slices of each of the four bounds
   */
  private record Stretch(int rowCount, List<List<LeafSlice>> slices) {}

  /** The slices of one of the bounds. */
  List<LeafSlice> slices(int bound, int fromRow, int rowCount) {
    Stretch stretch = kept.get(fromRow);
    if (stretch == null || stretch.rowCount != rowCount) {
      stretch = stretch(fromRow, rowCount);
      keep(fromRow, stretch);
    }
    return stretch.slices.get(bound);
  }

  private void keep(int fromRow, Stretch stretch) {
    Stretch before = kept.remove(fromRow);
    keptRows += stretch.rowCount - (before == null ? 0 : before.rowCount);
    Iterator<Stretch> oldest = kept.values().iterator();
    while (keptRows > MOST_ROWS && oldest.hasNext()) {
      keptRows -= oldest.next().rowCount;
      oldest.remove();
    }
    kept.put(fromRow, stretch);
  }

  private Stretch stretch(int fromRow, int rowCount) {
    List<List<LeafSlice>> slices =
        IntStream.range(0, Covering.LEAVES)
            .<List<LeafSlice>>mapToObj(bound -> new ArrayList<>())
            .toList();
    LeafSlices source = geometries.slices(fromRow, rowCount);
    for (LeafSlice slice = source.next(); slice != null; slice = source.next()) {
      addBounds(slice, slices);
    }
    return new Stretch(rowCount, slices);
  }

  private void addBounds(LeafSlice slice, List<List<LeafSlice>> slices) {
    boolean[] defined = slice.levels().accept(new DefinedEntries(covering.geometryLevel()));
    GeometryValues values = new GeometryValues(slice.values().distinct());
    int[] lengths = slice.values().lengths();
    GeometryExtent extent = new GeometryExtent();
    long[] boxed = new long[(defined.length + Long.SIZE - 1) / Long.SIZE];
    double[][] bounds = new double[Covering.LEAVES][defined.length];
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
        for (int bound = 0; bound < Covering.LEAVES; bound++) {
          bounds[bound][boxes] = bound(extent, bound);
        }
        boxes++;
      }
    }
    Levels levels = new Levels.Bitmap(boxed, defined.length, boxes);
    for (int bound = 0; bound < Covering.LEAVES; bound++) {
      LeafValues numbers = numbers(bounds[bound], boxes, isMaximum(bound));
      slices.get(bound).add(new LeafSlice(slice.rowCount(), levels, numbers));
    }
  }

  private static boolean isMaximum(int bound) {
    return bound > 1;
  }

  /** A geometry that reaches beyond its points is anywhere. */
  private double bound(GeometryExtent extent, int bound) {
    int axis = bound % 2;
    if (extent.isBeyondPoints()) {
      double most = onSphere ? (axis == 0 ? MOST_LONGITUDE : MOST_LATITUDE) : Double.MAX_VALUE;
      return isMaximum(bound) ? most : -most;
    }
    return isMaximum(bound) ? extent.max(axis) : extent.min(axis);
  }

  private LeafValues numbers(double[] bounds, int count, boolean maximum) {
    if (covering.floats()) {
      int[] bits = new int[count];
      for (int i = 0; i < count; i++) {
        bits[i] = Float.floatToRawIntBits(outwards(bounds[i], maximum));
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
  private static float outwards(double bound, boolean maximum) {
    float nearest = (float) bound;
    if (maximum) {
      return nearest < bound ? Math.nextUp(nearest) : nearest;
    }
    return nearest > bound ? Math.nextDown(nearest) : nearest;
  }
}
