package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.RefusedRowsException;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.LeafShredder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Tells whether an {@link ArrowParquetWriter} takes a batch, without writing it. Keeps nothing of a
 * batch except for its dictionaries, which may come again. Not thread-safe.
 */
public final class BatchCheck {

  private final BatchShredder shredder;
  private final List<LeafShredder> leaves;
  private final RowLimit rowLimit;

  private BatchCheck(FilePlan plan) {
    SharedDictionaries dictionaries =
        new SharedDictionaries(ArrowParquetWriter.idleDictionaryBytes(plan.options()));
    this.shredder = new BatchShredder(plan.schema(), dictionaries);
    this.leaves = shredder.leaves();
    this.rowLimit = new RowLimit(plan.columns(), plan.options().maximumRowBytes());
  }

  /**
   * Checks batches for a writer of this schema with these options.
   *
   * @throws UnsupportedOperationException if a field's type has no place in a file
   * @throws IllegalArgumentException if the options name a column that the schema lacks
   */
  public static BatchCheck of(Schema schema, WriterOptions options) {
    return new BatchCheck(FilePlan.of(schema, options));
  }

  /**
   * Reads a batch as the writer does before it takes the first value. The schema is the caller's to
   * compare.
   *
   * @throws RefusedRowsException if the writer would refuse the batch
   */
  public void check(BatchBuffers batch) {
    shredder.bind(batch);
    try {
      rowLimit.check(leaves, 0, batch.rowCount());
    } finally {
      shredder.release();
    }
  }
}
