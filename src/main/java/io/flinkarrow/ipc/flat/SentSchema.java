package io.flinkarrow.ipc.flat;

import io.flinkarrow.batch.body.BatchSchema;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A payload's schema as it was sent and as its batches are decoded. Both differ only where Arrow
 * for Java has no vectors for a type: decimals of 32 and 64 bits are decoded as those of 128.
 *
 * @param sent the same instance as {@code decoded} if nothing differs
 */
public record SentSchema(BatchSchema sent, BatchSchema decoded) {

  private static final int BITS_128 = 128;

  /**
   * @param schema in message format, extension types as their storage
   */
  static SentSchema of(Schema schema) {
    Schema wide = new Schema(wide(schema.getFields()), schema.getCustomMetadata());
    // Through its message, as serializers and state send it: a schema that gets through here
    // gets through there.
    BatchSchema decoded = BatchSchema.ofMessage(BatchSchema.of(wide).message());
    return new SentSchema(wide.equals(schema) ? decoded : BatchSchema.of(schema), decoded);
  }

  /**
   * Refuses a schema that no decoded batch can have.
   *
   * @throws IllegalArgumentException if it has a type that Arrow for Java has no vectors for
   */
  public static Schema requireDecoded(Schema schema) {
    requireDecoded("", schema.getFields());
    return schema;
  }

  private static void requireDecoded(String parent, List<Field> fields) {
    for (Field field : fields) {
      String path = parent + field.getName();
      if (!wide(field.getType()).equals(field.getType())) {
        throw new IllegalArgumentException(
            "Column '%s' has the type %s, for which Arrow for Java has no vectors; declare it with %d bits, which payloads with fewer are decoded to"
                .formatted(path, field.getType(), BITS_128));
      }
      requireDecoded(path + ".", field.getChildren());
    }
  }

  private static List<Field> wide(List<Field> fields) {
    return fields.stream().map(SentSchema::wide).toList();
  }

  private static Field wide(Field field) {
    FieldType type =
        new FieldType(
            field.isNullable(), wide(field.getType()), field.getDictionary(), field.getMetadata());
    return new Field(field.getName(), type, wide(field.getChildren()));
  }

  private static ArrowType wide(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() < BITS_128
        ? new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), BITS_128)
        : type;
  }
}
