package io.flinkarrow.parquet.schema;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Whether batches of one schema may come where another is expected: all must be equal but the names
 * of list elements. Those mean nothing, and Arrow loses them when it slices a vector ({@code
 * VectorSchemaRoot.slice} calls every list element {@code $data$}).
 */
public final class SchemaMatch {

  private SchemaMatch() {}

  public static boolean matches(Schema expected, Schema actual) {
    return expected.getCustomMetadata().equals(actual.getCustomMetadata())
        && allMatch(expected.getFields(), actual.getFields(), true);
  }

  private static boolean allMatch(List<Field> expected, List<Field> actual, boolean named) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!matches(expected.get(i), actual.get(i), named)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Field expected, Field actual, boolean named) {
    FieldType type = expected.getFieldType();
    return (!named || expected.getName().equals(actual.getName()))
        && type.equals(actual.getFieldType())
        && expected.getMetadata().equals(actual.getMetadata())
        && allMatch(expected.getChildren(), actual.getChildren(), !isList(expected.getType()));
  }

  static boolean isList(ArrowType type) {
    return switch (type.getTypeID()) {
      case List, LargeList, FixedSizeList, ListView, LargeListView -> true;
      default -> false;
    };
  }
}
