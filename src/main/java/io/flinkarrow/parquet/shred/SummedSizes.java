package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.nodes.FieldNode;

/**
 * Sizes of what the slots of a field refer to, in any order. Sums are kept of stretches of slots,
 * so that a long stretch costs no more than a short one.
 */
abstract class SummedSizes implements SlotSizes {

  /** Where few ask, sums of a thousand slots each will do. */
  private static final int CHUNK_BITS = 10;

  private final FieldNode field;
  private final int chunkBits;
  private final int chunk;

  /** The sizes of all slots before each chunk of them. */
  private long[] before = {};

  /**
   * @param referredTo whether other slots refer to these, so that each of them asks for sums: no
   *     sum may then be made of many
   */
  SummedSizes(FieldNode field, boolean referredTo) {
    this.field = field;
    this.chunkBits = referredTo ? 0 : CHUNK_BITS;
    this.chunk = 1 << chunkBits;
  }

  /** The size of what a slot refers to. */
  abstract long ofSlot(int slot);

  /** Adds up the slots of the batch at hand; the sizes of the values are bound. */
  @Override
  public void bind(int columns) {
    int slots = field.length();
    before = new long[(slots >>> chunkBits) + 1];
    long sum = 0;
    for (int i = 0; i < before.length; i++) {
      before[i] = sum;
      int from = i << chunkBits;
      sum += added(from, Math.min(chunk, slots - from));
      if (sum > MOST_BYTES) {
        throw field.malformed(FEWER_BYTES, "more");
      }
    }
  }

  @Override
  public long of(int from, int to) {
    int firstChunk = (from + chunk - 1) >>> chunkBits;
    int lastChunk = to >>> chunkBits;
    if (firstChunk >= lastChunk) {
      return added(from, to - from);
    }
    int chunksFrom = firstChunk << chunkBits;
    int chunksTo = lastChunk << chunkBits;
    return added(from, chunksFrom - from)
        + before[lastChunk]
        - before[firstChunk]
        + added(chunksTo, to - chunksTo);
  }

  private long added(int from, int count) {
    long sum = 0;
    for (int slot = from; slot < from + count; slot++) {
      sum += ofSlot(slot);
    }
    return sum;
  }
}
