package io.flinkarrow.parquet.schema;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What lies in the buffers of an extension type: the type it is built on. */
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
}
