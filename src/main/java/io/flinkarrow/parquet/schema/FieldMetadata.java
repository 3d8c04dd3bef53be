package io.flinkarrow.parquet.schema;

import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.parquet.schema.Type;

/** What metadata of Arrow's fields has to do with Parquet. */
public final class FieldMetadata {

  /** Gives a Parquet field id; Arrow C++ writes -1 for none. */
  static final String FIELD_ID_KEY = "PARQUET:field_id";

  private FieldMetadata() {}

  /** Empty if the field of the file has no id. */
  public static Map<String, String> ofId(Type type) {
    return type.getId() == null
        ? Map.of()
        : Map.of(FIELD_ID_KEY, Integer.toString(type.getId().intValue()));
  }

  /** Without the extension type, whose storage has become another. */
  public static Map<String, String> withoutExtension(Map<String, String> metadata) {
    Map<String, String> rest = new HashMap<>(metadata);
    rest.remove(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    rest.remove(ExtensionType.EXTENSION_METADATA_KEY_METADATA);
    return rest;
  }
}
