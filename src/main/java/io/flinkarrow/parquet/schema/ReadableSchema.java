package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.geo.GeoArrowEncoding;
import io.flinkarrow.parquet.geo.GeometryField;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The Arrow schema that a file keeps for its readers. Arrow readers restore its types from the
 * Parquet columns, and refuse the whole file, or show other values, where they cannot. So it has
 * types that every one of them restores from any values: the original ones except for the cases of
 * decision 0018. No value changes.
 */
final class ReadableSchema {

  private static final int LARGEST_128_BIT_PRECISION = 38;
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  /** Names that only Java has. */
  private static final String OWN_ZONES = "SystemV/";

  /** Whole hours, which have names: Polars looks for one. */
  private static final Pattern OFFSET = Pattern.compile("(-(0\\d|1[0-2])|\\+(0\\d|1[0-4])):00");

  private ReadableSchema() {}

  /**
   * @param schema in message format
   * @param deltaEncoded paths of columns whose pages may have a delta encoding
   */
  static Schema of(Schema schema, Set<String> deltaEncoded) {
    List<Field> fields =
        schema.getFields().stream()
            .map(field -> of(field, field.isNullable(), dictionary(field, deltaEncoded), false))
            .toList();
    return new Schema(fields, schema.getCustomMetadata());
  }

  /**
   * Of a field at the top. Readers cast indexes to the stored width, though the file may have more
   * entries. Arrow C++ makes dictionaries of bytes only, and none of values in a delta encoding.
   */
  private static DictionaryEncoding dictionary(Field field, Set<String> deltaEncoded) {
    DictionaryEncoding dictionary = field.getDictionary();
    if (dictionary == null || !isOfBytes(field) || deltaEncoded.contains(field.getName())) {
      return null;
    }
    ArrowType.Int index = dictionary.getIndexType();
    // The file's dictionary has the order in which values came.
    return new DictionaryEncoding(
        dictionary.getId(),
        false,
        index.getBitWidth() < Integer.SIZE ? new ArrowType.Int(Integer.SIZE, true) : index);
  }

  private static boolean isOfBytes(Field field) {
    return switch (StorageType.of(field).getTypeID()) {
      case Utf8, LargeUtf8, Binary, LargeBinary -> true;
      default -> false;
    };
  }

  /** A field below others: without a dictionary, because readers restore none there. */
  private static Field nested(Field field, boolean nullable, boolean nullAbove) {
    return of(field, nullable, null, nullAbove);
  }

  private static Field of(
      Field field, boolean nullable, DictionaryEncoding dictionary, boolean nullAbove) {
    if (StorageType.of(field).getTypeID() == ArrowTypeID.RunEndEncoded) {
      return of(valuesOfRuns(field), nullable, null, nullAbove);
    }
    if (GeoArrowEncoding.of(field).isPresent()) {
      return GeometryField.asWkb(field);
    }
    ArrowType type = type(field, nullable || nullAbove);
    List<Field> children = children(field, type, nullable || nullAbove);
    boolean sameStorage =
        type.equals(StorageType.of(field))
            && Objects.equals(dictionary, field.getDictionary())
            && children.equals(field.getChildren());
    boolean keepsExtension = sameStorage && isStorageOfItsExtension(field);
    if (keepsExtension && nullable == field.isNullable()) {
      return field;
    }
    Map<String, String> metadata =
        keepsExtension ? field.getMetadata() : FieldMetadata.withoutExtension(field.getMetadata());
    return new Field(
        field.getName(), new FieldType(nullable, type, dictionary, metadata), children);
  }

  /** Readers make no runs. */
  private static Field valuesOfRuns(Field runs) {
    Field values = runs.getChildren().get(1);
    Map<String, String> metadata = new HashMap<>(values.getMetadata());
    metadata.putAll(FieldMetadata.withoutExtension(runs.getMetadata()));
    return new Field(
        runs.getName(),
        new FieldType(runs.isNullable(), values.getType(), values.getDictionary(), metadata),
        values.getChildren());
  }

  private static List<Field> children(Field field, ArrowType type, boolean mayBeNull) {
    List<Field> children = field.getChildren();
    return switch (type.getTypeID()) {
      case Struct, FixedSizeList ->
          children.stream().map(child -> nested(child, child.isNullable(), mayBeNull)).toList();
      case Map -> List.of(entries(children.get(0)));
      default -> children.stream().map(child -> nested(child, child.isNullable(), false)).toList();
    };
  }

  /** Entries and keys are never null, whatever the original schema says. */
  private static Field entries(Field entries) {
    Field key = entries.getChildren().get(0);
    Field value = entries.getChildren().get(1);
    FieldType required = new FieldType(false, entries.getType(), null, entries.getMetadata());
    return new Field(
        entries.getName(),
        required,
        List.of(nested(key, false, false), nested(value, value.isNullable(), false)));
  }

  /**
   * @param mayBeNull whether its slots may be null or part of null ones
   */
  private static ArrowType type(Field field, boolean mayBeNull) {
    ArrowType type = StorageType.of(field);
    return switch (type.getTypeID()) {
      case FixedSizeList -> mayBeNull ? new ArrowType.List() : type;
      case ListView -> new ArrowType.List();
      case LargeListView -> new ArrowType.LargeList();
      case Decimal -> decimal((ArrowType.Decimal) type);
      case Time ->
          ((ArrowType.Time) type).getUnit() == TimeUnit.SECOND
              ? new ArrowType.Time(TimeUnit.MILLISECOND, Integer.SIZE)
              : type;
      case Timestamp -> timestamp((ArrowType.Timestamp) type);
      case Interval -> new ArrowType.FixedSizeBinary(LeafType.INTERVAL_BYTES);
      default -> type;
    };
  }

  private static ArrowType decimal(ArrowType.Decimal type) {
    return type.getPrecision() <= LARGEST_128_BIT_PRECISION
        ? new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128)
        : type;
  }

  private static ArrowType timestamp(ArrowType.Timestamp type) {
    String zone = type.getTimezone();
    if (zone == null
        || (ZONES.contains(zone) && !zone.startsWith(OWN_ZONES))
        || OFFSET.matcher(zone).matches()) {
      return type;
    }
    return new ArrowType.Timestamp(type.getUnit(), zone.isEmpty() ? null : "UTC");
  }

  /** Whether readers that know the extension type accept its storage. */
  private static boolean isStorageOfItsExtension(Field field) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    if (name == null || !name.startsWith("arrow.")) {
      return true;
    }
    ArrowType type = StorageType.of(field);
    boolean views =
        type.getTypeID() == ArrowTypeID.Utf8View || type.getTypeID() == ArrowTypeID.BinaryView;
    return field.getDictionary() == null
        && !views
        && switch (name) {
          case ExtensionAnnotation.UUID -> ExtensionAnnotation.isStorageOfUuids(field);
          case ExtensionAnnotation.JSON -> ExtensionAnnotation.isStorageOfJson(field);
          case "arrow.bool8" -> type.equals(new ArrowType.Int(Byte.SIZE, true));
          case "arrow.fixed_shape_tensor" -> type.getTypeID() == ArrowTypeID.FixedSizeList;
          default -> true;
        };
  }
}
