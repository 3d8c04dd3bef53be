package io.flinkarrow.parquet.compaction;

import io.flinkarrow.parquet.assemble.StoredArrowSchema;
import io.flinkarrow.parquet.geo.GeoParquetMetadata;
import io.flinkarrow.parquet.geo.SharedGeoParquetMetadata;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;

/**
 * The key-value metadata of several files that become one: entries that all of them have, with the
 * same value. GeoParquet's description is put together from those of all files, and an Arrow schema
 * is kept if all have the same fields.
 */
public final class SharedMetadata {

  /** Pandas keeps the number of rows in it. */
  private static final String PANDAS = "pandas";

  private final Map<String, String> shared = new LinkedHashMap<>();
  private final Set<String> leftOut = new TreeSet<>();
  private final MessageType schema;
  @Nullable private SharedGeoParquetMetadata geometries;

  /** Of the Arrow schema that each file keeps; none if they differ, or one has none. */
  private List<Field> arrowFields = List.of();

  /** Null if it is not the same in each file, to the letter. */
  @Nullable private String arrowSchema;

  private int files;

  /**
   * @param schema of all files
   */
  public SharedMetadata(MessageType schema) {
    this.schema = schema;
  }

  /**
   * Adds a file.
   *
   * @param file its name, for messages
   * @throws IllegalArgumentException if it describes geometries in another way than those before
   */
  public void add(String file, boolean hasRows, Map<String, String> metadata) {
    Map<String, String> others = new LinkedHashMap<>(metadata);
    String description = others.remove(GeoParquetMetadata.KEY);
    addArrowSchema(metadata, others.remove(SchemaMetadata.ARROW_SCHEMA_KEY));
    if (files == 0) {
      geometries = new SharedGeoParquetMetadata(file, description, hasRows);
      shared.putAll(others);
    } else {
      geometries.add(file, description, hasRows);
      keepShared(others);
      leaveOut(PANDAS);
    }
    files++;
  }

  private void addArrowSchema(Map<String, String> metadata, @Nullable String entry) {
    List<Field> fields = StoredArrowSchema.of(metadata, schema);
    if (files == 0) {
      arrowFields = fields;
      arrowSchema = entry;
    } else {
      arrowFields = arrowFields.equals(fields) ? fields : List.of();
      arrowSchema = Objects.equals(arrowSchema, entry) ? entry : null;
    }
    if (entry != null) {
      leftOut.add(SchemaMetadata.ARROW_SCHEMA_KEY);
    }
  }

  private void keepShared(Map<String, String> others) {
    for (String key : List.copyOf(shared.keySet())) {
      if (!Objects.equals(shared.get(key), others.get(key))) {
        leaveOut(key);
      }
    }
    for (String key : others.keySet()) {
      if (!shared.containsKey(key)) {
        leftOut.add(key);
      }
    }
  }

  private void leaveOut(String key) {
    if (shared.remove(key) != null) {
      leftOut.add(key);
    }
  }

  /** The fields that Arrow has dictionary-encoded, as all files say. */
  public Set<String> dictionaryEncoded() {
    return arrowFields.stream()
        .filter(field -> field.getDictionary() != null)
        .map(Field::getName)
        .collect(Collectors.toSet());
  }

  /** What one file says for all of them. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>(shared);
    if (geometries != null) {
      geometries.entry().ifPresent(entry -> entries.put(GeoParquetMetadata.KEY, entry));
    }
    // Arrow's C++ library puts the entry of pandas into the schema, too.
    if (arrowSchema != null && !leftOut.contains(PANDAS)) {
      entries.put(SchemaMetadata.ARROW_SCHEMA_KEY, arrowSchema);
    } else if (!arrowFields.isEmpty()) {
      // Each file's has the entries of that file, which now are others.
      return SchemaMetadata.of(new Schema(arrowFields), entries, Set.of(), null);
    }
    return entries;
  }

  /** Keys of entries that not all files have, or with other values, sorted. */
  public List<String> leftOut() {
    Set<String> kept = entries().keySet();
    return leftOut.stream().filter(key -> !kept.contains(key)).toList();
  }
}
