package io.flinkarrow.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Random values of extension types that readers parse, so that not any bytes will do. */
final class ExtensionValues {

  private static final String JSON = "arrow.json";
  private static final String WKB = "geoarrow.wkb";
  private static final String VARIANT = "arrow.parquet.variant";

  /** Header and basic type of a variant, by the number of its value's bytes. */
  private static final Map<Integer, Integer> VARIANT_INTEGERS =
      Map.of(Byte.BYTES, 3 << 2, Short.BYTES, 4 << 2, Integer.BYTES, 5 << 2, Long.BYTES, 6 << 2);

  private ExtensionValues() {}

  static boolean isFor(Field field) {
    String name = name(field);
    return JSON.equals(name) || WKB.equals(name) || (name != null && name.startsWith(VARIANT));
  }

  /** The children of a struct; those of a variant say in their metadata what they are. */
  static List<Field> children(Field struct) {
    return VARIANT.equals(name(struct))
        ? struct.getChildren().stream()
            .map(
                part ->
                    new Field(
                        part.getName(),
                        new FieldType(
                            part.isNullable(),
                            part.getType(),
                            null,
                            Map.of(
                                ExtensionType.EXTENSION_METADATA_KEY_NAME,
                                VARIANT + "." + part.getName())),
                        null))
            .toList()
        : struct.getChildren();
  }

  /** The next value of a field that this is for. */
  static byte[] next(Field field, Random random) {
    return switch (name(field)) {
      case JSON ->
          "{\"number\":%d,\"list\":[true,null,\"%s\"]}"
              .formatted(random.nextInt(), "x".repeat(random.nextInt(9)))
              .getBytes(StandardCharsets.UTF_8);
      case WKB ->
          ByteBuffer.allocate(1 + Integer.BYTES + 2 * Double.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) 1)
              .putInt(1)
              .putDouble(random.nextInt(360) - 180)
              .putDouble(random.nextInt(180) - 90)
              .array();
      case VARIANT + ".metadata" -> new byte[] {1, 0, 0};
      default -> variantInteger(random);
    };
  }

  private static byte[] variantInteger(Random random) {
    int width = 1 << random.nextInt(4);
    ByteBuffer value = ByteBuffer.allocate(1 + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    value.put(VARIANT_INTEGERS.get(width).byteValue()).putLong(random.nextLong());
    byte[] bytes = new byte[1 + width];
    value.rewind().get(bytes);
    return bytes;
  }

  private static String name(Field field) {
    return field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
  }
}
