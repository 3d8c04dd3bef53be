package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import io.flinkarrow.parquet.shred.values.ValueReader;
import java.util.List;
import java.util.Objects;

/**
 * One leaf column of the batch its {@link BatchShredder} is bound to: how many bytes stretches of
 * rows make, and their slices.
 */
public final class LeafShredder implements LeafRows {

  private final LeafPath path;
  private final LeafNode leaf;
  private final ValueReader reader;
  private final SliceCursor cursor;
  private int rowCount;

  /**
   * @param nodes from the top-level field to the leaf
   * @param reader of the leaf's values
   */
  LeafShredder(List<FieldNode> nodes, ValueReader reader) {
    this.reader = reader;
    path = LeafPath.of(nodes);
    leaf = (LeafNode) nodes.get(nodes.size() - 1);
    cursor = new SliceCursor(path, reader, LeafSlice.MOST_ENTRIES, LeafSlice.MOST_BYTES);
  }

  /** The column this shreds. */
  LeafField field() {
    return leaf.field();
  }

  /**
   * Takes over the batch its nodes are bound to.
   *
   * @throws RefusedRowsException if a value has no place in the column
   */
  void bind(int rows) {
    rowCount = rows;
    if (path.hasRequiredNulls() || reader.hasUnfitSlots()) {
      LeafSlices slices = slices(0, rows);
      while (slices.next() != null) {
        // Slices are made of what the column can hold, or not at all.
      }
    }
  }

  void unbind() {
    rowCount = 0;
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    int from = leafSlot(fromRow);
    int to = leafSlot(toRow);
    return levelBytes(fromRow, toRow) + reader.plainBytes(from, to);
  }

  @Override
  public long idBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    long slots = (long) leafSlot(toRow) - leafSlot(fromRow);
    return levelBytes(fromRow, toRow) + Integer.BYTES * slots;
  }

  @Override
  public boolean areByReference() {
    return reader.isByReference();
  }

  private int leafSlot(int row) {
    int slot = row;
    for (Hop hop : path.hops()) {
      if (hop.list() != null) {
        slot = hop.list().offset(slot);
      }
    }
    return slot;
  }

  private long levelBytes(int fromRow, int toRow) {
    int from = fromRow;
    int to = toRow;
    long bytes = 0;
    for (Hop hop : path.hops()) {
      if (hop.list() != null) {
        bytes += to - from;
        from = hop.list().offset(from);
        to = hop.list().offset(to);
      }
    }
    return bytes == 0 ? 0 : bytes + to - from;
  }

  @Override
  public long inputBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    return reader.inputBytes(leafSlot(fromRow), leafSlot(toRow));
  }

  @Override
  public LeafSlices slices(int fromRow, int rows) {
    Objects.checkFromIndexSize(fromRow, rows, rowCount);
    return cursor.begin(fromRow, rows);
  }

  /** The same in slices of another size. */
  LeafSlices slices(int fromRow, int rows, int mostEntries, int mostBytes) {
    Objects.checkFromIndexSize(fromRow, rows, rowCount);
    return new SliceCursor(path, reader, mostEntries, mostBytes).begin(fromRow, rows);
  }
}
