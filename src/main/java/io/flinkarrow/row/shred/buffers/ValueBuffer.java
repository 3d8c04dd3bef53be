package io.flinkarrow.row.shred.buffers;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.refusal.RefusedRowsException;

/**
 * The values of one leaf column, without nulls, in the form of its Parquet physical type.
 * Subclasses add the {@code add} of their form.
 */
public abstract class ValueBuffer {

  /** The first capacity, in values. */
  static final int FIRST_CAPACITY = 64;

  /** The longest array that virtual machines allocate. */
  private static final int MAXIMUM_ARRAY = Integer.MAX_VALUE - 8;

  final BufferByteCounter held;

  /** The values so far. */
  int count;

  ValueBuffer(BufferByteCounter held) {
    this.held = held;
  }

  /** Bytes of values {@code [from, to)}, PLAIN-encoded, booleans at a byte each. */
  abstract long plainBytes(int from, int to);

  /** Bytes of the values, if they are strings or byte arrays, without their lengths. */
  long stringBytes() {
    return 0;
  }

  /** Bytes that a null counts with, as in Arrow's buffers. */
  abstract int nullBytes();

  /** Values {@code [from, from + length)}; lent until the next value is added. */
  abstract LeafValues slice(int from, int length);

  /** Forgets the values and keeps the arrays. */
  void clear() {
    count = 0;
  }

  /** Forgets the values and gives up the arrays. */
  abstract void release();

  /** Twice as much, but at least what is needed. */
  static int grown(int length, int needed) {
    if (needed < 0 || needed > MAXIMUM_ARRAY) {
      throw new RefusedRowsException(
          "One column would hold more than %d bytes or values of a few rows: split the values"
              .formatted(MAXIMUM_ARRAY));
    }
    return Math.max((int) Math.min(2L * length, MAXIMUM_ARRAY), Math.max(needed, FIRST_CAPACITY));
  }
}
