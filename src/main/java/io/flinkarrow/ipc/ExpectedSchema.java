package io.flinkarrow.ipc;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.parquet.schema.StorageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema that payloads must have: same names, types, nullability, dictionary encodings and
 * extension types, in the same order. Other metadata may differ; batches get the expected one's.
 */
final class ExpectedSchema {

  private static final String EXTENSION = "ARROW:extension:";
  private static final int MOST_DIFFERENCES = 5;

  private final BatchSchema expected;
  private final Schema compared;
  private BatchSchema lastGood;

  ExpectedSchema(BatchSchema expected) {
    this.expected = expected;
    this.compared = withoutMetadata(expected.schema());
  }

  BatchSchema schema() {
    return expected;
  }

  /**
   * The expected schema, for batches of {@code actual}.
   *
   * @param where where in the payload the schema lies
   */
  BatchSchema require(BatchSchema actual, int where) throws MalformedPayloadException {
    if (actual != expected && actual != lastGood) {
      if (!compared.equals(withoutMetadata(actual.schema()))) {
        throw new MalformedPayloadException(where, different(actual));
      }
      lastGood = actual;
    }
    return expected;
  }

  private String different(BatchSchema actual) {
    SchemaDifference difference =
        SchemaDifference.between(compared, withoutMetadata(actual.schema()));
    List<String> lines = difference.lines();
    String more =
        lines.size() > MOST_DIFFERENCES
            ? "; and %d more differences".formatted(lines.size() - MOST_DIFFERENCES)
            : "";
    return "The payload's schema is not the expected one: "
        + String.join("; ", lines.subList(0, Math.min(lines.size(), MOST_DIFFERENCES)))
        + more;
  }

  private static Schema withoutMetadata(Schema schema) {
    return new Schema(schema.getFields().stream().map(ExpectedSchema::withoutMetadata).toList());
  }

  /**
   * As a schema read from a message without any extension type registered, but for its metadata.
   */
  private static Field withoutMetadata(Field field) {
    Map<String, String> extension = new TreeMap<>(field.getMetadata());
    extension.keySet().removeIf(key -> !key.startsWith(EXTENSION));
    return new Field(
        Optional.ofNullable(field.getName()).orElse(""),
        new FieldType(field.isNullable(), StorageType.of(field), field.getDictionary(), extension),
        field.getChildren().stream().map(ExpectedSchema::withoutMetadata).toList());
  }
}
