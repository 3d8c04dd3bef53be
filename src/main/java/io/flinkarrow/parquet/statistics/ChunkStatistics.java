package io.flinkarrow.parquet.statistics;

import org.apache.parquet.format.BoundaryOrder;

/**
 * The statistics of one column chunk.
 *
 * @param min a lower bound of the values, PLAIN-encoded and without a length, or {@code null}
 *     together with {@code max} if the chunk has no values, a NaN or a type without order
 * @param max an upper bound of the values
 * @param minExact whether {@code min} is a value of the chunk and not a truncated one
 * @param maxExact whether {@code max} is a value of the chunk and not a truncated one
 * @param nullCount entries below the maximum definition level
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
    BoundaryOrder boundaryOrder,
    boolean columnIndexValid) {

  public boolean hasMinMax() {
    return min != null;
  }
}
