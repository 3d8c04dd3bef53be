package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * What the extension metadata of a GeoArrow field says.
 *
 * @param epoch the year, with decimals, in which coordinates are valid where the ground moves; null
 *     if that is not known. GeoArrow has no key for it, but GeoParquet has
 */
record GeometryMetadata(
    CoordinateReferenceSystem crs, EdgeInterpolation edges, @Nullable JsonNode epoch) {

  static final String CRS = "crs";
  static final String EDGES = "edges";
  static final String EPOCH = "epoch";
  private static final String CRS_TYPE = "crs_type";
  private static final String DEFAULT_CRS = "OGC:CRS84";

  /** Before the number of a system in the producer's own database. */
  private static final String SRID = "srid:";

  /** Before the key of the footer under which a system is defined. */
  private static final String PROJJSON = "projjson:";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @param json null or empty if the field has none
   * @param path of the field, for messages
   * @throws IllegalArgumentException if it is malformed; the message names the field
   */
  static GeometryMetadata parse(@Nullable String json, String path) {
    JsonNode root = root(json, path);
    JsonNode crs = crs(root, path);
    JsonNode epoch = root.path(EPOCH);
    if ("CoordinateMetadata".equals(crs.path("type").asText()) && crs.path(CRS).isObject()) {
      epoch = crs.path("coordinateEpoch");
      crs = crs.path(CRS);
    }
    return new GeometryMetadata(
        system(crs, root.path(CRS_TYPE).asText()),
        edges(root.get(EDGES), path),
        epoch.isNumber() ? epoch : null);
  }

  /**
   * The metadata with another coordinate reference system.
   *
   * @param crs PROJJSON, or a name
   * @throws IllegalArgumentException if the metadata is malformed; the message names the field
   */
  static String located(@Nullable String json, String crs, String path) {
    ObjectNode root = root(json, path);
    root.remove(CRS_TYPE);
    return root.put(CRS, crs).toString();
  }

  /**
   * The metadata of a column with Parquet's own type.
   *
   * @param crs what the type says; without a word it is the default
   * @param properties the footer's keys and values, one of which may define it
   */
  static String ofParquet(
      @Nullable String crs, EdgeInterpolation edges, Map<String, String> properties) {
    ObjectNode metadata = MAPPER.createObjectNode();
    if (crs == null) {
      metadata.put(CRS, DEFAULT_CRS);
    } else if (crs.startsWith(PROJJSON)) {
      String definition = properties.get(crs.substring(PROJJSON.length()));
      metadata.set(CRS, definition(definition == null ? crs : definition));
    } else if (!crs.equals(CoordinateReferenceSystem.UNKNOWN.identifier())) {
      boolean isNumber = crs.startsWith(SRID);
      metadata.set(CRS, definition(isNumber ? crs.substring(SRID.length()) : crs));
      if (isNumber) {
        metadata.put(CRS_TYPE, "srid");
      }
    }
    if (edges != EdgeInterpolation.PLANAR) {
      metadata.put(EDGES, edges.key());
    }
    return metadata.toString();
  }

  /** PROJJSON, or whatever else it is as a string. */
  private static JsonNode definition(String crs) {
    try {
      JsonNode definition = MAPPER.readTree(crs);
      return definition.isObject() ? definition : MAPPER.getNodeFactory().textNode(crs);
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(crs);
    }
  }

  private static ObjectNode root(@Nullable String json, String path) {
    if (json == null || json.isBlank()) {
      return MAPPER.createObjectNode();
    }
    JsonNode root = parseJson(json, path, "it is not JSON");
    if (!root.isObject()) {
      throw malformed(path, "it is no JSON object", null);
    }
    return (ObjectNode) root;
  }

  /** PROJJSON, a string of anything else, or nothing. */
  private static JsonNode crs(JsonNode root, String path) {
    JsonNode crs = root.path(CRS);
    if (crs.isMissingNode() || crs.isNull() || crs.isObject()) {
      return crs;
    }
    if (!crs.isTextual() || crs.textValue().isBlank()) {
      throw malformed(path, "'crs' is neither PROJJSON nor a string", null);
    }
    String text = crs.textValue().strip();
    if (!"projjson".equals(root.path(CRS_TYPE).asText()) && !text.startsWith("{")) {
      return crs;
    }
    JsonNode definition = parseJson(text, path, "'crs' is not the PROJJSON that it claims to be");
    if (!definition.isObject()) {
      throw malformed(path, "'crs' is not the PROJJSON that it claims to be", null);
    }
    return definition;
  }

  private static CoordinateReferenceSystem system(JsonNode crs, String type) {
    if (crs.isObject()) {
      return CoordinateReferenceSystem.projjson(crs);
    }
    if (!crs.isTextual()) {
      return CoordinateReferenceSystem.UNKNOWN;
    }
    String text = crs.textValue().strip();
    // The number is one of the producer's own database.
    return "srid".equals(type)
        ? CoordinateReferenceSystem.identifier(text.startsWith(SRID) ? text : SRID + text)
        : CoordinateReferenceSystem.named(text);
  }

  private static EdgeInterpolation edges(@Nullable JsonNode edges, String path) {
    if (edges == null || edges.isNull()) {
      return EdgeInterpolation.PLANAR;
    }
    return EdgeInterpolation.of(edges.asText())
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
