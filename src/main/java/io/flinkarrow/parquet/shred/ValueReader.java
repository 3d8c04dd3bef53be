package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.RefusedRowsException;

/**
 * Reads the values of a leaf from Arrow's buffers into heap arrays, dense and in Parquet's physical
 * form. One implementation for each layout; bound to one batch after the other.
 */
abstract class ValueReader {

  /**
   * Binds the value buffers of a leaf, whose length and validity are bound.
   *
   * @throws RefusedRowsException if the buffers do not fit the slots
   */
  abstract void bind(LeafNode leaf, BatchBuffers batch);

  /** Forgets the batch's memory. */
  abstract void unbind();

  /**
   * PLAIN bytes of the values in some slots, null ones counted as if they were not, a boolean as a
   * byte. Sums up: the bytes of adjacent stretches are those of the whole.
   */
  abstract long plainBytes(int fromSlot, int toSlot);

  /**
   * Bytes of some slots in Arrow's buffers, values by reference as {@link #plainBytes} has them.
   */
  long inputBytes(int fromSlot, int toSlot) {
    return plainBytes(fromSlot, toSlot);
  }

  /**
   * Whether a slot of the batch holds what the column cannot; nulls may yet hide it. {@link #read}
   * refuses it if they do not.
   */
  boolean hasUnfitSlots() {
    return false;
  }

  /** The heap bytes that {@link #read} needs for the values in some slots, at most. */
  abstract long readBytes(int fromSlot, int toSlot);

  /**
   * The values of the live slots that the levels were built for; at least one slot is live.
   *
   * @throws RefusedRowsException if one has no place in the column
   */
  abstract LeafValues read(LevelBuilder levels, ShredScratch scratch);

  /** The values of no slots. */
  abstract LeafValues none();
}
