package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.values.ValueReader;

/** What lies below stretches of slots on a leaf column's path; what nulls hide counts as well. */
interface PathSizes {

  static PathSizes of(LeafPath path, ValueReader reader) {
    return path.hasReferences()
        ? new ReferredSizes(path, reader)
        : new ContiguousSizes(path, reader);
  }

  /**
   * Takes over the batch that the path is bound to.
   *
   * @param columns leaf columns of the batch
   */
  void bind(int columns);

  /** The slots of the leaf, below rows. */
  long leafSlots(int fromRow, int toRow);

  /** A byte per level entry, below rows; 0 without lists. */
  long levelBytes(int fromRow, int toRow);

  /** Of the values below rows, {@link ValueReader#plainBytes}. */
  long plainBytes(int fromRow, int toRow);

  /** Of the values below rows, {@link ValueReader#inputBytes}. */
  long inputBytes(int fromRow, int toRow);

  /** Entries below the slots that a hop begins at. */
  long entries(int hop, int fromSlot, int toSlot);

  /** Of the values below the slots that a hop begins at, {@link ValueReader#readBytes}. */
  long readBytes(int hop, int fromSlot, int toSlot);
}
