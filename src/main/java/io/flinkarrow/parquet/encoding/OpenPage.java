package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import java.util.Arrays;

/**
 * The values of the open page: PLAIN-encoded, or as ids of the chunk's dictionary. Arrays are kept
 * from page to page until {@link #release()}.
 */
final class OpenPage {

  private static final int[] NO_IDS = {};

  private final ByteArrayBuilder plain = new ByteArrayBuilder();
  private int[] ids = NO_IDS;
  private boolean holdsIds;
  private int valueCount;
  private long rawBytes;

  /** Whether the values are held as ids, which is decided with the first of them. */
  boolean holdsIds() {
    return holdsIds;
  }

  /** The values PLAIN-encoded, unless they are held as ids. */
  ByteArrayBuilder plain() {
    return plain;
  }

  /** Ids of the values, if they have been looked up. */
  int[] ids() {
    return ids;
  }

  int valueCount() {
    return valueCount;
  }

  boolean isEmpty() {
    return valueCount == 0;
  }

  /** The bytes of the values in PLAIN encoding, however they are held. */
  long rawBytes() {
    return rawBytes;
  }

  /** Begins a page. */
  void begin(boolean withIds) {
    holdsIds = withIds;
  }

  /** Makes room for so many more ids. */
  void reserveIds(int count) {
    int needed = Math.addExact(valueCount, count);
    if (needed > ids.length) {
      ids = Arrays.copyOf(ids, ByteArrayBuilder.capacityFor(needed));
    }
  }

  /** Counts values that were put behind the others, as ids or into {@link #plain()}. */
  void count(LeafValues values, long plainBytes) {
    valueCount += values.count();
    rawBytes += plainBytes;
  }

  /** Forgets all ids from value {@code newCount} on. */
  void truncateIds(int newCount, Dictionary dictionary) {
    valueCount = newCount;
    rawBytes = dictionary.plainBytes(ids, newCount);
  }

  /** Holds values instead of ids. */
  void decode(Dictionary dictionary) {
    dictionary.decode(ids, valueCount, plain);
    holdsIds = false;
  }

  void releasePlain() {
    plain.release();
  }

  void releaseIds() {
    ids = NO_IDS;
  }

  /** Forgets the values and keeps the arrays. */
  void reset() {
    plain.reset();
    holdsIds = false;
    valueCount = 0;
    rawBytes = 0;
  }

  /** Forgets the values and gives up the arrays. */
  void release() {
    reset();
    releasePlain();
    releaseIds();
  }

  long retainedBytes() {
    return (long) Integer.BYTES * ids.length + plain.retainedBytes();
  }
}
