package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Where coordinates are.
 *
 * @param projjson its definition, if it came as PROJJSON or its name is a known one
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
    /** By a name, or in a language, whose definition as PROJJSON is not known. */
    IDENTIFIER
  }

  /**
   * Names of the default system. EPSG:4326 differs in the order of its axes only, and in WKB x is
   * the longitude whatever the system says.
   */
  private static final Set<SystemName> NAMES_OF_CRS84 =
      Set.of(new SystemName("OGC", "CRS84"), new SystemName("EPSG", "4326"));

  private static final CoordinateReferenceSystem CRS84 =
      new CoordinateReferenceSystem(Kind.CRS84, null, null);

  /** Parquet's types have no other word for it, and without a word they mean the default. */
  static final CoordinateReferenceSystem UNKNOWN =
      new CoordinateReferenceSystem(Kind.UNKNOWN, null, "srid:0");

  /** By a name, or by WKT that has one. */
  static CoordinateReferenceSystem named(String text) {
    Optional<SystemName> name = SystemName.of(text);
    return name.filter(NAMES_OF_CRS84::contains).isPresent()
        ? CRS84
        : name.flatMap(KnownSystems::definition)
            .map(CoordinateReferenceSystem::projjson)
            .orElseGet(() -> identifier(text));
  }

  /** By a word that is passed on as it is. */
  static CoordinateReferenceSystem identifier(String text) {
    return new CoordinateReferenceSystem(Kind.IDENTIFIER, null, text);
  }

  /** Readers restore the definition itself, while they do not look it up under another key. */
  static CoordinateReferenceSystem projjson(JsonNode definition) {
    JsonNode id = definition.path("id");
    return "OGC".equals(id.path("authority").asText()) && "CRS84".equals(id.path("code").asText())
        ? CRS84
        : new CoordinateReferenceSystem(Kind.PROJJSON, definition, definition.toString());
  }
}
