package io.flinkarrow.row;

import io.flinkarrow.parquet.schema.VariantField;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * The Arrow schema of a Flink row type. Rows and record batches become the same Parquet types
 * because both go through it.
 *
 * <p>Flink's names for what is not the same everywhere: a multiset is a map of element to count, a
 * variant has Arrow's canonical extension type, an interval is its number of months or
 * milliseconds. A fixed-length BINARY is variable-length, for Flink only pads and cuts values if
 * {@code table.exec.sink.type-length-enforcer} says so.
 */
public final class RowSchema {

  private static final int MAXIMUM_MILLISECOND_PRECISION = 3;
  private static final int MAXIMUM_MICROSECOND_PRECISION = 6;
  private static final int DECIMAL_BITS = 128;

  private static final String UTC = "UTC";

  private RowSchema() {}

  /**
   * The schema that rows of this type are written with.
   *
   * @throws UnsupportedOperationException if a field's type has no place in a Parquet file; the
   *     message names its path
   */
  public static Schema of(RowType rowType) {
    return new Schema(fields(rowType.getFields(), ""));
  }

  private static List<Field> fields(List<RowType.RowField> fields, String parent) {
    return fields.stream()
        .map(field -> field(field.getName(), field.getType(), parent + field.getName()))
        .toList();
  }

  private static Field field(String name, LogicalType type, String path) {
    return field(name, type, type.isNullable(), path);
  }

  private static Field field(String name, LogicalType type, boolean nullable, String path) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> leaf(name, nullable, ArrowType.Bool.INSTANCE);
      case TINYINT -> leaf(name, nullable, new ArrowType.Int(Byte.SIZE, true));
      case SMALLINT -> leaf(name, nullable, new ArrowType.Int(Short.SIZE, true));
      case INTEGER, INTERVAL_YEAR_MONTH ->
          leaf(name, nullable, new ArrowType.Int(Integer.SIZE, true));
      case BIGINT, INTERVAL_DAY_TIME -> leaf(name, nullable, new ArrowType.Int(Long.SIZE, true));
      case FLOAT ->
          leaf(name, nullable, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
      case DOUBLE ->
          leaf(name, nullable, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      case CHAR, VARCHAR -> leaf(name, nullable, ArrowType.Utf8.INSTANCE);
      case BINARY, VARBINARY -> leaf(name, nullable, ArrowType.Binary.INSTANCE);
      case DECIMAL -> leaf(name, nullable, decimal((DecimalType) type));
      case DATE -> leaf(name, nullable, new ArrowType.Date(DateUnit.DAY));
      case TIME_WITHOUT_TIME_ZONE -> leaf(name, nullable, time(((TimeType) type).getPrecision()));
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          leaf(name, nullable, timestamp(((TimestampType) type).getPrecision(), null));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          leaf(name, nullable, timestamp(((LocalZonedTimestampType) type).getPrecision(), UTC));
      case ARRAY -> list(name, nullable, ((ArrayType) type).getElementType(), path);
      case MAP -> {
        MapType map = (MapType) type;
        String entries = path + ".key_value.";
        yield map(
            name,
            nullable,
            field("key", map.getKeyType(), false, entries + "key"),
            field("value", map.getValueType(), entries + "value"));
      }
      case MULTISET ->
          map(
              name,
              nullable,
              field("key", ((MultisetType) type).getElementType(), false, path + ".key_value.key"),
              leaf("value", false, new ArrowType.Int(Integer.SIZE, true)));
      case ROW -> group(name, nullable, fields(((RowType) type).getFields(), path + "."));
      case STRUCTURED_TYPE -> group(name, nullable, attributes((StructuredType) type, path));
      case DISTINCT_TYPE -> field(name, ((DistinctType) type).getSourceType(), nullable, path);
      case VARIANT -> variant(name, nullable);
      case TIMESTAMP_WITH_TIME_ZONE -> throw refused(path, type, "cast it to TIMESTAMP_LTZ");
      case BITMAP, RAW -> throw refused(path, type, "convert it to BYTES");
      case NULL -> throw refused(path, type, "cast it to the type that the column should have");
      // Symbols, descriptors, and what newer releases of Flink have.
      default -> throw refused(path, type, "leave the column out");
    };
  }

  private static Field leaf(String name, boolean nullable, ArrowType type) {
    return new Field(name, new FieldType(nullable, type, null), List.of());
  }

  private static Field group(String name, boolean nullable, List<Field> children) {
    return new Field(name, new FieldType(nullable, ArrowType.Struct.INSTANCE, null), children);
  }

  private static List<Field> attributes(StructuredType type, String path) {
    return type.getAttributes().stream()
        .map(
            attribute ->
                field(attribute.getName(), attribute.getType(), path + "." + attribute.getName()))
        .toList();
  }

  private static Field list(String name, boolean nullable, LogicalType element, String path) {
    return new Field(
        name,
        new FieldType(nullable, ArrowType.List.INSTANCE, null),
        List.of(field("element", element, path + ".list.element")));
  }

  private static Field map(String name, boolean nullable, Field key, Field value) {
    return new Field(
        name,
        new FieldType(nullable, new ArrowType.Map(false), null),
        List.of(group("key_value", false, List.of(key, value))));
  }

  private static Field variant(String name, boolean nullable) {
    return new Field(
        name,
        new FieldType(
            nullable,
            ArrowType.Struct.INSTANCE,
            null,
            Map.of(ExtensionType.EXTENSION_METADATA_KEY_NAME, VariantField.EXTENSION_NAME)),
        List.of(
            leaf("metadata", false, ArrowType.Binary.INSTANCE),
            leaf("value", false, ArrowType.Binary.INSTANCE)));
  }

  private static ArrowType decimal(DecimalType type) {
    return new ArrowType.Decimal(type.getPrecision(), type.getScale(), DECIMAL_BITS);
  }

  private static ArrowType time(int precision) {
    TimeUnit unit = unit(precision);
    return new ArrowType.Time(unit, unit == TimeUnit.MILLISECOND ? Integer.SIZE : Long.SIZE);
  }

  private static ArrowType timestamp(int precision, String zone) {
    return new ArrowType.Timestamp(unit(precision), zone);
  }

  /** The coarsest that has all the digits. */
  private static TimeUnit unit(int precision) {
    if (precision <= MAXIMUM_MILLISECOND_PRECISION) {
      return TimeUnit.MILLISECOND;
    }
    return precision <= MAXIMUM_MICROSECOND_PRECISION ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
  }

  private static UnsupportedOperationException refused(
      String path, LogicalType type, String advice) {
    return new UnsupportedOperationException(
        "Column %s has type %s, which cannot be written to Parquet: %s"
            .formatted(path, type.asSummaryString(), advice));
  }
}
