package io.flinkarrow.parquet.statistics;

/**
 * The smallest box around geometries. Without a Z (or M) among them, its minimum is above its
 * maximum.
 */
public record GeometryBox(
    double xMin,
    double yMin,
    double zMin,
    double mMin,
    double xMax,
    double yMax,
    double zMax,
    double mMax) {

  public boolean hasZ() {
    return zMin <= zMax;
  }

  public boolean hasM() {
    return mMin <= mMax;
  }
}
