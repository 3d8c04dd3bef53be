package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/** What the extension metadata of a GeoArrow field says: {@code crs}, {@code crs_type}, edges. */
record GeometryMetadata(CoordinateReferenceSystem crs, EdgeInterpolation edges) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @param json null or empty if the field has none
   * @param path of the field, for messages
   * @throws IllegalArgumentException if it is malformed; the message names the field
   */
  static GeometryMetadata parse(@Nullable String json, String path) {
    if (json == null || json.isBlank()) {
      return new GeometryMetadata(CoordinateReferenceSystem.UNKNOWN, EdgeInterpolation.PLANAR);
    }
    JsonNode root = parseJson(json, path, "it is not JSON");
    if (!root.isObject()) {
      throw malformed(path, "it is no JSON object", null);
    }
    return new GeometryMetadata(crs(root, path), edges(root.get("edges"), path));
  }

  private static CoordinateReferenceSystem crs(JsonNode root, String path) {
    JsonNode crs = root.get("crs");
    if (crs == null || crs.isNull()) {
      return CoordinateReferenceSystem.UNKNOWN;
    }
    if (crs.isObject()) {
      return CoordinateReferenceSystem.projjson(crs);
    }
    if (!crs.isTextual() || crs.textValue().isBlank()) {
      throw malformed(path, "'crs' is neither PROJJSON nor a string", null);
    }
    String text = crs.textValue().strip();
    String type = root.path("crs_type").asText();
    if ("projjson".equals(type) || text.startsWith("{")) {
      JsonNode definition = parseJson(text, path, "'crs' is not the PROJJSON that it claims to be");
      if (!definition.isObject()) {
        throw malformed(path, "'crs' is not the PROJJSON that it claims to be", null);
      }
      return CoordinateReferenceSystem.projjson(definition);
    }
    boolean srid = "srid".equals(type) && !text.startsWith("srid:");
    return CoordinateReferenceSystem.named(srid ? "srid:" + text : text);
  }

  private static EdgeInterpolation edges(@Nullable JsonNode edges, String path) {
    if (edges == null || edges.isNull()) {
      return EdgeInterpolation.PLANAR;
    }
    return Arrays.stream(EdgeInterpolation.values())
        .filter(known -> known.key().equals(edges.asText().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                malformed(
                    path,
                    "'edges' is none of "
                        + Arrays.stream(EdgeInterpolation.values())
                            .map(EdgeInterpolation::key)
                            .collect(Collectors.joining(", ")),
                    null));
  }

  private static JsonNode parseJson(String json, String path, String wrong) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw malformed(path, wrong, e);
    }
  }

  private static IllegalArgumentException malformed(
      String path, String wrong, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "Field %s has metadata %s that GeoArrow does not have: %s. Correct it, or leave it out if the coordinate reference system is not known"
            .formatted(path, ExtensionType.EXTENSION_METADATA_KEY_METADATA, wrong),
        cause);
  }

  /** Parquet's own type of the column. */
  LogicalTypeAnnotation logicalType() {
    return edges == EdgeInterpolation.PLANAR
        ? LogicalTypeAnnotation.geometryType(crs.identifier())
        : LogicalTypeAnnotation.geographyType(crs.identifier(), edges.algorithm());
  }
}
