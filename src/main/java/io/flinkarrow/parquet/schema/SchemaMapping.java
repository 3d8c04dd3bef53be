package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.TimestampUnit;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * What options say of how Arrow types become Parquet types.
 *
 * @param int96Timestamps whether timestamps become INT96
 * @param timestampUnit the unit of all timestamps; null if each keeps its own
 * @param truncateTimestamps whether timestamps that are no whole number of that unit are rounded
 *     down instead of refused
 * @param fixedLengthDecimals whether decimals of any precision become FIXED_LEN_BYTE_ARRAY
 * @param listNames what the groups of lists are called
 * @param geometry of which types columns of geometries are
 */
public record SchemaMapping(
    boolean int96Timestamps,
    @Nullable TimestampUnit timestampUnit,
    boolean truncateTimestamps,
    boolean fixedLengthDecimals,
    ListNames listNames,
    GeometryFormat geometry) {

  /** The mapping without any option. */
  public static final SchemaMapping DEFAULT =
      new SchemaMapping(
          false, null, false, false, ListNames.STANDARD, GeometryFormat.GEOPARQUET_1_1);

  /**
   * @throws IllegalArgumentException if timestamps are to become INT96 and of one unit
   */
  public SchemaMapping {
    Objects.requireNonNull(listNames, "listNames");
    Objects.requireNonNull(geometry, "geometry");
    if (int96Timestamps && timestampUnit != null) {
      throw new IllegalArgumentException(
          "The options int96Timestamps and timestampUnit (%s) exclude each other: INT96 has no unit. Leave one of them out"
              .formatted(timestampUnit));
    }
  }
}
