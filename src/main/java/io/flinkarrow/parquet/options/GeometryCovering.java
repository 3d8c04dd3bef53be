package io.flinkarrow.parquet.options;

/** The column with the bounding box of each geometry, which GeoParquet calls a covering. */
public enum GeometryCovering {
  /** No such column. */
  NONE,

  /** Bounds are FLOAT, rounded outwards: half the size, and enough to skip pages. */
  SINGLE,

  /** Bounds are DOUBLE, and exact. */
  DOUBLE
}
