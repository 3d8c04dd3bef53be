package io.flinkarrow.parquet.statistics;

import java.util.List;
import java.util.Optional;

/**
 * What the geometries of a column chunk, or of a file, have in common.
 *
 * @param box around all of them; empty if it is not known or there is none
 * @param types ISO WKB codes of their types, ascending; empty if they are not known
 * @param invalidCount how many values are no WKB; they are in neither
 */
public record GeometryStatistics(
    Optional<GeometryBox> box, List<Integer> types, long invalidCount) {

  public GeometryStatistics {
    types = List.copyOf(types);
  }
}
