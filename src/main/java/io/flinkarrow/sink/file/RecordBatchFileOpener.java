package io.flinkarrow.sink.file;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.BatchCheck;
import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Part files of record batches: of one schema that is known beforehand, or each file of the schema
 * of its first batch.
 */
public final class RecordBatchFileOpener implements PartFileOpener<RecordBatch> {

  private static final long serialVersionUID = 1L;

  @Nullable private final BatchSchema schema;
  private final WriterOptions options;

  /** The last one made, because the next file probably has the same schema. */
  @Nullable private transient volatile Planned planned;

  private record Planned(BatchSchema schema, FilePlan plan) {}

  /**
   * @throws RuntimeException if a file of this schema can't be written with these options
   */
  public RecordBatchFileOpener(Schema schema, WriterOptions options) {
    this.schema = BatchSchema.of(Objects.requireNonNull(schema, "schema"));
    this.options = Objects.requireNonNull(options, "options");
    plan(this.schema);
  }

  public RecordBatchFileOpener(WriterOptions options) {
    this.schema = null;
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public PartFileBulkWriter<RecordBatch, ?> open(
      FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    return new RecordBatchBulkWriter(out, schema, this, place, openWriters);
  }

  /**
   * What files of a schema share: to make it takes longer than to open a file with it.
   *
   * @throws RuntimeException if a file of this schema can't be written with these options
   */
  FilePlan plan(BatchSchema fileSchema) {
    Planned known = planned;
    if (known == null || !known.schema.equals(fileSchema)) {
      known = new Planned(fileSchema, FilePlan.of(fileSchema.schema(), options));
      planned = known;
    }
    return known.plan;
  }

  @Override
  public Consumer<RecordBatch> openCheck() {
    if (schema == null) {
      throw new IllegalStateException("Files of any schema have no check");
    }
    BatchCheck check = BatchCheck.of(plan(schema));
    return PartFileOpener.refusing(
        batch -> {
          requireTaken(schema, batch);
          check.check(RecordBatchBuffers.of(batch));
        });
  }

  /**
   * @throws RefusedInputException if a file of the schema doesn't take the batch
   */
  static void requireTaken(BatchSchema schema, RecordBatch batch) {
    if (!schema.takes(batch.batchSchema())) {
      throw new RefusedInputException(
          "The batch's schema isn't the part file's, which takes no other; convert the batch or"
              + " give it another bucket:"
              + SchemaDifference.between(schema.schema(), batch.schema()));
    }
  }
}
