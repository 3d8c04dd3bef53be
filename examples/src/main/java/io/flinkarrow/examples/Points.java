package io.flinkarrow.examples;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarBinaryVector;

/**
 * The coordinates of a whole vector of points in WKB, read from its buffers. Those of a null are
 * NaN, which lies in no box.
 */
record Points(double[] longitudes, double[] latitudes) {

  /** Of a point in WKB: its byte order, its type, and then x and y. */
  private static final int TYPE = 1;

  private static final int X = 5;
  private static final int Y = 13;
  private static final int BYTES = 21;

  private static final byte LITTLE_ENDIAN = 1;
  private static final int POINT = 1;

  static Points of(VarBinaryVector wkb) {
    int rows = wkb.getValueCount();
    double[] longitudes = new double[rows];
    double[] latitudes = new double[rows];
    ArrowBuf bytes = wkb.getDataBuffer();
    for (int row = 0; row < rows; row++) {
      long start = wkb.getStartOffset(row);
      if (wkb.isNull(row)) {
        longitudes[row] = Double.NaN;
        latitudes[row] = Double.NaN;
      } else if (isPoint(bytes, start, wkb.getValueLength(row))) {
        longitudes[row] = bytes.getDouble(start + X);
        latitudes[row] = bytes.getDouble(start + Y);
      } else {
        throw new IllegalArgumentException(
            "Row %d of the column %s is not a point in little-endian WKB"
                .formatted(row, wkb.getName()));
      }
    }
    return new Points(longitudes, latitudes);
  }

  private static boolean isPoint(ArrowBuf bytes, long start, int length) {
    return length == BYTES
        && bytes.getByte(start) == LITTLE_ENDIAN
        && bytes.getInt(start + TYPE) == POINT;
  }
}
