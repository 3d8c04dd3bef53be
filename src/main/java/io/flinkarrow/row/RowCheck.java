package io.flinkarrow.row;

import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.shred.RowProjection;
import io.flinkarrow.row.shred.RowShredder;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Tells whether a {@link RowParquetWriter} takes a row, without writing it. Keeps nothing of a row.
 * Not thread-safe.
 */
public final class RowCheck {

  /** Buffers that grew for a row with more than this are given up. */
  private static final long MAXIMUM_KEPT_BYTES = 1 << 20;

  private final RowShredder shredder;

  private RowCheck(RowShredder shredder) {
    this.shredder = shredder;
  }

  /**
   * Checks rows for a writer of this type with these options.
   *
   * @param rowType of the fields that are written
   * @param projection where rows have these
   * @param plan the {@link RowParquetWriter#plan} of the type and the options
   */
  public static RowCheck of(RowType rowType, RowProjection projection, FilePlan plan) {
    return new RowCheck(
        new RowShredder(rowType, plan.schema(), projection, plan.options().maximumRowBytes()));
  }

  /**
   * Sorts a row by column as the writer does, and forgets it.
   *
   * @throws RefusedRowsException if the writer would refuse the row
   */
  public void check(RowData row) {
    requireInsertion(row);
    try {
      shredder.add(row);
    } catch (RefusedValueException e) {
      shredder.release();
      throw new RefusedRowsException("column %s: %s".formatted(e.path(), e.problem()), e);
    } catch (RuntimeException | Error e) {
      shredder.release();
      throw e;
    }
    if (shredder.varyingBytes() > MAXIMUM_KEPT_BYTES) {
      shredder.release();
    } else {
      shredder.clear();
    }
  }

  /** Heap bytes of the buffers. */
  long retainedBytes() {
    return shredder.retainedBytes();
  }

  /**
   * @throws RefusedRowsException if the row updates or deletes another
   */
  static void requireInsertion(RowData row) {
    if (row.getRowKind() != RowKind.INSERT) {
      throw new RefusedRowsException(
          "a Parquet file takes insertions only, but this is a row of kind %s; turn the changelog into insertions first"
              .formatted(row.getRowKind()));
    }
  }
}
