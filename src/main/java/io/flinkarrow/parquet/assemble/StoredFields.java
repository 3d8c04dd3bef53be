package io.flinkarrow.parquet.assemble;

import io.flinkarrow.layout.StorageType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Finds the fields of a stored Arrow schema that belong to fields of the file: null if none does.
 */
final class StoredFields {

  private StoredFields() {}

  /** By name; of several with one name, the first. */
  static Map<String, Field> byName(List<Field> stored) {
    Map<String, Field> fields = new HashMap<>();
    stored.forEach(field -> fields.putIfAbsent(field.getName(), valuesOf(field)));
    return fields;
  }

  /** Runs are written as their values. */
  private static Field valuesOf(Field field) {
    if (StorageType.of(field).getTypeID() != ArrowTypeID.RunEndEncoded) {
      return field;
    }
    Field values = field.getChildren().get(1);
    FieldType type = values.getFieldType();
    return valuesOf(
        new Field(
            field.getName(),
            new FieldType(
                field.isNullable(), type.getType(), type.getDictionary(), type.getMetadata()),
            values.getChildren()));
  }

  /** Those of a struct; none if it is no struct. */
  static List<Field> ofStruct(@Nullable Field stored) {
    return is(stored, ArrowTypeID.Struct) ? stored.getChildren() : List.of();
  }

  /** The element of a list of any kind. */
  @Nullable
  static Field element(@Nullable Field stored) {
    return ifList(stored) == null ? null : valuesOf(stored.getChildren().get(0));
  }

  @Nullable
  static Field ifList(@Nullable Field stored) {
    return is(stored, ArrowTypeID.List)
            || is(stored, ArrowTypeID.LargeList)
            || is(stored, ArrowTypeID.FixedSizeList)
            || is(stored, ArrowTypeID.ListView)
            || is(stored, ArrowTypeID.LargeListView)
        ? stored
        : null;
  }

  /** The entries of a map: a struct of key and value. */
  @Nullable
  static Field entries(@Nullable Field stored) {
    return is(stored, ArrowTypeID.Map) ? stored.getChildren().get(0) : null;
  }

  /** The key or the value of a map. */
  @Nullable
  static Field ofEntries(@Nullable Field entries, int part) {
    return entries == null ? null : valuesOf(entries.getChildren().get(part));
  }

  /** A dictionary of nested values is written as its values too. */
  private static boolean is(@Nullable Field stored, ArrowTypeID type) {
    return stored != null && StorageType.of(stored).getTypeID() == type;
  }
}
