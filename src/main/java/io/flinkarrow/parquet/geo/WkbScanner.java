package io.flinkarrow.parquet.geo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds box and type of geometries in WKB, in one pass and without objects. Nothing of the bytes is
 * trusted: each count is compared with the bytes that are left before anything is done so often,
 * and nesting is limited.
 *
 * <p>Known are the types 1 to 7 in two to four dimensions, in ISO's codes and with the flags of
 * PostGIS's EWKB, in either byte order. As for most readers, what follows a geometry means nothing.
 */
final class WkbScanner {

  /** Collections in collections; readers recurse, and have a stack. */
  static final int MOST_DEPTH = 32;

  private static final int POINT = 1;
  private static final int LINE_STRING = 2;
  private static final int MULTI_POINT = 4;
  private static final int COLLECTION = 7;

  /** Curves and surfaces: known to some readers, and not within the box of their points. */
  private static final int LAST_CURVE = 17;

  private static final int ANY_TYPE = 0;

  /** Byte order and type. */
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** A point of two coordinates. */
  private static final int PLAIN_POINT_BYTES = HEADER_BYTES + 2 * Double.BYTES;

  /** The least that a geometry takes: an empty one, with a count. */
  private static final int LEAST_BYTES = HEADER_BYTES + Integer.BYTES;

  private static final int EWKB_Z = 0x8000_0000;
  private static final int EWKB_M = 0x4000_0000;
  private static final int EWKB_SRID = 0x2000_0000;
  private static final int EWKB_FLAGS = EWKB_Z | EWKB_M | EWKB_SRID;

  private static final VarHandle LITTLE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

  /** Whether coordinates are degrees, and lines are curved: see {@link #scan}. */
  private final boolean onSphere;

  /** Of the geometry at hand; it counts only if all of it is valid. */
  private final GeometryExtent geometry = new GeometryExtent();

  /** By depth, how many members are still to come, and of which type. */
  private final int[] membersLeft = new int[MOST_DEPTH];

  private final int[] memberType = new int[MOST_DEPTH];

  private byte[] bytes;
  private int at;
  private int end;
  private boolean little;
  private int dimensions;
  private boolean hasLines;

  /**
   * @param onSphere whether edges are not planar
   */
  WkbScanner(boolean onSphere) {
    this.onSphere = onSphere;
  }

  /**
   * Adds the geometry in {@code source[from .. to)} to {@code extent}, or an invalid one.
   *
   * <p>On a sphere, a coordinate beyond 180 or 90 degrees is left out, and lines and areas are not
   * within the box of their points: with one there is no box.
   */
  void scan(byte[] source, int from, int to, GeometryExtent extent) {
    if (to - from >= PLAIN_POINT_BYTES
        && source[from] == 1
        && (int) LITTLE_INT.get(source, from + 1) == POINT) {
      scanPlainPoint(source, from + HEADER_BYTES, extent);
      return;
    }
    bytes = source;
    at = from;
    end = to;
    hasLines = false;
    geometry.clearBox();
    int outermost = scanHeader();
    int outermostDimensions = dimensions;
    if (outermost > COLLECTION && outermost <= LAST_CURVE) {
      extent.addInvalid(1);
      extent.addBeyondPoints();
    } else if (outermost < POINT || outermost > COLLECTION || !scanAll(outermost)) {
      extent.addInvalid(1);
    } else {
      extent.addType(outermost, outermostDimensions);
      extent.addBox(geometry);
      if (onSphere && hasLines) {
        extent.addBeyondPoints();
      }
    }
  }

  /**
   * The most frequent geometry of all, which needs no second look: nothing of it can be invalid.
   */
  private void scanPlainPoint(byte[] source, int coordinates, GeometryExtent extent) {
    double x = (double) LITTLE_DOUBLE.get(source, coordinates);
    double y = (double) LITTLE_DOUBLE.get(source, coordinates + Double.BYTES);
    extent.addType(POINT, 0);
    if (isLongitude(x)) {
      extent.addSingle(0, x);
    }
    if (isLatitude(y)) {
      extent.addSingle(1, y);
    }
  }

