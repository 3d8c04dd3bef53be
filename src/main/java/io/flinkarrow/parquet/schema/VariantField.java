package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Arrow's canonical extension type for variants: by its name in the field's metadata, whether or
 * not a class for it is registered.
 */
public final class VariantField {

  /** What the field's metadata calls it. */
  public static final String EXTENSION_NAME = "arrow.parquet.variant";

  /** Of the Parquet format's specification of variants. */
  static final byte SPECIFICATION_VERSION = 1;

  private static final Set<String> PARTS = Set.of("metadata", "value");

  private VariantField() {}

  static boolean is(Field field) {
    return EXTENSION_NAME.equals(
        field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME));
  }

  /**
   * Whether the variant's storage is that of variants which are not shredded, in either order and
   * declared nullable or not.
   */
  static boolean hasStorageOfVariants(Field variant) {
    List<Field> parts = variant.getChildren();
    return StorageType.of(variant).getTypeID() == ArrowTypeID.Struct
        && parts.size() == PARTS.size()
        && parts.stream().map(Field::getName).collect(Collectors.toSet()).equals(PARTS)
        && parts.stream().allMatch(VariantField::isBinary);
  }

  private static boolean isBinary(Field part) {
    ArrowTypeID type = StorageType.of(part).getTypeID();
    return type == ArrowTypeID.Binary || type == ArrowTypeID.LargeBinary;
  }
}
