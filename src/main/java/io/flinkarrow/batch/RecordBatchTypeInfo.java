package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.compatibility.ElementTypeInformation;
import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.parquet.schema.MessageFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The type of a stream of batches: of one schema, which then isn't sent with every element, or of
 * any.
 */
public final class RecordBatchTypeInfo extends ElementTypeInformation<RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final BatchSchema schema;

  private RecordBatchTypeInfo(BatchSchema schema) {
    SupportedFlink.require();
    this.schema = schema;
  }

  /**
   * The type of batches of one schema.
   *
   * @param schema in Arrow's message format: a dictionary-encoded field has its values' type
   */
  public static RecordBatchTypeInfo of(Schema schema) {
    return new RecordBatchTypeInfo(BatchSchema.of(schema));
  }

  /**
   * The type of batches of one schema, given as that of a {@code VectorSchemaRoot}.
   *
   * @param schema in Arrow's memory format, as roots have it: a dictionary-encoded field has its
   *     indices' type
   * @param dictionaries looked at for the types of their values only
   * @throws IllegalArgumentException if one of the schema's dictionaries is missing
   */
  public static RecordBatchTypeInfo of(Schema schema, DictionaryProvider dictionaries) {
    return of(MessageFormat.of(schema, Objects.requireNonNull(dictionaries, "dictionaries")));
  }

  /** Each element carries its schema: what Flink takes where no type information is given. */
  public static RecordBatchTypeInfo ofAnySchema() {
    return new RecordBatchTypeInfo(null);
  }

  /** The schema of all batches; empty if each carries its own. */
  public Optional<Schema> schema() {
    return Optional.ofNullable(schema).map(BatchSchema::schema);
  }

  @Override
  public TypeSerializer<RecordBatch> createSerializer(SerializerConfig config) {
    return new RecordBatchSerializer(schema);
  }

  @Override
  public Class<RecordBatch> getTypeClass() {
    return RecordBatch.class;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RecordBatchTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordBatchTypeInfo info && Objects.equals(schema, info.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(schema);
  }

  @Override
  public String toString() {
    return "RecordBatch(" + (schema == null ? "any schema" : schema.schema()) + ")";
  }
}
