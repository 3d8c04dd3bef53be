package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.options.TimestampUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
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
   * @param timestampUnit the unit of all timestamps in the file; null if each has its own
   */
  public static Map<String, String> of(
      Schema schema, Set<String> deltaEncoded, @Nullable TimestampUnit timestampUnit) {
    Map<String, String> metadata = ownMetadata(schema);
    Schema inFile = timestampUnit == null ? schema : CoercedTimestamps.in(schema, timestampUnit);
    byte[] message = ReadableSchema.of(inFile, deltaEncoded).serializeAsMessage();
    metadata.put(ARROW_SCHEMA_KEY, Base64.getEncoder().encodeToString(message));
    return metadata;
  }

  /** The schema's own metadata without {@value #ARROW_SCHEMA_KEY}. */
  public static Map<String, String> withoutArrowSchema(Schema schema) {
    Map<String, String> metadata = ownMetadata(schema);
    metadata.remove(ARROW_SCHEMA_KEY);
    return metadata;
  }

  private static Map<String, String> ownMetadata(Schema schema) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (schema.getCustomMetadata() != null) {
      metadata.putAll(schema.getCustomMetadata());
    }
    return metadata;
  }
}
