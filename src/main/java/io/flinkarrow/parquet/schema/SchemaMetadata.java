package io.flinkarrow.parquet.schema;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

/** The key-value metadata that a Parquet file takes from its Arrow schema. */
public final class SchemaMetadata {

  /**
   * The key under which Arrow readers look for the original schema, to restore what Parquet has no
   * types for: widths of offsets, dictionaries, units, zones, fixed list sizes.
   */
  public static final String ARROW_SCHEMA_KEY = "ARROW:schema";

  private SchemaMetadata() {}

  /**
   * The schema's own metadata, then {@value #ARROW_SCHEMA_KEY}, which replaces an entry of that
   * name: it would describe another file.
   *
   * @param schema in message format
   * @param deltaEncoded paths of columns whose pages may have a delta encoding
   */
  public static Map<String, String> of(Schema schema, Set<String> deltaEncoded) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (schema.getCustomMetadata() != null) {
      metadata.putAll(schema.getCustomMetadata());
    }
    byte[] message = ReadableSchema.of(schema, deltaEncoded).serializeAsMessage();
    metadata.put(ARROW_SCHEMA_KEY, Base64.getEncoder().encodeToString(message));
    return metadata;
  }
}
