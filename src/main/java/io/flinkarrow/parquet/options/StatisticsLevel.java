package io.flinkarrow.parquet.options;

/** For which parts of a file there are minima, maxima and counts of nulls. */
public enum StatisticsLevel {
  /** For none, and no size statistics: readers skip nothing of the column. */
  OFF,
  /** For column chunks, so that readers skip row groups. */
  CHUNK,
  /** For column chunks and, in the column index, for their pages. */
  PAGE
}