  /** Whether the geometry whose header was read, and all of its members, are valid. */
  private boolean scanAll(int outermost) {
    int depth = 0;
    int current = outermost;
    while (true) {
      if (current < MULTI_POINT) {
        if (!scanCoordinates(current)) {
          return false;
        }
      } else {
        int members = count(LEAST_BYTES);
        if (members < 0 || depth == MOST_DEPTH) {
          return false;
        }
        membersLeft[depth] = members;
        memberType[depth] = current == COLLECTION ? ANY_TYPE : current - MULTI_POINT + POINT;
        depth++;
      }
      while (depth > 0 && membersLeft[depth - 1] == 0) {
        depth--;
      }
      if (depth == 0) {
        return true;
      }
      membersLeft[depth - 1]--;
      current = scanHeader();
      int expected = memberType[depth - 1];
      if (current < POINT
          || current > COLLECTION
          || (expected != ANY_TYPE && current != expected)) {
        return false;
      }
    }
  }

  /** The type of the geometry that begins here, with its byte order and dimensions; -1 if none. */
  private int scanHeader() {
    if (end - at < HEADER_BYTES || bytes[at] < 0 || bytes[at] > 1) {
      return -1;
    }
    little = bytes[at] == 1;
    int code = intAt(at + 1);
    at += HEADER_BYTES;
    int iso = code & ~EWKB_FLAGS;
    if (iso < 0 || iso >= 4000) {
      return -1;
    }
    if ((code & EWKB_SRID) != 0) {
      at += Integer.BYTES;
    }
    boolean z = (code & EWKB_Z) != 0 || iso / 1000 == 1 || iso / 1000 == 3;
    boolean m = (code & EWKB_M) != 0 || iso / 1000 >= 2;
    dimensions = (z ? 1 : 0) + (m ? 2 : 0);
    return iso % 1000 == 0 ? -1 : iso % 1000;
  }

  private boolean scanCoordinates(int geometryType) {
    int width = Double.BYTES * (2 + (dimensions & 1) + (dimensions >> 1));
    if (geometryType == POINT) {
      if (end - at < width) {
        return false;
      }
      addPoints(1, width);
      return true;
    }
    if (geometryType == LINE_STRING) {
      return scanLine(width);
    }
    // A polygon.
    int rings = count(Integer.BYTES);
    for (int i = 0; i < rings; i++) {
      if (!scanLine(width)) {
        return false;
      }
    }
    return rings >= 0;
  }

  private boolean scanLine(int width) {
    int points = count(width);
    if (points < 0) {
      return false;
    }
    hasLines |= points > 0;
    addPoints(points, width);
    return true;
  }

  /** A count of what takes at least so many bytes each; -1 if there are fewer bytes. */
  private int count(int leastBytes) {
    if (end - at < Integer.BYTES) {
      return -1;
    }
    int count = intAt(at);
    at += Integer.BYTES;
    return count >= 0 && (long) count * leastBytes <= end - at ? count : -1;
  }

  private void addPoints(int points, int width) {
    boolean z = (dimensions & 1) != 0;
    boolean m = dimensions > 1;
    int limit = at + points * width;
    for (; at < limit; at += width) {
      addLocation(doubleAt(at), doubleAt(at + Double.BYTES));
      if (z) {
        geometry.addCoordinate(2, doubleAt(at + 2 * Double.BYTES));
      }
      if (m) {
        geometry.addCoordinate(3, doubleAt(at + width - Double.BYTES));
      }
    }
  }

  private void addLocation(double x, double y) {
    if (isLongitude(x)) {
      geometry.addCoordinate(0, x);
    }
    if (isLatitude(y)) {
      geometry.addCoordinate(1, y);
    }
  }

  private boolean isLongitude(double x) {
    return !onSphere || Math.abs(x) <= 180;
  }

  private boolean isLatitude(double y) {
    return !onSphere || Math.abs(y) <= 90;
  }

  private int intAt(int index) {
    return (int) (little ? LITTLE_INT : BIG_INT).get(bytes, index);
  }

  private double doubleAt(int index) {
    return (double) (little ? LITTLE_DOUBLE : BIG_DOUBLE).get(bytes, index);
  }
}
