package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Two schemas compared field by field, by position, for people to read. Holds schema only, never
 * data: names, types, nullability, dictionary encodings and metadata keys.
 */
public final class SchemaDifference {

  private static final int MOST_LINES = 20;

  private final List<String> lines = new ArrayList<>();
  private final Schema expected;
  private final Schema actual;

  private SchemaDifference(Schema expected, Schema actual) {
    this.expected = expected;
    this.actual = actual;
    compareMetadata("schema", expected.getCustomMetadata(), actual.getCustomMetadata());
    compare("", expected.getFields(), actual.getFields());
  }

  public static SchemaDifference between(Schema expected, Schema actual) {
    return new SchemaDifference(expected, actual);
  }

  /**
   * The line about one field, for those who find their pairs in another way than by position.
   *
   * @param wanted null if the field is not expected
   * @param came null if it is missing
   */
  public static String line(String where, Field wanted, Field came) {
    if (came == null) {
      return "%s: expected %s, it is missing".formatted(where, describe(wanted));
    }
    return wanted == null
        ? "%s: %s is not expected".formatted(where, describe(came))
        : "%s: expected %s, came %s".formatted(where, describe(wanted), describe(came));
  }

  /** One line a difference; empty if there is none. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  private void compare(String parent, List<Field> wanted, List<Field> came) {
    for (int i = 0; i < Math.max(wanted.size(), came.size()); i++) {
      String where = parent + (parent.isEmpty() ? "field " : " child ") + i;
      if (i >= came.size()) {
        lines.add(line(where, wanted.get(i), null));
      } else if (i >= wanted.size()) {
        lines.add(line(where, null, came.get(i)));
      } else {
        compare(where, wanted.get(i), came.get(i));
      }
    }
  }

  private void compare(String where, Field wanted, Field came) {
    if (!describe(wanted).equals(describe(came))) {
      lines.add(line(where, wanted, came));
    }
    String named = "%s '%s'".formatted(where, wanted.getName());
    compareMetadata(named, wanted.getMetadata(), came.getMetadata());
    compare(named, wanted.getChildren(), came.getChildren());
  }

  private void compareMetadata(String where, Map<String, String> wanted, Map<String, String> came) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(came.keySet());
    keys.removeIf(key -> Objects.equals(wanted.get(key), came.get(key)));
    if (!keys.isEmpty()) {
      lines.add("%s: metadata differs in the keys %s".formatted(where, keys));
    }
  }

  private static String describe(Field field) {
    ArrowType type = StorageType.of(field);
    String encoding =
        field.getDictionary() == null
            ? ""
            : " dictionary-encoded by %s with id %d%s"
                .formatted(
                    field.getDictionary().getIndexType(),
                    field.getDictionary().getId(),
                    field.getDictionary().isOrdered() ? ", ordered" : "");
    return "'%s' %s%s%s"
        .formatted(field.getName(), type, field.isNullable() ? "" : " not null", encoding);
  }

  private static String describe(Schema schema) {
    List<String> fields = new ArrayList<>();
    schema.getFields().forEach(field -> append(field, fields));
    String metadata =
        schema.getCustomMetadata().isEmpty()
            ? ""
            : ", metadata keys " + new TreeMap<>(schema.getCustomMetadata()).keySet();
    return "[" + String.join(", ", fields) + "]" + metadata;
  }

  private static void append(Field field, List<String> fields) {
    if (field.getChildren().isEmpty()) {
      fields.add(describe(field));
      return;
    }
    List<String> children = new ArrayList<>();
    field.getChildren().forEach(child -> append(child, children));
    fields.add(describe(field) + "<" + String.join(", ", children) + ">");
  }

  /** The differences, at most twenty of them, then both schemas whole. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "The schemas are equal: " + describe(expected);
    }
    StringBuilder text = new StringBuilder();
    lines.stream().limit(MOST_LINES).forEach(line -> text.append("\n  ").append(line));
    if (lines.size() > MOST_LINES) {
      text.append("\n  and %d more differences".formatted(lines.size() - MOST_LINES));
    }
    text.append("\n  expected schema: ").append(describe(expected));
    text.append("\n  actual schema:   ").append(describe(actual));
    return text.toString();
  }
}
