package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Arrow's canonical extension type for variants: by its name in the field's metadata, whether or
 * not a class for it is registered. Its storage is a struct of metadata and value, or is shredded:
 * then values of one type, or fields of objects, lie in columns of their own.
 */
public final class VariantField {

  /** What the field's metadata calls it. */
  public static final String EXTENSION_NAME = "arrow.parquet.variant";

  /** Of the Parquet format's specification of variants. */
  static final byte SPECIFICATION_VERSION = 1;

  /** What Arrow C++ called it before the extension type was canonical. */
  private static final String FORMER_NAME = "parquet.variant";

  private static final String METADATA = "metadata";
  private static final String VALUE = "value";
  private static final String TYPED_VALUE = "typed_value";

  private static final String ADVICE =
      "give "
          + EXTENSION_NAME
          + " its storage, a Struct of metadata and value, both Binary, or with a typed_value as the"
          + " Parquet format shreds variants";

  private VariantField() {}

  static boolean is(Field field) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    return EXTENSION_NAME.equals(name) || FORMER_NAME.equals(name);
  }

  /** A struct as a variant, if it has the parts of one; as it is if not. */
  public static Field named(Field struct) {
    try {
      parts(struct);
    } catch (UnsupportedOperationException e) {
      return struct;
    }
    Map<String, String> metadata = new HashMap<>(struct.getMetadata());
    metadata.putIfAbsent(ExtensionType.EXTENSION_METADATA_KEY_NAME, EXTENSION_NAME);
    return new Field(
        struct.getName(),
        new FieldType(struct.isNullable(), struct.getType(), null, metadata),
        struct.getChildren());
  }

  /** Whether values of the variant lie in columns of their own. */
  static boolean isShredded(Field variant) {
    return variant.getChildren().stream().anyMatch(part -> part.getName().equals(TYPED_VALUE));
  }

  /**
   * The variant's parts, each nullable exactly if the Parquet format has it optional, whatever the
   * Arrow schema says.
   *
   * @throws UnsupportedOperationException if its storage is not that of a variant; the message says
   *     only what to do
   */
  static List<Field> parts(Field variant) {
    boolean metadata = variant.getChildren().stream().anyMatch(p -> p.getName().equals(METADATA));
    if (!metadata) {
      throw new UnsupportedOperationException(ADVICE);
    }
    return group(variant, isShredded(variant));
  }

  /** Value and typed value of a variant, of an element or of an object's field. */
  private static List<Field> group(Field group, boolean optionalValue) {
    if (StorageType.of(group).getTypeID() != ArrowTypeID.Struct) {
      throw new UnsupportedOperationException(ADVICE);
    }
    Set<String> names = new HashSet<>();
    List<Field> parts = new ArrayList<>();
    for (Field part : group.getChildren()) {
      names.add(part.getName());
      parts.add(
          switch (part.getName()) {
            case METADATA -> binary(part, false);
            case VALUE -> binary(part, optionalValue);
            case TYPED_VALUE -> typed(part, true);
            default -> throw new UnsupportedOperationException(ADVICE);
          });
    }
    boolean hasValue = names.contains(VALUE) || names.contains(TYPED_VALUE);
    if (!hasValue || names.size() != parts.size()) {
      throw new UnsupportedOperationException(ADVICE);
    }
    return parts;
  }

  private static Field binary(Field part, boolean nullable) {
    return switch (StorageType.of(part).getTypeID()) {
      case Binary, LargeBinary, BinaryView -> with(part, nullable, part.getChildren());
      default -> throw new UnsupportedOperationException(ADVICE);
    };
  }

  private static Field typed(Field part, boolean nullable) {
    ArrowType type = StorageType.of(part);
    return switch (type.getTypeID()) {
      case Struct -> {
        List<Field> fields = new ArrayList<>();
        for (Field field : part.getChildren()) {
          fields.add(with(field, false, nested(field)));
        }
        yield with(part, nullable, fields);
      }
      case List, LargeList, ListView, LargeListView -> {
        Field element = part.getChildren().get(0);
        yield with(part, nullable, List.of(with(element, false, nested(element))));
      }
      default -> {
        if (!isTypeOfVariants(type) && !ExtensionAnnotation.isUuid(part)) {
          throw new UnsupportedOperationException(
              "shred variants into types that they have, and not into %s".formatted(type));
        }
        yield with(part, nullable, part.getChildren());
      }
    };
  }

  private static List<Field> nested(Field group) {
    List<Field> parts = group(group, true);
    if (parts.stream().anyMatch(part -> part.getName().equals(METADATA))) {
      throw new UnsupportedOperationException(ADVICE);
    }
    return parts;
  }

  /** Whether the format has values of the type, as columns of variants. */
  private static boolean isTypeOfVariants(ArrowType type) {
    return switch (type.getTypeID()) {
      case Bool, Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView -> true;
      case Int -> ((ArrowType.Int) type).getIsSigned();
      case FloatingPoint ->
          switch (((ArrowType.FloatingPoint) type).getPrecision()) {
            case HALF -> false;
            case SINGLE, DOUBLE -> true;
          };
      case Decimal -> ((ArrowType.Decimal) type).getPrecision() <= 38;
      case Date -> ((ArrowType.Date) type).getUnit() == DateUnit.DAY;
      case Time -> ((ArrowType.Time) type).getUnit() == TimeUnit.MICROSECOND;
      case Timestamp ->
          switch (((ArrowType.Timestamp) type).getUnit()) {
            case SECOND, MILLISECOND -> false;
            case MICROSECOND, NANOSECOND -> true;
          };
      default -> false;
    };
  }

  private static Field with(Field field, boolean nullable, List<Field> children) {
    Map<String, String> metadata = field.getMetadata();
    return new Field(
        field.getName(),
        new FieldType(nullable, field.getType(), field.getDictionary(), metadata),
        children);
  }
}
