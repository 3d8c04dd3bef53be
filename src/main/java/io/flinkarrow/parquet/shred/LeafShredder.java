package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import io.flinkarrow.parquet.shred.values.ValueReader;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * One leaf column of the batch its {@link BatchShredder} is bound to: how many bytes stretches of
 * rows make, and their slices.
 */
public final class LeafShredder implements LeafRows {

  private final LeafPath path;
  private final PathSizes sizes;
  private final LeafNode leaf;
  private final SlotValueReader reader;
  private final SliceCursor cursor;

  /** Null unless rows may be in runs. */
  @Nullable private final RunCursor runCursor;

  private int rowCount;

  /**
   * @param nodes from the top-level field to the leaf
   * @param values of the leaf's values
   */
  LeafShredder(List<FieldNode> nodes, ValueReader values) {
    path = LeafPath.of(nodes);
    sizes = PathSizes.of(path, values);
    reader = new SlotValueReader(path, sizes, values);
    leaf = (LeafNode) nodes.get(nodes.size() - 1);
    runCursor = RunCursor.of(path, reader);
    cursor = new SliceCursor(path, sizes, reader, LeafSlice.MOST_ENTRIES, LeafSlice.MOST_BYTES);
  }

  /** The column this shreds. */
  LeafField field() {
    return leaf.field();
  }

  /**
   * Takes over the batch its nodes are bound to.
   *
   * @param columns leaf columns of the batch
   * @param room for values that rows refer to, in bytes
   * @return what is left of it
   * @throws RefusedRowsException if a value has no place in the column
   */
  long bind(int rows, int columns, long room) {
    rowCount = rows;
    sizes.bind(columns);
    long left = reader.bind(rows, leaf.length(), room);
    if (reader.hasUnfitSlots()) {
      LeafSlices slices = slices(0, rows);
      while (slices.next() != null) {
        // Slices are made of what the column can hold, or not at all.
      }
    }
    return left;
  }

  void unbind() {
    rowCount = 0;
    reader.unbind();
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    return sizes.levelBytes(fromRow, toRow) + sizes.plainBytes(fromRow, toRow);
  }

  @Override
  public long idBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    return sizes.levelBytes(fromRow, toRow) + Integer.BYTES * sizes.leafSlots(fromRow, toRow);
  }

  @Override
  public boolean areByReference() {
    return reader.isByReference() || areRuns();
  }

  @Override
  public long inputBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    return sizes.inputBytes(fromRow, toRow);
  }

  private boolean areRuns() {
    return runCursor != null && runCursor.isForBatch();
  }

  @Override
  public LeafSlices slices(int fromRow, int rows) {
    Objects.checkFromIndexSize(fromRow, rows, rowCount);
    if (areRuns()) {
      return runCursor.begin(fromRow, rows);
    }
    return cursor.begin(fromRow, rows);
  }

  /** The same in slices of another size. */
  LeafSlices slices(int fromRow, int rows, int mostEntries, int mostBytes) {
    Objects.checkFromIndexSize(fromRow, rows, rowCount);
    return new SliceCursor(path, sizes, reader, mostEntries, mostBytes).begin(fromRow, rows);
  }
}
