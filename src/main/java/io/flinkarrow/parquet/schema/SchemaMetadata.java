package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.options.TimestampUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;

/** The key-value metadata of a Parquet file that has an Arrow schema. */
public final class SchemaMetadata {

  /**
   * The key under which Arrow readers look for the original schema, to restore what Parquet has no
   * types for: widths of offsets, dictionaries, units, zones, fixed list sizes.
   */
  public static final String ARROW_SCHEMA_KEY = "ARROW:schema";

  private SchemaMetadata() {}

  /**
   * The schema's own metadata and the file's other entries, then {@value #ARROW_SCHEMA_KEY}, which
   * replaces an entry of that name: it would describe another file. The stored schema has all other
   * entries too, because Arrow's readers of many files as one know no others.
   *
   * @param schema in message format
   * @param entries of the file; they replace those of the schema
   * @param deltaEncoded paths of columns whose pages may have a delta encoding
   * @param timestampUnit the unit of all timestamps in the file; null if each has its own
   */
  public static Map<String, String> of(
      Schema schema,
      Map<String, String> entries,
      Set<String> deltaEncoded,
      @Nullable TimestampUnit timestampUnit) {
    Map<String, String> metadata = withoutArrowSchema(schema, entries);
    Schema described = new Schema(schema.getFields(), metadata);
    Schema inFile =
        timestampUnit == null ? described : CoercedTimestamps.in(described, timestampUnit);
    byte[] message = ReadableSchema.of(inFile, deltaEncoded).serializeAsMessage();
    metadata.put(ARROW_SCHEMA_KEY, Base64.getEncoder().encodeToString(message));
    return metadata;
  }

  /** The same without {@value #ARROW_SCHEMA_KEY}. */
  public static Map<String, String> withoutArrowSchema(Schema schema, Map<String, String> entries) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (schema.getCustomMetadata() != null) {
      metadata.putAll(schema.getCustomMetadata());
    }
    metadata.putAll(entries);
    metadata.remove(ARROW_SCHEMA_KEY);
    return metadata;
  }
}
