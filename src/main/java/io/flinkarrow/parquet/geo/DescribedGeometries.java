package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A schema that was read from a GeoParquet file by a reader that knows nothing of geometries: its
 * columns are plain, and the entry {@value GeoParquetMetadata#KEY} of its metadata describes them.
 * What the entry says of rows, such as their box, is true of that file only.
 *
 * @param schema without the entry, and with fields that say themselves what it said of columns
 * @param primaryColumn what the entry said
 */
public record DescribedGeometries(Schema schema, Optional<String> primaryColumn) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** An entry, or part of one, that GeoParquet does not have is ignored. */
  public static DescribedGeometries of(Schema schema) {
    Map<String, String> metadata = schema.getCustomMetadata();
    if (metadata == null || !metadata.containsKey(GeoParquetMetadata.KEY)) {
      return new DescribedGeometries(schema, Optional.empty());
    }
    JsonNode entry = parse(metadata.get(GeoParquetMetadata.KEY));
    JsonNode columns = entry.path("columns");
    List<Field> fields =
        schema.getFields().stream()
            .map(field -> described(field, columns.path(field.getName())))
            .toList();
    Map<String, String> rest = new HashMap<>(metadata);
    rest.remove(GeoParquetMetadata.KEY);
    return new DescribedGeometries(
        new Schema(fields, rest), Optional.ofNullable(entry.path("primary_column").textValue()));
  }

  private static JsonNode parse(String entry) {
    try {
      return MAPPER.readTree(entry);
    } catch (JsonProcessingException e) {
      // Nobody can be told: the entry says nothing of the rows that come.
      return MAPPER.missingNode();
    }
  }

  /** A field that has an extension type speaks for itself. */
  private static Field described(Field field, JsonNode column) {
    if (field.getMetadata().containsKey(ExtensionType.EXTENSION_METADATA_KEY_NAME)) {
      return field;
    }
    Optional<EdgeInterpolation> edges = edges(column);
    String encoding = column.path("encoding").asText();
    if (edges.isEmpty() || encoding.isEmpty()) {
      return field;
    }
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(
        ExtensionType.EXTENSION_METADATA_KEY_NAME, "geoarrow." + encoding.toLowerCase(Locale.ROOT));
    metadata.put(
        ExtensionType.EXTENSION_METADATA_KEY_METADATA, metadata(column, edges.get()).toString());
    Field geometries = GeometryField.withMetadata(field, metadata);
    return GeometryField.isOne(geometries) ? geometries : field;
  }

  private static Optional<EdgeInterpolation> edges(JsonNode column) {
    String edges = column.path(GeometryMetadata.EDGES).asText(EdgeInterpolation.PLANAR.key());
    return EdgeInterpolation.of(edges);
  }

  /** GeoArrow's. The order of points in polygons is left out: nobody looks whether it is kept. */
  private static ObjectNode metadata(JsonNode column, EdgeInterpolation edges) {
    ObjectNode metadata = MAPPER.createObjectNode();
    JsonNode crs = column.path(GeometryMetadata.CRS);
    if (crs.isMissingNode()) {
      metadata.put(GeometryMetadata.CRS, "OGC:CRS84");
    } else if (crs.isObject()) {
      metadata.set(GeometryMetadata.CRS, crs);
    }
    if (edges != EdgeInterpolation.PLANAR) {
      metadata.put(GeometryMetadata.EDGES, edges.key());
    }
    if (column.path(GeometryMetadata.EPOCH).isNumber()) {
      metadata.set(GeometryMetadata.EPOCH, column.path(GeometryMetadata.EPOCH));
    }
    return metadata;
  }
}
