package io.flinkarrow.parquet.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;

import io.flinkarrow.layout.StorageType;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * What the extension type of a leaf is in Parquet: by its name in the field's metadata, whether or
 * not a class for it is registered.
 */
public final class ExtensionAnnotation {

  static final String UUID = "arrow.uuid";
  static final String JSON = "arrow.json";

  private static final int UUID_BYTES = 16;

  private ExtensionAnnotation() {}

  /** Empty if Parquet has no type for it, or it is over another storage than its own. */
  static Optional<LogicalTypeAnnotation> of(Field field) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    if (isUuid(field)) {
      return Optional.of(uuidType());
    }
    return JSON.equals(name) && isStorageOfJson(field) ? Optional.of(jsonType()) : Optional.empty();
  }

  /** Whether its values are UUIDs, big-endian. */
  public static boolean isUuid(Field field) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    return UUID.equals(name) && isStorageOfUuids(field);
  }

  static boolean isStorageOfUuids(Field field) {
    return StorageType.of(field).equals(new ArrowType.FixedSizeBinary(UUID_BYTES));
  }

  static boolean isStorageOfJson(Field field) {
    return switch (StorageType.of(field).getTypeID()) {
      case Utf8, LargeUtf8, Utf8View -> true;
      default -> false;
    };
  }
}
