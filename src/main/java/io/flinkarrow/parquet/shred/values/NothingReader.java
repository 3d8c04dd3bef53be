package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.LeafNode;

/** A leaf of the type Null, which has no buffers and no values. */
final class NothingReader extends ValueReader {

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    // There is nothing to look at.
  }

  @Override
  public void unbind() {
    // There is nothing to forget.
  }

  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    return 0;
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return 0;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    throw new IllegalStateException("A slot of the type Null is not null");
  }

  @Override
  public LeafValues none() {
    return IntReader.NONE;
  }
}
