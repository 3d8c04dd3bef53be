package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkarrow.parquet.geo.CoordinateReferenceSystem.Kind;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.statistics.GeometryBox;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * GeoParquet's description of a file: the value of the entry {@value #KEY} of its metadata. Written
 * at the end of a file, because it says what all of its geometries have in common.
 */
public final class GeoParquetMetadata {

  /** Where readers look for it. */
  public static final String KEY = "geo";

  private static final List<String> TYPE_NAMES =
      List.of(
          "Point",
          "LineString",
          "Polygon",
          "MultiPoint",
          "MultiLineString",
          "MultiPolygon",
          "GeometryCollection");

  private static final List<String> DIMENSION_NAMES = List.of("", " Z", " M", " ZM");
  private static final int CODES_PER_DIMENSION = 1000;

  /** What is said of columns whose values not all who read the footer may know. */
  private static final GeometryStatistics NOT_KNOWN =
      new GeometryStatistics(Optional.empty(), List.of(), 0);

  private final GeometryFormat format;
  private final List<Covering> coverings;
  private final Predicate<GeometryColumn> secret;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  private GeoParquetMetadata(
      GeometryFormat format, List<Covering> coverings, Predicate<GeometryColumn> secret) {
    this.format = format;
    this.secret = secret;
    this.coverings = coverings;
  }

  /**
   * Refuses columns that GeoParquet cannot describe, before there is data.
   *
   * @throws IllegalArgumentException if there is such a column, and the format has GeoParquet
   */
  public static void check(GeometryFormat format, List<GeometryColumn> columns) {
    if (format.geoParquetVersion() == null) {
      return;
    }
    for (GeometryColumn column : columns) {
      if (column.atRoot()) {
        check(format, column);
      }
    }
  }

  private static void check(GeometryFormat format, GeometryColumn column) {
    GeometryMetadata metadata = column.metadata();
    if (metadata.crs().kind() == Kind.IDENTIFIER) {
      throw new IllegalArgumentException(
          "Column %s has the coordinate reference system '%s', but GeoParquet needs its definition: give it as PROJJSON, for example with the column's option geometryMetadata, or set the writer's option geometry to NATIVE"
              .formatted(column.path(), metadata.crs().identifier()));
    }
    if (format != GeometryFormat.GEOPARQUET_2_0 && !metadata.edges().isInGeoParquet11()) {
      throw new IllegalArgumentException(
          "Column %s has %s edges, which GeoParquet 1.1 does not have: set the option geometry to GEOPARQUET_2_0 or NATIVE"
              .formatted(column.path(), metadata.edges().key()));
    }
  }

  /**
   * The entry for a file with these columns; empty if the file needs none.
   *
   * @param secret columns of which it must not show where geometries are
   */
  public static Optional<String> of(
      GeometryFormat format,
      List<GeometryCollector> columns,
      List<Covering> coverings,
      Predicate<GeometryColumn> secret) {
    List<GeometryCollector> described =
        columns.stream().filter(collector -> collector.column().atRoot()).toList();
    return format.geoParquetVersion() == null || described.isEmpty()
        ? Optional.empty()
        : Optional.of(new GeoParquetMetadata(format, coverings, secret).file(described).toString());
  }

  private ObjectNode file(List<GeometryCollector> described) {
    ObjectNode file = nodes.objectNode();
    file.put("version", format.geoParquetVersion());
    file.put("primary_column", described.get(0).column().path());
    ObjectNode columns = file.putObject("columns");
    for (GeometryCollector collector : described) {
      columns.set(
          collector.column().path(),
          column(
              collector.column(),
              secret.test(collector.column()) ? NOT_KNOWN : collector.ofFile()));
    }
    return file;
  }

  private ObjectNode column(GeometryColumn described, GeometryStatistics statistics) {
    GeometryMetadata metadata = described.metadata();
    ObjectNode column = nodes.objectNode();
    column.put("encoding", "WKB");
    column.set("geometry_types", types(statistics.types()));
    switch (metadata.crs().kind()) {
      case CRS84 -> {}
      case UNKNOWN, IDENTIFIER -> column.putNull("crs");
      case PROJJSON -> column.set("crs", metadata.crs().projjson());
    }
    if (metadata.edges() != EdgeInterpolation.PLANAR) {
      column.put("edges", metadata.edges().key());
    }
    statistics.box().ifPresent(box -> addBox(column, box));
    for (Covering covering : coverings) {
      if (covering.geometry().equals(described)) {
        addCovering(column.putObject("covering").putObject("bbox"), covering);
      }
    }
    return column;
  }

  private static void addCovering(ObjectNode box, Covering covering) {
    Covering.BOUNDS.forEach(bound -> box.putArray(bound).add(covering.name()).add(bound));
  }

  /** None, which means that they are not known, if GeoParquet 1.1 has no name for one. */
  private ArrayNode types(List<Integer> codes) {
    ArrayNode types = nodes.arrayNode();
    int mostDimensions = format == GeometryFormat.GEOPARQUET_2_0 ? DIMENSION_NAMES.size() : 2;
    if (codes.stream().allMatch(code -> code / CODES_PER_DIMENSION < mostDimensions)) {
      codes.forEach(
          code ->
              types.add(
                  TYPE_NAMES.get(code % CODES_PER_DIMENSION - 1)
                      + DIMENSION_NAMES.get(code / CODES_PER_DIMENSION)));
    }
    return types;
  }

  /** JSON has no infinity: such a box is left out. */
  private static void addBox(ObjectNode column, GeometryBox box) {
    double[] bounds =
        box.hasZ()
            ? new double[] {box.xMin(), box.yMin(), box.zMin(), box.xMax(), box.yMax(), box.zMax()}
            : new double[] {box.xMin(), box.yMin(), box.xMax(), box.yMax()};
    for (double bound : bounds) {
      if (Double.isInfinite(bound)) {
        return;
      }
    }
    ArrayNode array = column.putArray("bbox");
    for (double bound : bounds) {
      array.add(bound);
    }
  }
}
