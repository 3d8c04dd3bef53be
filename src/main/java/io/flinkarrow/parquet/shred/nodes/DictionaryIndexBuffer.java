package io.flinkarrow.parquet.shred.nodes;

import java.nio.ByteBuffer;

/**
 * Indexes into a dictionary where they lie in a batch's memory, as ids of 31 bits.
 *
 * @param width bytes of an index: 1, 2, 4 or 8
 * @param signed whether indexes are signed
 */
public record DictionaryIndexBuffer(ByteBuffer indexes, int width, boolean signed) {

  /** An index beyond 31 bits, as an id that no dictionary has. */
  private static final int NO_ID = -1;

  /** The id of a slot; none that a dictionary has if the index is negative or too large. */
  public int id(int slot) {
    return switch (width) {
      case Byte.BYTES -> indexes.get(slot) & (signed ? -1 : 0xFF);
      case Short.BYTES -> indexes.getShort(slot * Short.BYTES) & (signed ? -1 : 0xFFFF);
      case Integer.BYTES -> indexes.getInt(slot * Integer.BYTES);
      default -> idOf(indexes.getLong(slot * Long.BYTES));
    };
  }

  /** Copies the ids of {@code count} slots. */
  public void copy(int from, int count, int[] ids, int at) {
    switch (width) {
      case Byte.BYTES -> {
        int mask = signed ? -1 : 0xFF;
        for (int i = 0; i < count; i++) {
          ids[at + i] = indexes.get(from + i) & mask;
        }
      }
      case Short.BYTES -> {
        int mask = signed ? -1 : 0xFFFF;
        for (int i = 0; i < count; i++) {
          ids[at + i] = indexes.getShort((from + i) * Short.BYTES) & mask;
        }
      }
      case Integer.BYTES -> indexes.asIntBuffer().get(from, ids, at, count);
      default -> {
        for (int i = 0; i < count; i++) {
          ids[at + i] = idOf(indexes.getLong((from + i) * Long.BYTES));
        }
      }
    }
  }

  private static int idOf(long index) {
    return index == (int) index ? (int) index : NO_ID;
  }
}
