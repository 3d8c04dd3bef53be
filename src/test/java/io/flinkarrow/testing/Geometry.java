package io.flinkarrow.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A geometry, made up by tests and written as WKB.
 *
 * @param type ISO's code without dimensions: 1 to 7; 0 for a ring of a polygon
 * @param dimensions 0 to 3, for XY, XYZ, XYM, XYZM
 * @param points of a point, a line or a ring
 * @param members of all other geometries
 */
public record Geometry(int type, int dimensions, List<double[]> points, List<Geometry> members) {

  public static final int POINT = 1;
  public static final int LINE = 2;
  public static final int POLYGON = 3;
  public static final int COLLECTION = 7;
  private static final int RING = 0;

  public static Geometry point(double... coordinates) {
    int dimensions = coordinates.length == 2 ? 0 : coordinates.length == 3 ? 1 : 3;
    return new Geometry(POINT, dimensions, List.of(coordinates), List.of());
  }

  public static Geometry line(double[]... points) {
    return new Geometry(LINE, 0, List.of(points), List.of());
  }

  public static Geometry polygon(double[]... ring) {
    return new Geometry(
        POLYGON, 0, List.of(), List.of(new Geometry(RING, 0, List.of(ring), List.of())));
  }

  public static Geometry of(int type, Geometry... members) {
    return new Geometry(type, members[0].dimensions, List.of(), List.of(members));
  }

  public static Geometry random(Random random, int depth) {
    int types = depth == 0 ? COLLECTION - 1 : COLLECTION;
    return random(random, 1 + random.nextInt(types), random.nextInt(4), depth);
  }

  /**
   * @param depth how many collections there may be in each other
   */
  public static Geometry random(Random random, int type, int dimensions, int depth) {
    List<double[]> points = new ArrayList<>();
    List<Geometry> members = new ArrayList<>();
    int size = random.nextInt(4);
    if (type == POINT) {
      points.add(coordinates(random, dimensions));
    } else if (type == LINE || type == RING) {
      for (int i = 0; i < size; i++) {
        points.add(coordinates(random, dimensions));
      }
    } else {
      for (int i = 0; i < size; i++) {
        int member = type == POLYGON ? RING : type == COLLECTION ? 1 + random.nextInt(7) : type - 3;
        boolean tooDeep = member == COLLECTION && depth == 0;
        members.add(random(random, tooDeep ? POINT : member, dimensions, depth - 1));
      }
    }
    return new Geometry(type, dimensions, points, members);
  }

  private static double[] coordinates(Random random, int dimensions) {
    double[] point = new double[2 + (dimensions & 1) + (dimensions >> 1)];
    for (int i = 0; i < point.length; i++) {
      point[i] = random.nextInt(8) == 0 ? Double.NaN : random.nextGaussian() * 100;
    }
    return point;
  }

  public int isoCode() {
    return 1000 * dimensions + type;
  }

  /** All points, those of members too. */
  public Stream<double[]> allPoints() {
    return Stream.concat(points.stream(), members.stream().flatMap(Geometry::allPoints));
  }

  /** The coordinates of one axis: x, y, z or m. */
  public Stream<Double> axis(char axis) {
    int index =
        switch (axis) {
          case 'x' -> 0;
          case 'y' -> 1;
          case 'z' -> (dimensions & 1) != 0 ? 2 : -1;
          default -> dimensions > 1 ? 2 + (dimensions & 1) : -1;
        };
    return index < 0
        ? Stream.empty()
        : allPoints().map(point -> point[index]).filter(value -> !value.isNaN());
  }

  public byte[] wkb() {
    return wkb(ByteOrder.LITTLE_ENDIAN);
  }

  public byte[] wkb(ByteOrder order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(order, out);
    return out.toByteArray();
  }

  private void write(ByteOrder order, ByteArrayOutputStream out) {
    if (type != RING) {
      out.write(order == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
      writeInt(isoCode(), order, out);
    }
    if (type != POINT) {
      writeInt(points.size() + members.size(), order, out);
    }
    for (double[] point : points) {
      for (double coordinate : point) {
        out.writeBytes(ByteBuffer.allocate(8).order(order).putDouble(coordinate).array());
      }
    }
    members.forEach(member -> member.write(order, out));
  }

  private static void writeInt(int value, ByteOrder order, ByteArrayOutputStream out) {
    out.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
  }
}
