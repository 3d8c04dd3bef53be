package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.options.TimestampUnit;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A schema as it is once all of its timestamps are in one unit, at any depth. */
final class CoercedTimestamps {

  private CoercedTimestamps() {}

  static Schema in(Schema schema, TimestampUnit unit) {
    List<Field> fields = schema.getFields().stream().map(field -> in(field, unit(unit))).toList();
    return new Schema(fields, schema.getCustomMetadata());
  }

  private static Field in(Field field, TimeUnit unit) {
    List<Field> children = field.getChildren().stream().map(child -> in(child, unit)).toList();
    boolean changes =
        StorageType.of(field) instanceof ArrowType.Timestamp type && type.getUnit() != unit;
    if (!changes && children.equals(field.getChildren())) {
      return field;
    }
    return new Field(
        field.getName(), changes ? coerced(field, unit) : field.getFieldType(), children);
  }

  /** An extension type's storage is no longer that of the extension type. */
  private static FieldType coerced(Field field, TimeUnit unit) {
    String zone = ((ArrowType.Timestamp) StorageType.of(field)).getTimezone();
    return new FieldType(
        field.isNullable(),
        new ArrowType.Timestamp(unit, zone),
        field.getDictionary(),
        FieldMetadata.withoutExtension(field.getMetadata()));
  }

  private static TimeUnit unit(TimestampUnit unit) {
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLISECOND;
      case MICROS -> TimeUnit.MICROSECOND;
      case NANOS -> TimeUnit.NANOSECOND;
    };
  }
}
