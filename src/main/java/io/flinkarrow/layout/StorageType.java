package io.flinkarrow.layout;

import java.util.List;
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

  /** The children in the body: none if dictionary-encoded, they belong to the dictionary then. */
  public static List<Field> childrenInBody(Field field) {
    return field.getDictionary() != null ? List.of() : field.getChildren();
  }

  /** Whether columns of this type have data buffers of a varying number. */
  public static boolean isView(ArrowType type) {
    return type instanceof ArrowType.Utf8View || type instanceof ArrowType.BinaryView;
  }
}
