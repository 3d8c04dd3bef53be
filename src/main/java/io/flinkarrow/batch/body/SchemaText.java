package io.flinkarrow.batch.body;

import io.flinkarrow.hash.XxHash64;
import io.flinkarrow.layout.StorageType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A schema's canonical forms. Two schemas that mean the same have one text, whatever the order of
 * their metadata, whether their extension types are registered in this JVM or not, and whichever
 * way a version of Arrow lays out its messages. Fingerprints of the text lie in checkpoints, so it
 * must not change.
 */
final class SchemaText {

  private static final Set<String> EXTENSION_KEYS =
      Set.of(
          ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME,
          ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA);

  private SchemaText() {}

  /** Of the canonical text. */
  static long fingerprint(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return XxHash64.of(bytes, 0, bytes.length, 0);
  }

  static String of(Schema schema) {
    StringBuilder text = new StringBuilder();
    append(text, schema.getCustomMetadata());
    append(text, schema.getFields());
    return text.toString();
  }

  private static void append(StringBuilder text, List<Field> fields) {
    text.append('[');
    for (Field field : fields) {
      append(text, field.getName() == null ? "" : field.getName());
      text.append(field.isNullable() ? '?' : '!').append(StorageType.of(field));
      DictionaryEncoding encoding = field.getDictionary();
      if (encoding != null) {
        text.append('@').append(encoding.getId()).append(encoding.isOrdered() ? '<' : '=');
        text.append(encoding.getIndexType());
      }
      append(text, field.getMetadata());
      append(text, field.getChildren());
    }
    text.append(']');
  }

  private static void append(StringBuilder text, Map<String, String> metadata) {
    text.append('{');
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      append(text, entry.getKey());
      append(text, entry.getValue());
    }
    text.append('}');
  }

  /** With its length in front, so that no name can look like structure. */
  private static void append(StringBuilder text, String name) {
    text.append(name.length()).append(':').append(name);
  }

  /** Whether values of the other fields are values of these, whatever else metadata says. */
  static boolean takes(List<Field> fields, List<Field> others) {
    if (fields.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!takes(fields.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean takes(Field field, Field other) {
    return Objects.equals(field.getName(), other.getName())
        && (field.isNullable() || !other.isNullable())
        && StorageType.of(field).equals(StorageType.of(other))
        && Objects.equals(field.getDictionary(), other.getDictionary())
        && extension(field).equals(extension(other))
        && takes(field.getChildren(), other.getChildren());
  }

  private static Map<String, String> extension(Field field) {
    Map<String, String> extension = new TreeMap<>(field.getMetadata());
    extension.keySet().retainAll(EXTENSION_KEYS);
    return extension;
  }

  /** The schema with extension types as storage and metadata, metadata sorted. */
  static Schema canonical(Schema schema) {
    return new Schema(
        schema.getFields().stream().map(SchemaText::canonical).toList(),
        new TreeMap<>(schema.getCustomMetadata()));
  }

  private static Field canonical(Field field) {
    return new Field(
        field.getName(),
        new FieldType(
            field.isNullable(),
            StorageType.of(field),
            field.getDictionary(),
            new TreeMap<>(field.getMetadata())),
        field.getChildren().stream().map(SchemaText::canonical).toList());
  }
}
