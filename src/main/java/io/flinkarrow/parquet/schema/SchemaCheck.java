package io.flinkarrow.parquet.schema;

import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Refuses schemas that nothing can walk or store: too deep, or with metadata without values. */
public final class SchemaCheck {

  /** As deep as a schema that is read from a stream may be. */
  private static final int MOST_DEPTH = 256;

  private SchemaCheck() {}

  /**
   * Returns the schema.
   *
   * @throws UnsupportedOperationException if a field is nested too deep
   * @throws IllegalArgumentException if metadata lacks a key or a value
   */
  public static Schema checked(Schema schema) {
    checkMetadata("The schema", schema.getCustomMetadata());
    for (Field field : schema.getFields()) {
      check(field.getChildren(), field.getName(), 2);
      checkMetadata("Field " + field.getName(), field.getMetadata());
    }
    return schema;
  }

  private static void check(List<Field> fields, String top, int depth) {
    if (depth > MOST_DEPTH && !fields.isEmpty()) {
      throw new UnsupportedOperationException(
          "Field %s is nested deeper than %d levels; flatten it".formatted(top, MOST_DEPTH));
    }
    for (Field field : fields) {
      check(field.getChildren(), top, depth + 1);
      checkMetadata(
          "Field %s, which lies in %s,".formatted(field.getName(), top), field.getMetadata());
    }
  }

  private static void checkMetadata(String of, @Nullable Map<String, String> metadata) {
    if (metadata == null) {
      return;
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (entry.getKey() == null || entry.getValue() == null) {
        throw new IllegalArgumentException(
            "%s has metadata in which the key '%s' has the value '%s'; neither may be null: leave the entry out, or make it an empty string"
                .formatted(of, entry.getKey(), entry.getValue()));
      }
    }
  }
}
