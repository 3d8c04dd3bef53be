package io.flinkarrow.examples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** Polygons in WKB as a path of SVG, with the north at the top. */
final class WkbOutline {

  private static final int POLYGON = 3;
  private static final int MULTI_POLYGON = 6;

  private final StringBuilder path;

  private WkbOutline(StringBuilder path) {
    this.path = path;
  }

  /** Appends a polygon, or several. */
  static void append(byte[] wkb, StringBuilder path) {
    new WkbOutline(path).geometry(ByteBuffer.wrap(wkb));
  }

  private void geometry(ByteBuffer wkb) {
    wkb.order(wkb.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int type = wkb.getInt();
    int count = wkb.getInt();
    for (int part = 0; part < count; part++) {
      switch (type) {
        case POLYGON -> ring(wkb);
        case MULTI_POLYGON -> geometry(wkb);
        default -> throw new IllegalArgumentException("No polygon, but WKB of type " + type);
      }
    }
  }

  private void ring(ByteBuffer wkb) {
    int points = wkb.getInt();
    for (int point = 0; point < points; point++) {
      path.append(point == 0 ? 'M' : 'L');
      path.append(String.format(Locale.ROOT, "%.2f %.2f", wkb.getDouble(), -wkb.getDouble()));
    }
    path.append('Z');
  }
}
