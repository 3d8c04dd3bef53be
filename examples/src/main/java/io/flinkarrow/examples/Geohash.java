package io.flinkarrow.examples;

import java.nio.charset.StandardCharsets;

/** Names of cells of the Earth. Cells within a cell have names that begin with its name. */
final class Geohash {

  private static final byte[] DIGITS =
      "0123456789bcdefghjkmnpqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
  private static final int BITS = 5;

  private Geohash() {}

  /** The cell of that many characters, in ASCII. */
  static byte[] of(double longitude, double latitude, int length) {
    Half x = new Half(-180, 180);
    Half y = new Half(-90, 90);
    byte[] name = new byte[length];
    for (int bit = 0; bit < length * BITS; bit++) {
      int digit = bit % 2 == 0 ? x.of(longitude) : y.of(latitude);
      name[bit / BITS] = (byte) (name[bit / BITS] << 1 | digit);
    }
    for (int i = 0; i < length; i++) {
      name[i] = DIGITS[name[i]];
    }
    return name;
  }

  /** Halves a stretch again and again. */
  private static final class Half {
    private double from;
    private double to;

    Half(double from, double to) {
      this.from = from;
      this.to = to;
    }

    /** Goes to the half that has the value, and says which one it is. */
    int of(double value) {
      double middle = (from + to) / 2;
      if (value >= middle) {
        from = middle;
        return 1;
      }
      to = middle;
      return 0;
    }
  }
}
