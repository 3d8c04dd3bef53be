package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Where coordinates are. Without a database of such systems they are passed on as they come.
 *
 * @param projjson its definition, if it came as PROJJSON
 * @param identifier as which Parquet's logical types have it, unless it is the default one
 */
record CoordinateReferenceSystem(
    Kind kind, @Nullable JsonNode projjson, @Nullable String identifier) {

  enum Kind {
    /** Longitude and latitude on WGS 84, Parquet's and GeoParquet's default. */
    CRS84,
    /** The producer did not say. */
    UNKNOWN,
    /** Defined by PROJJSON. */
    PROJJSON,
    /** Named, or defined in a language that GeoParquet does not have. */
    IDENTIFIER
  }

  /**
   * Names of the default system. EPSG:4326 differs in the order of its axes only, and in WKB x is
   * the longitude whatever the system says.
   */
  private static final Set<String> NAMES_OF_CRS84 =
      Set.of(
          "OGC:CRS84", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84");

  private static final CoordinateReferenceSystem CRS84 =
      new CoordinateReferenceSystem(Kind.CRS84, null, null);

  /** Parquet's types have no other word for it, and without a word they mean the default. */
  static final CoordinateReferenceSystem UNKNOWN =
      new CoordinateReferenceSystem(Kind.UNKNOWN, null, "srid:0");

  static CoordinateReferenceSystem named(String name) {
    return NAMES_OF_CRS84.contains(name)
        ? CRS84
        : new CoordinateReferenceSystem(Kind.IDENTIFIER, null, name);
  }

  /** Readers restore the definition itself, while they do not look it up under another key. */
  static CoordinateReferenceSystem projjson(JsonNode definition) {
    JsonNode id = definition.path("id");
    return "OGC".equals(id.path("authority").asText()) && "CRS84".equals(id.path("code").asText())
        ? CRS84
        : new CoordinateReferenceSystem(Kind.PROJJSON, definition, definition.toString());
  }
}
