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
  private static final int LONGEST_NAME = 80;

  /** What is said of columns whose values not all who read the footer may know. */
  private static final GeometryStatistics NOT_KNOWN =
      new GeometryStatistics(Optional.empty(), List.of(), 0);

  private final GeometryFormat format;
  private final List<Covering> coverings;
  private final Optional<String> primary;
  private final Predicate<GeometryColumn> secret;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  private GeoParquetMetadata(
      GeometryFormat format,
      List<Covering> coverings,
      Optional<String> primary,
      Predicate<GeometryColumn> secret) {
    this.format = format;
    this.coverings = coverings;
    this.primary = primary;
    this.secret = secret;
  }

  /**
   * What a file cannot say of a column, and what to do; empty if it says all that is known.
   *
   * @param column at the top of the schema
   */
  public static Optional<String> loss(GeometryFormat format, GeometryColumn column) {
    if (format.geoParquetVersion() == null || !column.atRoot()) {
      return Optional.empty();
    }
    GeometryMetadata metadata = column.metadata();
    if (!describes(format, column)) {
      return Optional.of(
          "Column %s has %s edges, which GeoParquet 1.1 does not have: set the option geometry to GEOPARQUET_2_0 or NATIVE"
              .formatted(column.path(), metadata.edges().key()));
    }
    if (metadata.crs().kind() == Kind.IDENTIFIER) {
      return Optional.of(
          "Column %s has the coordinate reference system '%s', but GeoParquet needs its definition: give it as PROJJSON by the column's option coordinateReferenceSystem, or set the option geometry to NATIVE"
              .formatted(column.path(), shortened(metadata.crs().identifier())));
    }
    return Optional.empty();
  }

  /** Whether a column has an entry. Without its edges, an entry would claim others. */
  private static boolean describes(GeometryFormat format, GeometryColumn column) {
    return column.atRoot()
        && (format == GeometryFormat.GEOPARQUET_2_0
            || column.metadata().edges().isInGeoParquet11());
  }

  /** Definitions as WKT are long. */
  static String shortened(String system) {
    return system.length() <= LONGEST_NAME ? system : system.substring(0, LONGEST_NAME) + "...";
  }

  /**
   * The entry for a file with these columns; empty if the file needs none.
   *
   * @param primary the column that the schema's own entry called so
   * @param secret columns of which it must not show where geometries are
   */
  public static Optional<String> of(
      GeometryFormat format,
      List<GeometryCollector> columns,
      List<Covering> coverings,
      Optional<String> primary,
      Predicate<GeometryColumn> secret) {
    if (format.geoParquetVersion() == null) {
      return Optional.empty();
    }
    List<GeometryCollector> described =
        columns.stream().filter(collector -> describes(format, collector.column())).toList();
    return described.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new GeoParquetMetadata(format, coverings, primary, secret).file(described).toString());
  }

  private String primaryColumn(List<GeometryCollector> described) {
    List<String> names = described.stream().map(collector -> collector.column().path()).toList();
    return primary.filter(names::contains).orElse(names.get(0));
  }

  private ObjectNode file(List<GeometryCollector> described) {
    ObjectNode file = nodes.objectNode();
    file.put("version", format.geoParquetVersion());
    file.put("primary_column", primaryColumn(described));
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
      case UNKNOWN, IDENTIFIER -> column.putNull(GeometryMetadata.CRS);
      case PROJJSON -> column.set(GeometryMetadata.CRS, metadata.crs().projjson());
    }
    if (metadata.edges() != EdgeInterpolation.PLANAR) {
      column.put(GeometryMetadata.EDGES, metadata.edges().key());
    }
    if (metadata.epoch() != null) {
      column.set(GeometryMetadata.EPOCH, metadata.epoch());
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
