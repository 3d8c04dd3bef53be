package io.flinkarrow.row.collect;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FieldAssembly;
import io.flinkarrow.parquet.assemble.PlannedFields;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.shred.RowProjection;
import io.flinkarrow.row.shred.RowShredder;
import io.flinkarrow.row.shred.buffers.LeafBuffer;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Collects rows of one type until they are taken as a record batch. Sorts them by column, as for a
 * file, and a row is copied: its owner may change it after {@link #add}. Heap only. After {@code
 * add} has thrown, only {@link #release()} is of use.
 */
final class RowBatcher {

  /** A batch's body is one array. */
  private static final long MAXIMUM_ROW_BYTES = Integer.MAX_VALUE;

  private static final int MAXIMUM_IDLE_BYTES = 1 << 20;

  private final BatchSchema schema;
  private final List<FieldAssembly> fields;
  private final RowShredder shredder;
  private final BatchBytes bytes;

  /**
   * @param schema the row type's
   */
  RowBatcher(RowType rowType, BatchSchema schema) {
    this.schema = schema;
    SchemaPlan plan = SchemaPlan.of(schema.schema());
    fields = PlannedFields.of(plan.fields());
    RowProjection all = RowProjection.all(rowType.getFieldCount());
    shredder = new RowShredder(rowType, plan, all, MAXIMUM_ROW_BYTES);
    bytes = new BatchBytes(plan, shredder.leaves());
  }

  /**
   * @throws RefusedValueException if a value has no place in its column
   */
  void add(RowData row) {
    shredder.add(row);
  }

  int rowCount() {
    return shredder.rowCount();
  }

  /** The size of a batch of the rows so far; it will not have more. */
  long batchBytes() {
    return bytes.of(shredder.rowCount());
  }

  /** A batch of all rows, and none are left. */
  RecordBatch take() {
    RecordBatch batch =
        RecordBatch.of(
            schema,
            shredder.rowCount(),
            FieldAssembly.assemble(
                fields, shredder.leaves().stream().map(LeafBuffer::all).toList()),
            List.of());
    if (shredder.retainedBytes() > Math.max(MAXIMUM_IDLE_BYTES, 4 * batch.sizeInBytes())) {
      shredder.release();
    } else {
      shredder.clear();
    }
    return batch;
  }

  void release() {
    shredder.release();
  }
}
