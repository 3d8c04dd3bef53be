package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Whether vectors of one schema can be written where another is expected, both in message format:
 * same names, types and dictionary encodings in the same order.
 *
 * <p>Not compared: names of list elements and map entries, metadata, and nullability. Slicing a
 * {@code VectorSchemaRoot} changes all three, and whether a null is in a required field is for the
 * data to say.
 */
public final class SchemaMatch {

  private SchemaMatch() {}

  /** Whether batches of {@code actual} can be written where {@code expected} is. */
  public static boolean matches(Schema expected, Schema actual) {
    return allMatch(expected.getFields(), actual.getFields(), true);
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
    boolean struct = StorageType.of(expected).getTypeID() == ArrowTypeID.Struct;
    return (!named || expected.getName().equals(actual.getName()))
        && StorageType.of(expected).equals(StorageType.of(actual))
        && sameEncoding(expected.getDictionary(), actual.getDictionary())
        && allMatch(expected.getChildren(), actual.getChildren(), struct);
  }

  private static boolean sameEncoding(DictionaryEncoding expected, DictionaryEncoding actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    return expected.getId() == actual.getId()
        && expected.getIndexType().equals(actual.getIndexType());
  }
}
