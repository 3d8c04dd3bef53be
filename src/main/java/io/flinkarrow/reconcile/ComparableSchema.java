package io.flinkarrow.reconcile;

import io.flinkarrow.layout.StorageType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Schemas as they are compared: names, types, nullability, dictionary encodings and extension
 * types, as if no extension type were registered; without any other metadata.
 */
public final class ComparableSchema {

  private static final String EXTENSION = "ARROW:extension:";

  private ComparableSchema() {}

  public static Schema of(Schema schema) {
    return new Schema(schema.getFields().stream().map(ComparableSchema::of).toList());
  }

  private static Field of(Field field) {
    Map<String, String> extension = new TreeMap<>(field.getMetadata());
    extension.keySet().removeIf(key -> !key.startsWith(EXTENSION));
    return new Field(
        Optional.ofNullable(field.getName()).orElse(""),
        new FieldType(field.isNullable(), StorageType.of(field), field.getDictionary(), extension),
        field.getChildren().stream().map(ComparableSchema::of).toList());
  }
}
