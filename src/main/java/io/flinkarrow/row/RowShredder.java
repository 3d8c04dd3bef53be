package io.flinkarrow.row;

import io.flinkarrow.parquet.column.RefusedRowsException;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Sorts rows of one type by column. A row is copied: the caller may change it after {@link #add}.
 *
 * <p>Order of calls: {@code add} rows, take {@link #leaves()}, {@link #clear()}. After {@code add}
 * has thrown, the columns have different numbers of rows and only {@link #release()} is of use. Not
 * thread-safe.
 */
final class RowShredder {

  private final HeldBytes held = new HeldBytes();
  private final ValueShredder[] fields;
  private final List<LeafBuffer> leaves;
  private int rowCount;

  /**
   * @param plan made from {@link RowSchema} of the type
   */
  RowShredder(RowType rowType, SchemaPlan plan) {
    ShredderTree tree = new ShredderTree(held);
    fields = tree.fields(plan.fields(), rowType.getChildren()).toArray(ValueShredder[]::new);
    leaves = tree.leaves();
  }

  /**
   * @throws RefusedValueException if a value has no place in its column
   * @throws RefusedRowsException if the row has not as many fields as its type
   */
  void add(RowData row) {
    if (row.getArity() != fields.length) {
      throw new RefusedRowsException(
          "it has %d fields, but rows of %d were declared; give rows the fields of the declared type, in its order"
              .formatted(row.getArity(), fields.length));
    }
    for (int i = 0; i < fields.length; i++) {
      fields[i].shred(row, i, 0);
    }
    rowCount++;
  }

  /** Rows since the last {@link #clear()}. */
  int rowCount() {
    return rowCount;
  }

  /** The rows, by leaf column in schema order; valid until the next call. */
  List<LeafBuffer> leaves() {
    return leaves;
  }

  /** Bytes of the values whose size differs from row to row. */
  long varyingBytes() {
    return held.varying();
  }

  /** Bytes of all values, PLAIN-encoded, with their levels. */
  long waitingBytes() {
    long bytes = 0;
    for (LeafBuffer leaf : leaves) {
      bytes += leaf.valueBytes(0, rowCount);
    }
    return bytes;
  }

  /** Heap bytes of the buffers, full or not. */
  long retainedBytes() {
    return held.allocated();
  }

  /** Forgets the rows and keeps the buffers. */
  void clear() {
    leaves.forEach(LeafBuffer::clear);
    held.emptied();
    rowCount = 0;
  }

  /** Forgets the rows and gives up the buffers. */
  void release() {
    leaves.forEach(LeafBuffer::release);
    held.emptied();
    rowCount = 0;
  }
}
