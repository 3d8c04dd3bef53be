package io.flinkarrow.layout;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What lies in the buffers of a field, which its type need not say. */
public final class StorageType {

  private StorageType() {}

  /** The field's type, or its storage's if it is an extension type, however often extended. */
  public static ArrowType of(Field field) {
    ArrowType type = field.getType();
    while (type instanceof ArrowType.ExtensionType extension) {
      type = extension.storageType();
    }
    return type;
  }

  /** What lies in the body: indices if dictionary-encoded, the storage of an extension type. */
  public static ArrowType inBody(Field field) {
    return field.getDictionary() != null ? field.getDictionary().getIndexType() : of(field);
  }
}
