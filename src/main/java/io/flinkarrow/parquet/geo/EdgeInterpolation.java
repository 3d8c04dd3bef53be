package io.flinkarrow.parquet.geo;

import java.util.Locale;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;

/** What lies between two points of a geometry. The names are GeoArrow's, in upper case. */
public enum EdgeInterpolation {
  PLANAR,
  SPHERICAL,
  VINCENTY,
  THOMAS,
  ANDOYER,
  KARNEY;

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
