package io.flinkarrow.parquet;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.parquet.schema.SchemaMatch;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import javax.annotation.Nullable;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** Compares the schemas of batches with their file's; that of the last batch is known again. */
final class BatchSchemaCheck {

  private final Schema schema;

  /** Whether a batch's dictionaries decide about its schema, too. */
  private final boolean dictionaryEncoded;

  @Nullable private Schema last;

  BatchSchemaCheck(SchemaPlan plan) {
    this.schema = plan.arrowSchema();
    this.dictionaryEncoded =
        schema.getFields().stream().anyMatch(DictionaryUtility::needConvertToMessageFormat);
  }

  /**
   * A batch of the file's schema as nodes and buffers.
   *
   * @throws RefusedRowsException if its schema is another, or its buffers do not fit one another
   */
  BatchBuffers checked(VectorSchemaRoot root, @Nullable DictionaryProvider dictionaries) {
    check(root.getSchema(), dictionaries);
    try {
      return BatchBuffers.of(root, dictionaries);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw refused(e);
    }
  }

  /**
   * @param batchSchema as vectors in memory have it
   * @throws RefusedRowsException if it is not the file's
   */
  void check(Schema batchSchema, @Nullable DictionaryProvider dictionaries) {
    if (batchSchema == last && !dictionaryEncoded) {
      return;
    }
    Schema actual;
    try {
      actual = dictionaries == null ? batchSchema : MessageFormat.of(batchSchema, dictionaries);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw refused(e);
    }
    if (!SchemaMatch.matches(schema, actual)) {
      throw new RefusedRowsException(
          "The batch's schema is not the writer's:" + SchemaDifference.between(schema, actual));
    }
    last = batchSchema;
  }

  private static RefusedRowsException refused(RuntimeException cause) {
    return cause instanceof RefusedRowsException refusal
        ? refusal
        : new RefusedRowsException(cause.getMessage(), cause);
  }
}
