package io.flinkarrow.parquet;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.LeafShredder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.util.List;

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
        new SharedDictionaries(WriterDictionaries.idleBytes(plan.options()));
    this.shredder = new BatchShredder(plan.schema(), dictionaries);
    this.leaves = shredder.leaves();
    this.rowLimit = new RowLimit(plan.columns(), plan.options().maximumRowBytes());
  }

  /** Checks batches for writers of files that have this plan. */
  public static BatchCheck of(FilePlan plan) {
    return new BatchCheck(plan);
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
      shredder.take();
    } finally {
      shredder.release();
    }
  }
}
