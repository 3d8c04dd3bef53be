package io.flinkarrow.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.Variant;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Random variants, random types to shred them into, and a slow, obvious way to shred them. */
final class VariantShapes {

  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private final Random random;

  VariantShapes(Random random) {
    this.random = random;
  }

  String json(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 3 -> "\"" + "x".repeat(random.nextInt(100)) + "\"";
      case 4 -> Double.toString(random.nextInt(1000) / 8.0 + 1e20);
      case 5, 6 -> {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(json(depth - 1));
        }
        yield "[" + String.join(",", elements) + "]";
      }
      default -> {
        List<String> fields = new ArrayList<>();
        for (String name : NAMES) {
          if (random.nextBoolean()) {
            fields.add("\"" + name + "\":" + json(depth - 1));
          }
        }
        yield "{" + String.join(",", fields) + "}";
      }
    };
  }

  /** A column named typed_value. */
  String typed(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> "optional int64 typed_value;";
      case 1 -> "optional binary typed_value (STRING);";
      case 2 -> "optional boolean typed_value;";
      case 3 ->
          "optional group typed_value (LIST) { repeated group list { required group element { optional binary value; %s } } }"
              .formatted(typed(depth - 1));
      default -> {
        List<String> fields = new ArrayList<>();
        for (String name : NAMES) {
          // One name is in no metadata.
          String shredded = name.equals("d") ? "z" : name;
          if (random.nextBoolean() || fields.isEmpty()) {
            String typed = random.nextBoolean() ? typed(depth - 1) : "";
            fields.add(
                "%s group %s { optional binary value; %s }"
                    .formatted(random.nextBoolean() ? "required" : "optional", shredded, typed));
          }
        }
        yield "optional group typed_value { %s }".formatted(String.join(" ", fields));
      }
    };
  }

  /** Fills value and typed value of a group. */
  static void shred(Group group, BinaryVariant variant) {
    GroupType type = group.getType();
    if (!type.containsField("typed_value") || !fits(type.getType("typed_value"), variant)) {
      value(group, variant.getValue());
      return;
    }
    Type typed = type.getType("typed_value");
    if (typed.isPrimitive()) {
      switch (typed.asPrimitiveType().getPrimitiveTypeName()) {
        case INT64 -> group.append("typed_value", ((Number) variant.get()).longValue());
        case BOOLEAN -> group.append("typed_value", variant.getBoolean());
        default -> group.append("typed_value", variant.getString());
      }
    } else if (variant.isArray()) {
      Group list = group.addGroup("typed_value");
      for (int i = 0; variant.getElement(i) != null; i++) {
        shred(list.addGroup("list").addGroup("element"), (BinaryVariant) variant.getElement(i));
      }
    } else {
      fields(group, typed.asGroupType(), variant);
    }
  }

  private static void fields(Group group, GroupType typed, BinaryVariant variant) {
    Map<String, byte[]> others = new TreeMap<>();
    for (String name : NAMES) {
      Variant field = variant.getField(name);
      if (field != null && !typed.containsField(name)) {
        others.put(name, ((BinaryVariant) field).getValue());
      }
    }
    if (!others.isEmpty()) {
      value(group, object(others, names(variant.getMetadata())));
    }
    Group fields = group.addGroup("typed_value");
    for (Type field : typed.getFields()) {
      BinaryVariant value = (BinaryVariant) variant.getField(field.getName());
      if (value != null) {
        shred(fields.addGroup(field.getName()), value);
      } else if (field.isRepetition(Type.Repetition.REQUIRED)) {
        fields.addGroup(field.getName());
      }
    }
  }

  private static boolean fits(Type type, BinaryVariant variant) {
    if (!type.isPrimitive()) {
      return type.getLogicalTypeAnnotation() != null ? variant.isArray() : variant.isObject();
    }
    PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
    return switch (variant.getType()) {
      case TINYINT, SMALLINT, INT, BIGINT -> name == PrimitiveTypeName.INT64;
      case STRING -> name == PrimitiveTypeName.BINARY;
      case BOOLEAN -> name == PrimitiveTypeName.BOOLEAN;
      default -> false;
    };
  }

  private static void value(Group group, byte[] value) {
    group.append("value", Binary.fromConstantByteArray(value));
  }

  /** The names of metadata with short offsets. */
  private static List<String> names(byte[] metadata) {
    List<String> names = new ArrayList<>();
    int size = metadata[1];
    for (int i = 0; i < size; i++) {
      int from = 3 + size + metadata[2 + i];
      names.add(
          new String(metadata, from, metadata[3 + i] - metadata[2 + i], StandardCharsets.US_ASCII));
    }
    return names;
  }

  /** With offsets of 4 bytes, and the values backwards. */
  private static byte[] object(Map<String, byte[]> fields, List<String> names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((3 << 2) | 2);
    out.write(fields.size());
    fields.keySet().forEach(name -> out.write(names.indexOf(name)));
    int end = fields.values().stream().mapToInt(value -> value.length).sum();
    int offset = end;
    List<byte[]> values = new ArrayList<>();
    for (byte[] value : fields.values()) {
      offset -= value.length;
      number(out, offset);
      values.add(0, value);
    }
    number(out, end);
    values.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int number) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(number >> shift);
    }
  }
}
