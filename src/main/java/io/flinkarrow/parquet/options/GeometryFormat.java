package io.flinkarrow.parquet.options;

/** How a file says which of its columns hold geometries. The values are WKB in any case. */
public enum GeometryFormat {
  /**
   * Plain columns, described by GeoParquet 1.1 in the footer: for readers of any age, also those
   * that know no geometry at all.
   */
  GEOPARQUET_1_1("1.1.0", false),

  /** As {@link #GEOPARQUET_1_1}, and of Parquet's own types GEOMETRY and GEOGRAPHY. */
  BOTH("1.1.0", true),

  /** Of Parquet's own types, and described by GeoParquet 2.0 in the footer. */
  GEOPARQUET_2_0("2.0.0", true),

  /** Of Parquet's own types, and nothing else. */
  NATIVE(null, true);

  private final String geoParquetVersion;
  private final boolean nativeTypes;

  GeometryFormat(String geoParquetVersion, boolean nativeTypes) {
    this.geoParquetVersion = geoParquetVersion;
    this.nativeTypes = nativeTypes;
  }

  /** The version of GeoParquet that the footer claims, or {@code null} for none. */
  public String geoParquetVersion() {
    return geoParquetVersion;
  }

  /** Whether columns are of Parquet's types GEOMETRY and GEOGRAPHY. */
  public boolean hasNativeTypes() {
    return nativeTypes;
  }
}
