package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.IdScratch;
import io.flinkarrow.parquet.encoding.dictionary.IdsRoom;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * The values of the open page: PLAIN-encoded, or as ids of the chunk's dictionary. Arrays are kept
 * from page to page until {@link #release()}.
 */
final class OpenPage {

  /** Arrays of larger pages are not kept. */
  private static final int KEPT_BYTES = 4 << 20;

  private final ByteArrayBuilder plain = new ByteArrayBuilder();

  /** Null before the first id. */
  @Nullable private PageIds ids;

  private boolean holdsIds;
  private int valueCount;
  private long rawBytes;

  /** Of the pages before, since arrays were given up. */
  private int mostValues;

  /** Whether the values are held as ids, which is decided with the first of them. */
  boolean holdsIds() {
    return holdsIds;
  }

  /** The values PLAIN-encoded, unless they are held as ids. */
  ByteArrayBuilder plain() {
    return plain;
  }

  /** Ids of the values, if they have been looked up. */
  PageIds ids() {
    if (ids == null) {
      ids = new PageIds();
    }
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

  /** Looks the values up; returns whether the dictionary has room for them: then there are ids. */
  boolean lookUp(Dictionary dictionary) {
    int[] found = IdScratch.atLeast(valueCount);
    if (dictionary.lookUpPlain(plain, valueCount, found) < valueCount) {
      return false;
    }
    ids().append(found, valueCount, dictionary.size());
    return true;
  }

  /**
   * Looks values up and puts their ids behind the others; returns how many were taken: all, or
   * those before the first that there is no room for.
   */
  int appendIds(LeafValues values, TypedValues type) {
    LeafValues distinct = values.distinct();
    int[] found = IdScratch.atLeast(distinct.count());
    int[] lengths = values.lengths();
    int taken = lengths == null ? type.lookUp(distinct, found) : type.lookUpRuns(distinct, found);
    int entries = type.dictionary().size();
    if (lengths == null) {
      ids().append(found, taken, entries);
      return taken;
    }
    ids().appendRuns(found, lengths, taken, entries);
    return Arrays.stream(lengths, 0, taken).sum();
  }

  /** Holds the ids of the values, which have been looked up, and no values. */
  void holdIds() {
    holdsIds = true;
    plain.release();
  }

  /** Counts values that were put behind the others, as ids or into {@link #plain()}. */
  void count(LeafValues values, long plainBytes) {
    valueCount += values.count();
    rawBytes += plainBytes;
  }

  /** Forgets all ids from value {@code newCount} on. */
  void truncateIds(int newCount, Dictionary dictionary) {
    ids().truncate(newCount);
    valueCount = newCount;
    rawBytes = dictionary.plainBytes(ids());
  }

  /** Holds values instead of ids. */
  void decode(Dictionary dictionary) {
    dictionary.decode(ids(), plain);
    holdsIds = false;
  }

  IdsRoom idsRoom() {
    return ids == null ? IdsRoom.NONE : ids.room();
  }

  /**
   * Holds its ids in arrays as there were for the same ids elsewhere.
   *
   * @throws IllegalArgumentException if the pages so far had no need of them
   */
  void makeIdsRoom(IdsRoom room) {
    room.requireNeededFor(Math.max(mostValues, valueCount));
    boolean isNone = isEmpty() && room.equals(IdsRoom.NONE);
    ids = isNone ? null : ids().within(room);
  }

  void releasePlain() {
    plain.release();
  }

  void releaseIds() {
    ids = null;
  }

  /** Forgets the values and keeps the arrays. */
  void reset() {
    plain.reset();
    if (ids != null) {
      ids.truncate(0);
      if (ids.retainedBytes() > KEPT_BYTES) {
        ids = null;
      }
    }
    holdsIds = false;
    mostValues = Math.max(mostValues, valueCount);
    valueCount = 0;
    rawBytes = 0;
  }

  /** Forgets the values and gives up the arrays. */
  void release() {
    reset();
    releasePlain();
    releaseIds();
    mostValues = 0;
  }

  long retainedBytes() {
    return (ids == null ? 0 : ids.retainedBytes()) + plain.retainedBytes();
  }
}
