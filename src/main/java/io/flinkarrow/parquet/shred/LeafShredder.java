package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.shred.LeafPath.Hop;
import java.util.List;
import java.util.Objects;

/**
 * One leaf column of the batch its {@link BatchShredder} is bound to: how many bytes stretches of
 * rows make, and their slices.
 */
public final class LeafShredder implements LeafRows {

  /** Rows at a time when nulls are looked for without making slices. */
  private static final int CHECKED_ROWS = 1024;

  private final LeafPath path;
  private final LeafNode leaf;
  private int rowCount;

  /**
   * @param nodes from the top-level field to the leaf
   */
  LeafShredder(List<FieldNode> nodes) {
    path = LeafPath.of(nodes);
    leaf = (LeafNode) nodes.get(nodes.size() - 1);
  }

  /** The column this shreds. */
  public LeafField field() {
    return leaf.field();
  }

  /** Takes over the batch its nodes are bound to. */
  void bind(int rows) {
    rowCount = rows;
    if (path.hasRequiredNulls()) {
      LevelBuilder levels = ShredScratch.ofThread().levels;
      for (int row = 0; row < rows; row += CHECKED_ROWS) {
        levels.build(path, row, Math.min(CHECKED_ROWS, rows - row));
      }
    }
  }

  void unbind() {
    rowCount = 0;
  }

  @Override
  public long valueBytes(int fromRow, int toRow) {
    Objects.checkFromToIndex(fromRow, toRow, rowCount);
    int from = fromRow;
    int to = toRow;
    long levelBytes = 0;
    for (Hop hop : path.hops()) {
      if (hop.list() != null) {
        levelBytes += to - from;
        from = hop.list().offset(from);
        to = hop.list().offset(to);
      }
    }
    if (levelBytes > 0) {
      levelBytes += to - from;
    }
    return levelBytes + leaf.reader().plainBytes(from, to);
  }

  @Override
  public LeafSlice slice(int fromRow, int rows) {
    Objects.checkFromIndexSize(fromRow, rows, rowCount);
    ShredScratch scratch = ShredScratch.ofThread();
    LevelBuilder builder = scratch.levels;
    Levels levels = builder.build(path, fromRow, rows);
    LeafValues values =
        builder.slots().liveCount() == 0
            ? leaf.reader().none()
            : leaf.reader().read(builder, scratch);
    return new LeafSlice(rows, levels, values);
  }
}
