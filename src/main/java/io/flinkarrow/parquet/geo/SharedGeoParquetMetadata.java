package io.flinkarrow.parquet.geo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.annotation.Nullable;

/**
 * GeoParquet's description of several files that become one. They must describe their columns in
 * the same way, except for boxes, which become one around all, and for types, which are added up. A
 * box that cannot be added, because it crosses the antimeridian or has other dimensions, is left
 * out, and so are types if a file does not say them.
 */
public final class SharedGeoParquetMetadata {

  private static final String COLUMNS = "columns";
  private static final String BOX = "bbox";
  private static final String TYPES = "geometry_types";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String firstFile;

  /** Null if the files have none. */
  @Nullable private final ObjectNode shared;

  /** Whether a file with rows has been added. */
  private boolean hasRows;

  /**
   * @param file the first one's name, for messages
   * @param description its entry; null if it has none
   * @param hasRows a file without rows says nothing of geometries
   * @throws IllegalArgumentException if the entry cannot be read
   */
  public SharedGeoParquetMetadata(String file, @Nullable String description, boolean hasRows) {
    this.firstFile = file;
    this.shared = parsed(file, description);
    this.hasRows = hasRows;
  }

  @Nullable
  private static ObjectNode parsed(String file, @Nullable String description) {
    if (description == null) {
      return null;
    }
    try {
      if (MAPPER.readTree(description) instanceof ObjectNode object
          && object.path(COLUMNS) instanceof ObjectNode columns
          && StreamSupport.stream(columns.spliterator(), false).allMatch(JsonNode::isObject)) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw unreadable(file, e);
    }
    throw unreadable(file, null);
  }

  private static IllegalArgumentException unreadable(String file, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "The entry 'geo' of %s should be a description of geometries as GeoParquet has it, but is none. Write the file again without it"
            .formatted(file),
        cause);
  }

  /**
   * Adds a file.
   *
   * @throws IllegalArgumentException if it describes its columns in another way
   */
  public void add(String file, @Nullable String description, boolean withRows) {
    ObjectNode added = parsed(file, description);
    if (!Objects.equals(withoutExtents(shared), withoutExtents(added))) {
      throw new IllegalArgumentException(
          "%s does not describe its geometries as %s does, so that one file cannot have the rows of both. Their entries 'geo' differ in more than boxes and types"
              .formatted(file, firstFile));
    }
    if (shared != null && withRows) {
      addExtents((ObjectNode) added.get(COLUMNS));
      hasRows = true;
    }
  }

  private void addExtents(ObjectNode added) {
    Iterator<String> columns = shared.get(COLUMNS).fieldNames();
    while (columns.hasNext()) {
      String column = columns.next();
      ObjectNode mine = (ObjectNode) shared.get(COLUMNS).get(column);
      JsonNode other = added.get(column);
      if (hasRows) {
        mine.set(TYPES, types(mine.path(TYPES), other.path(TYPES)));
        Optional<ArrayNode> box = box(mine.path(BOX), other.path(BOX));
        mine.remove(BOX);
        box.ifPresent(union -> mine.set(BOX, union));
      } else {
        mine.setAll((ObjectNode) other);
      }
    }
  }

  /** None, which means that they are not known, if one file does not know its own. */
  private static ArrayNode types(JsonNode mine, JsonNode other) {
    Set<String> names = new TreeSet<>();
    if (!mine.isEmpty() && !other.isEmpty()) {
      mine.forEach(name -> names.add(name.asText()));
      other.forEach(name -> names.add(name.asText()));
    }
    ArrayNode types = MAPPER.createArrayNode();
    names.forEach(types::add);
    return types;
  }

  private static Optional<ArrayNode> box(JsonNode mine, JsonNode other) {
    if (!isBox(mine) || mine.size() != other.size() || !isBox(other)) {
      return Optional.empty();
    }
    ArrayNode union = MAPPER.createArrayNode();
    int dimensions = mine.size() / 2;
    for (int i = 0; i < mine.size(); i++) {
      double first = mine.get(i).asDouble();
      double second = other.get(i).asDouble();
      union.add(i < dimensions ? Math.min(first, second) : Math.max(first, second));
    }
    return Optional.of(union);
  }

  /** Whether it has a least and a greatest number for two dimensions or more. */
  private static boolean isBox(JsonNode box) {
    if (!box.isArray() || box.size() < 4 || box.size() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < box.size() / 2; i++) {
      JsonNode least = box.get(i);
      JsonNode greatest = box.get(i + box.size() / 2);
      if (!least.isNumber() || !greatest.isNumber() || least.asDouble() > greatest.asDouble()) {
        return false;
      }
    }
    return true;
  }

  @Nullable
  private static ObjectNode withoutExtents(@Nullable ObjectNode description) {
    if (description == null) {
      return null;
    }
    ObjectNode copy = description.deepCopy();
    for (JsonNode column : copy.get(COLUMNS)) {
      ((ObjectNode) column).remove(List.of(BOX, TYPES));
    }
    return copy;
  }

  /** The entry of the one file; empty if the files have none. */
  public Optional<String> entry() {
    return Optional.ofNullable(shared).map(ObjectNode::toString);
  }
}
