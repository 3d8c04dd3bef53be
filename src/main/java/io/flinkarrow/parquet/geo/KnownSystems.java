package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Definitions of the coordinate reference systems that are in general use, as PROJJSON. The
 * resource says where they are from.
 */
final class KnownSystems {

  private static final String RESOURCE = "coordinate-reference-systems.json";

  private static final List<Zones> ZONES =
      List.of(
          new Zones(32600, 1, 60, 31, 'N'),
          new Zones(32700, 1, 60, 31, 'S'),
          new Zones(25800, 28, 38, 31, 'N'),
          new Zones(26900, 1, 23, 10, 'N'));

  private static final JsonNode DEFINITIONS = load();

  private KnownSystems() {}

  /**
   * Zones of UTM on one datum, which differ in names, meridian and code only.
   *
   * @param base the code of a zone is so much more than its number
   * @param example the zone whose definition is in the resource
   */
  private record Zones(int base, int first, int last, int example, char hemisphere) {

    boolean has(int code) {
      return code >= base + first && code <= base + last;
    }

    JsonNode definition(int code) {
      ObjectNode definition = DEFINITIONS.path("EPSG:" + (base + example)).deepCopy();
      int zone = code - base;
      rename(definition, zone);
      rename((ObjectNode) definition.path("conversion"), zone);
      for (JsonNode parameter : definition.path("conversion").path("parameters")) {
        if (parameter.path("name").asText().equals("Longitude of natural origin")) {
          ((ObjectNode) parameter).put("value", 6 * zone - 183);
        }
      }
      ((ObjectNode) definition.path("id")).put("code", code);
      return definition;
    }

    private void rename(ObjectNode named, int zone) {
      String name = named.path("name").asText();
      named.put("name", name.replace(ending(example), ending(zone)));
    }

    private String ending(int zone) {
      return "zone " + zone + hemisphere;
    }
  }

  private static JsonNode load() {
    try (InputStream in = KnownSystems.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in).path("systems");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<JsonNode> definition(SystemName name) {
    JsonNode definition = DEFINITIONS.get(name.toString());
    return definition == null ? zone(name) : Optional.of(definition);
  }

  private static Optional<JsonNode> zone(SystemName name) {
    if (!name.authority().equals("EPSG") || !name.code().matches("\\d{5}")) {
      return Optional.empty();
    }
    int code = Integer.parseInt(name.code());
    return ZONES.stream()
        .filter(zones -> zones.has(code))
        .findFirst()
        .map(zones -> zones.definition(code));
  }
}
