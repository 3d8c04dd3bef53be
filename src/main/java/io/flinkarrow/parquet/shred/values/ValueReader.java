package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.nodes.LeafNode;

/**
 * Reads the values of a leaf from Arrow's buffers into heap arrays, dense and in Parquet's physical
 * form. One implementation for each layout; bound to one batch after the other.
 */
public abstract class ValueReader implements LeafNode.Values {

  /**
   * PLAIN bytes of the values in some slots, null ones counted as if they were not, a boolean as a
   * byte. Sums up: the bytes of adjacent stretches are those of the whole.
   */
  public abstract long plainBytes(int fromSlot, int toSlot);

  /**
   * Bytes of some slots in Arrow's buffers, values by reference as {@link #plainBytes} has them.
   */
  public long inputBytes(int fromSlot, int toSlot) {
    return plainBytes(fromSlot, toSlot);
  }

  /** Whether all values have the same number of bytes, by each of the ways to count them. */
  public boolean isOfOneSize() {
    return false;
  }

  /**
   * Whether a slot of the batch holds what the column cannot; nulls may yet hide it. {@link #read}
   * refuses it if they do not.
   */
  public boolean hasUnfitSlots() {
    return false;
  }

  /** Whether the values of the batch are ids of a dictionary. */
  public boolean isByReference() {
    return false;
  }

  /** The heap bytes that {@link #read} needs for the values in some slots, at most. */
  public abstract long readBytes(int fromSlot, int toSlot);

  /**
   * The values of the live slots that the levels were built for; at least one slot is live.
   *
   * @throws RefusedRowsException if one has no place in the column
   */
  public abstract LeafValues read(LevelBuilder levels, ShredScratch scratch);

  /** The values of no slots. */
  public abstract LeafValues none();
}
