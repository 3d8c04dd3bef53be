package io.flinkarrow.parquet.statistics;

import org.apache.parquet.format.BoundaryOrder;

/**
 * The statistics of one column chunk.
 *
 * @param min a lower bound of the values, PLAIN-encoded and without a length, or {@code null}
 *     together with {@code max} if the chunk has no values, a type without order, or a NaN that is
 *     not counted
 * @param max an upper bound of the values
 * @param minExact whether {@code min} is a value of the chunk and not a truncated one
 * @param maxExact whether {@code max} is a value of the chunk and not a truncated one
 * @param nullCount entries below the maximum definition level
 * @param nanCount values that are NaN, of which minimum and maximum tell nothing unless all are; or
 *     {@link PageStatistics#NOT_COUNTED}
 * @param boundaryOrder how minima and maxima of the pages that have them follow each other
 * @param columnIndexValid whether every page with values has a minimum and maximum; otherwise a
 *     column index would hide rows
 */
public record ChunkStatistics(
    byte[] min,
    byte[] max,
    boolean minExact,
    boolean maxExact,
    long nullCount,
    long nanCount,
    BoundaryOrder boundaryOrder,
    boolean columnIndexValid) {

  /** The same without a number of NaNs. */
  public ChunkStatistics(
      byte[] min,
      byte[] max,
      boolean minExact,
      boolean maxExact,
      long nullCount,
      BoundaryOrder boundaryOrder,
      boolean columnIndexValid) {
    this(
        min,
        max,
        minExact,
        maxExact,
        nullCount,
        PageStatistics.NOT_COUNTED,
        boundaryOrder,
        columnIndexValid);
  }

  /** Those of a chunk of which nothing but its nulls is known. */
  public static ChunkStatistics withoutBounds(long nullCount) {
    return new ChunkStatistics(null, null, false, false, nullCount, BoundaryOrder.UNORDERED, false);
  }

  public boolean hasMinMax() {
    return min != null;
  }

  /** Whether minimum and maximum are in IEEE 754's total order, beside a number of NaNs. */
  public boolean countsNaNs() {
    return nanCount != PageStatistics.NOT_COUNTED;
  }
}
