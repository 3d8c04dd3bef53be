package io.flinkarrow.parquet.shred.nodes;

import java.nio.ByteBuffer;

/** Hashes the entries of dictionaries where they lie in Arrow's buffers. */
public final class DictionaryContent {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private DictionaryContent() {}

  /**
   * A hash of the entries, independent of the width of offsets and of where the first entry starts.
   * OffsetBuffers outside the data are left to the check at binding: here they only end the hash.
   */
  public static long hash(int size, ByteBuffer offsets, ByteBuffer data, boolean wideOffsets) {
    long hash = mix(size);
    if (size == 0 || offsets.limit() < (size + 1L) * (wideOffsets ? Long.BYTES : Integer.BYTES)) {
      return hash;
    }
    long first = OffsetBuffers.at(offsets, wideOffsets, 0);
    long last = first;
    for (int i = 1; i <= size; i++) {
      last = OffsetBuffers.at(offsets, wideOffsets, i);
      hash = mix(hash ^ (last - first));
    }
    if (first < 0 || last < first || last > data.limit()) {
      return hash;
    }
    int at = (int) first;
    for (; at + Long.BYTES <= last; at += Long.BYTES) {
      hash = mix(hash ^ data.getLong(at));
    }
    for (; at < last; at++) {
      hash = mix(hash ^ data.get(at));
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = value * PRIME;
    return mixed ^ (mixed >>> 32);
  }
}
