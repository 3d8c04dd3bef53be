package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.statistics.GeometryBox;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Box and types of geometries, as they come. Coordinates that are NaN are in no box. */
final class GeometryExtent {

  /** Types of WKB that have a place in the footer: 1 to 7, in each of four dimensions. */
  private static final int TYPES = 8;

  private static final int DIMENSIONS = 4;
  private static final int CODES_PER_DIMENSION = 1000;

  private final double[] min = new double[DIMENSIONS];
  private final double[] max = new double[DIMENSIONS];

  /** A bit for each type, by {@link #TYPES} times its dimensions. */
  private int types;

  private long invalidCount;

  /** Whether geometries reach beyond their points, or have points that are not known. */
  private boolean beyondPoints;

  GeometryExtent() {
    clear();
  }

  void clear() {
    clearBox();
    types = 0;
    invalidCount = 0;
    beyondPoints = false;
  }

  /** Forgets the coordinates only. */
  void clearBox() {
    for (int axis = 0; axis < DIMENSIONS; axis++) {
      min[axis] = Double.POSITIVE_INFINITY;
      max[axis] = Double.NEGATIVE_INFINITY;
    }
  }

  /**
   * @param axis 0 to 3 for X, Y, Z and M
   */
  void addCoordinate(int axis, double value) {
    // Not else: the first value is both. A NaN is neither.
    if (value < min[axis]) {
      min[axis] = value;
    }
    if (value > max[axis]) {
      max[axis] = value;
    }
  }

  /**
   * @param type 1 to 7
   * @param dimensions 0 to 3: as the thousands of the code
   */
  void addType(int type, int dimensions) {
    types |= 1 << (dimensions * TYPES + type);
  }

  void addInvalid(long count) {
    invalidCount += count;
  }

  long invalidCount() {
    return invalidCount;
  }

  /** There is then no box. */
  void addBeyondPoints() {
    beyondPoints = true;
  }

  void addBox(GeometryExtent other) {
    for (int axis = 0; axis < DIMENSIONS; axis++) {
      addBounds(axis, other.min[axis], other.max[axis]);
    }
  }

  /** The coordinate of another geometry, which has no more of them on this axis. */
  void addSingle(int axis, double value) {
    addBounds(axis, value, value);
  }

  /** Of two zeros the minimum is the negative one. A NaN changes nothing. */
  private void addBounds(int axis, double least, double most) {
    if (least <= min[axis]) {
      min[axis] = Math.min(min[axis], least);
    }
    if (most >= max[axis]) {
      max[axis] = Math.max(max[axis], most);
    }
  }

  void add(GeometryExtent other) {
    addBox(other);
    types |= other.types;
    invalidCount += other.invalidCount;
    beyondPoints |= other.beyondPoints;
  }

  void writeTo(DataOutput out) throws IOException {
    for (int axis = 0; axis < DIMENSIONS; axis++) {
      out.writeDouble(min[axis]);
      out.writeDouble(max[axis]);
    }
    out.writeInt(types);
    out.writeLong(invalidCount);
    out.writeBoolean(beyondPoints);
  }

  void readFrom(DataInput in) throws IOException {
    for (int axis = 0; axis < DIMENSIONS; axis++) {
      min[axis] = in.readDouble();
      max[axis] = in.readDouble();
    }
    types = in.readInt();
    invalidCount = in.readLong();
    beyondPoints = in.readBoolean();
  }

  /** Whether there is a box, or geometries are beyond any. */
  boolean isKnownToBe() {
    return beyondPoints || hasPoints();
  }

  boolean isBeyondPoints() {
    return beyondPoints;
  }

  double min(int axis) {
    return min[axis];
  }

  double max(int axis) {
    return max[axis];
  }

  private boolean hasPoints() {
    return min[0] <= max[0] && min[1] <= max[1];
  }

  GeometryStatistics statistics() {
    boolean hasBox = !beyondPoints && hasPoints();
    GeometryBox box =
        new GeometryBox(min[0], min[1], min[2], min[3], max[0], max[1], max[2], max[3]);
    return new GeometryStatistics(
        hasBox ? Optional.of(box) : Optional.empty(), typeCodes(), invalidCount);
  }

  private List<Integer> typeCodes() {
    List<Integer> codes = new ArrayList<>();
    for (int bit = 0; bit < TYPES * DIMENSIONS; bit++) {
      if ((types >>> bit & 1) != 0) {
        codes.add(bit / TYPES * CODES_PER_DIMENSION + bit % TYPES);
      }
    }
    return codes;
  }
}
