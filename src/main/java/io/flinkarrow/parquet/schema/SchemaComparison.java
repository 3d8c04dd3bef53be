package io.flinkarrow.parquet.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Tells whether batches of one schema can be written as those of another, both in message format:
 * same names, types and dictionary ids in the same order.
 *
 * <p>Not compared: names of list elements and map entries, metadata, and nullability. Slicing a
 * {@code VectorSchemaRoot} changes all three, and whether a null is in a required field is for the
 * data to say.
 */
public final class SchemaComparison {

  private static final int MAX_SHOWN = 20;

  private SchemaComparison() {}

  /**
   * Refuses a batch's schema that differs.
   *
   * @throws IllegalArgumentException naming each field that differs, as expected and as it came
   */
  public static void check(Schema expected, Schema actual) {
    List<String> differences = new ArrayList<>();
    compareFields(expected.getFields(), actual.getFields(), "", differences);
    if (!differences.isEmpty()) {
      int hidden = differences.size() - MAX_SHOWN;
      throw new IllegalArgumentException(
          "The batch's schema is not the writer's: "
              + String.join("; ", hidden > 0 ? differences.subList(0, MAX_SHOWN) : differences)
              + (hidden > 0 ? "; and %d more".formatted(hidden) : "")
              + ". Write batches of one schema only");
    }
  }

  private static void compareFields(
      List<Field> expected, List<Field> actual, String parent, List<String> differences) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      if (i >= actual.size()) {
        differences.add("expected %s but it is missing".formatted(show(parent, expected.get(i))));
      } else if (i >= expected.size()) {
        differences.add("expected no more fields but got " + show(parent, actual.get(i)));
      } else if (!expected.get(i).getName().equals(actual.get(i).getName())) {
        addDifference(parent, expected.get(i), actual.get(i), differences);
      } else {
        compare(expected.get(i), actual.get(i), parent, differences);
      }
    }
  }

  private static void compare(
      Field expected, Field actual, String parent, List<String> differences) {
    if (!ArrowSchemaConverter.storageType(expected).equals(ArrowSchemaConverter.storageType(actual))
        || !sameEncoding(expected.getDictionary(), actual.getDictionary())
        || (!isStruct(expected) && expected.getChildren().size() != actual.getChildren().size())) {
      addDifference(parent, expected, actual, differences);
      return;
    }
    String path = parent + expected.getName() + ".";
    if (isStruct(expected)) {
      compareFields(expected.getChildren(), actual.getChildren(), path, differences);
      return;
    }
    for (int i = 0; i < expected.getChildren().size(); i++) {
      compare(expected.getChildren().get(i), actual.getChildren().get(i), path, differences);
    }
  }

  private static boolean isStruct(Field field) {
    return ArrowSchemaConverter.storageType(field).getTypeID() == ArrowTypeID.Struct;
  }

  private static boolean sameEncoding(DictionaryEncoding expected, DictionaryEncoding actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    return expected.getId() == actual.getId()
        && expected.getIndexType().equals(actual.getIndexType());
  }

  private static void addDifference(
      String parent, Field expected, Field actual, List<String> differences) {
    differences.add(
        "expected %s but got %s".formatted(show(parent, expected), show(parent, actual)));
  }

  private static String show(String parent, Field field) {
    DictionaryEncoding encoding = field.getDictionary();
    String by =
        encoding == null
            ? ""
            : " by dictionary %d and %s".formatted(encoding.getId(), encoding.getIndexType());
    return parent + field.getName() + " " + field.getType() + by;
  }
}
