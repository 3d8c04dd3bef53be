package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.shred.buffers.BufferByteCounter;
import io.flinkarrow.row.shred.buffers.LeafBuffer;
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
public final class RowShredder {

  private final BufferByteCounter held;
  private final List<String> names;
  private final ValueShredder[] fields;
  private final int[] positions;
  private final int rowWidth;
  private final List<LeafBuffer> leaves;
  private final List<LeafField> columns;
  private final long mostColumnBytes;
  private int rowCount;

  /**
   * @param rowType of the fields that are written
   * @param plan made from {@code RowSchema} of the type
   * @param mostRowBytes the most bytes that vary of one row
   */
  public RowShredder(
      RowType rowType, SchemaPlan plan, RowProjection projection, long mostRowBytes) {
    this(rowType, plan, projection, mostRowBytes, LeafRows.MOST_ROW_BYTES);
  }

  /**
   * @param mostColumnBytes the most bytes of one row in one column
   */
  RowShredder(
      RowType rowType,
      SchemaPlan plan,
      RowProjection projection,
      long mostRowBytes,
      long mostColumnBytes) {
    this.columns = plan.leaves();
    this.mostColumnBytes = mostColumnBytes;
    held = new BufferByteCounter(mostRowBytes);
    names = rowType.getFieldNames();
    ShredderTree tree = new ShredderTree(held);
    fields = tree.fields(plan.fields(), rowType.getChildren()).toArray(ValueShredder[]::new);
    leaves = tree.leaves();
    positions = projection.positions();
    rowWidth = projection.rowWidth();
  }

  /**
   * @throws RefusedValueException if a value has no place in its column
   * @throws RefusedRowsException if the row has not as many fields as its type, or is too large
   */
  public void add(RowData row) {
    int arity = row.getArity();
    if (arity != fields.length && arity != rowWidth) {
      throw new RefusedRowsException(
          "it has %d fields, but rows of %d were declared; give rows the fields of the declared type, in its order"
              .formatted(arity, rowWidth));
    }
    boolean projected = arity != fields.length;
    held.beginRow();
    int field = 0;
    try {
      for (; field < fields.length; field++) {
        fields[field].shred(row, projected ? positions[field] : field, 0);
      }
    } catch (RefusedRowsException e) {
      throw new RefusedValueException(names.get(field), e.getMessage());
    }
    // No value takes more than twice the bytes that are counted of it.
    if (held.varyingOfRow() > mostColumnBytes / 2) {
      checkColumns();
    }
    rowCount++;
  }

  /** A row lies in one page per column, which no array may be too short for. */
  private void checkColumns() {
    for (int i = 0; i < leaves.size(); i++) {
      long bytes = leaves.get(i).valueBytes(rowCount, rowCount + 1);
      if (bytes > mostColumnBytes) {
        throw new RefusedValueException(
            String.join(".", columns.get(i).descriptor().getPath()),
            LeafRows.tooLarge(bytes, mostColumnBytes));
      }
    }
  }

  /** Rows since the last {@link #clear()}. */
  public int rowCount() {
    return rowCount;
  }

  /** The rows, by leaf column in schema order; valid until the next call. */
  public List<LeafBuffer> leaves() {
    return leaves;
  }

  /** Bytes of the values whose size differs from row to row. */
  public long varyingBytes() {
    return held.varying();
  }

  /** Bytes of all values, PLAIN-encoded, with their levels. */
  public long waitingBytes() {
    long bytes = 0;
    for (LeafBuffer leaf : leaves) {
      bytes += leaf.valueBytes(0, rowCount);
    }
    return bytes;
  }

  /** Heap bytes of the buffers, full or not. */
  public long retainedBytes() {
    return held.allocated();
  }

  /** Forgets the rows and keeps the buffers. */
  public void clear() {
    leaves.forEach(LeafBuffer::clear);
    held.emptied();
    rowCount = 0;
  }

  /** Forgets the rows and gives up the buffers. */
  public void release() {
    leaves.forEach(LeafBuffer::release);
    held.emptied();
    rowCount = 0;
  }
}
