package io.flinkarrow.parquet.geo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;

/** What lies between two points of a geometry. The names are GeoArrow's, in upper case. */
public enum EdgeInterpolation {
  PLANAR,
  SPHERICAL,
  VINCENTY,
  THOMAS,
  ANDOYER,
  KARNEY;

  /** Of a key in any case; empty if there is no such. */
  static Optional<EdgeInterpolation> of(String key) {
    return Arrays.stream(values()).filter(known -> known.key().equalsIgnoreCase(key)).findFirst();
  }

  /** As GeoArrow and GeoParquet spell it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether GeoParquet 1.1 knows it. */
  boolean isInGeoParquet11() {
    return this == PLANAR || this == SPHERICAL;
  }

  /** As Parquet's type GEOGRAPHY has it; not for {@link #PLANAR}, which makes a GEOMETRY. */
  EdgeInterpolationAlgorithm algorithm() {
    return EdgeInterpolationAlgorithm.valueOf(name());
  }
}
