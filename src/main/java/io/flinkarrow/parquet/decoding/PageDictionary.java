package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The entries of a dictionary page, decoded once per column chunk.
 *
 * @param <T> what values are decoded to
 */
abstract sealed class PageDictionary<T extends DecodedValues> {

  private final T decoded;
  private final LeafValues entries;

  private PageDictionary(T decoded) {
    this.decoded = decoded;
    this.entries = decoded.values(decoded.count());
  }

  /** The entries, never changed; always the same object. */
  final LeafValues entries() {
    return entries;
  }

  /** How many there are. */
  final int size() {
    return decoded.count();
  }

  final long retainedBytes() {
    return decoded.retainedBytes();
  }

  /**
   * Appends entries, or their ids if the target takes them.
   *
   * @param ids of the entries; each one is there
   * @return how many were appended: fewer than {@code count} only if the target is full
   */
  abstract int append(int[] ids, int from, int count, T target);

  /** What entries take beside their slots. */
  long bytes(int[] ids, int count) {
    return 0;
  }

  static final class Ints extends PageDictionary<DecodedInts> {
    private final int[] values;

    Ints(DecodedInts entries) {
      super(entries);
      values = ((LeafValues.Ints) entries()).values();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedInts target) {
      if (target.takesIdsOf(this)) {
        target.appendIds(this, ids, from, count);
        return count;
      }
      return appendEntries(ids, from, count, target);
    }

    int appendEntries(int[] ids, int from, int count, DecodedInts target) {
      int[] array = target.reserve(count);
      int to = target.count();
      for (int i = 0; i < count; i++) {
        array[to + i] = values[ids[from + i]];
      }
      target.advance(count);
      return count;
    }
  }

  static final class Longs extends PageDictionary<DecodedLongs> {
    private final long[] values;

    Longs(DecodedLongs entries) {
      super(entries);
      values = ((LeafValues.Longs) entries()).values();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedLongs target) {
      if (target.takesIdsOf(this)) {
        target.appendIds(this, ids, from, count);
        return count;
      }
      return appendEntries(ids, from, count, target);
    }

    int appendEntries(int[] ids, int from, int count, DecodedLongs target) {
      long[] array = target.reserve(count);
      int to = target.count();
      for (int i = 0; i < count; i++) {
        array[to + i] = values[ids[from + i]];
      }
      target.advance(count);
      return count;
    }
  }

  static final class FixedBytes extends PageDictionary<DecodedFixedBytes> {
    private final byte[] bytes;
    private final int width;

    FixedBytes(DecodedFixedBytes entries) {
      super(entries);
      bytes = ((LeafValues.FixedBytes) entries()).bytes();
      width = entries.width();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedFixedBytes target) {
      if (target.takesIdsOf(this)) {
        target.appendIds(this, ids, from, count);
        return count;
      }
      return appendEntries(ids, from, count, target);
    }

    int appendEntries(int[] ids, int from, int count, DecodedFixedBytes target) {
      byte[] array = target.reserve(count);
      int to = target.at();
      for (int i = 0; i < count; i++) {
        ByteArrayBuilder.copy(bytes, ids[from + i] * width, array, to + i * width, width);
      }
      target.advance(count);
      return count;
    }
  }

  static final class Bytes extends PageDictionary<DecodedBytes> {

    /** Room for values that are this long may be made for all of them at once. */
    private static final int SHORT = 64;

    private final byte[] bytes;
    private final int[] offsets;
    private final int longest;

    Bytes(DecodedBytes entries) {
      super(entries);
      LeafValues.Bytes values = (LeafValues.Bytes) entries();
      bytes = values.bytes();
      offsets = values.offsets();
      longest = longest(offsets, values.count());
    }

    private static int longest(int[] offsets, int count) {
      int longest = 0;
      for (int i = 0; i < count; i++) {
        longest = Math.max(longest, offsets[i + 1] - offsets[i]);
      }
      return longest;
    }

    @Override
    int append(int[] ids, int from, int count, DecodedBytes target) {
      return target.takesIdsOf(this)
          ? appendIds(ids, from, count, target)
          : appendEntries(ids, from, count, target);
    }

    private int appendEntries(int[] ids, int from, int count, DecodedBytes target) {
      if (longest <= SHORT && !target.hasNoRoomFor(count * longest)) {
        target.appendParts(bytes, offsets, ids, from, count, longest);
        return count;
      }
      target.reserve(count);
      for (int i = 0; i < count; i++) {
        if (target.hasNoRoomFor(length(ids[from + i]))) {
          return i;
        }
        appendEntry(ids[from + i], target);
      }
      return count;
    }

    private int appendIds(int[] ids, int from, int count, DecodedBytes target) {
      int fitting = 0;
      while (fitting < count && !target.hasNoRoomFor(length(ids[from + fitting]))) {
        target.addBytesOfIds(length(ids[from + fitting]));
        fitting++;
      }
      target.appendIds(this, ids, from, fitting);
      return fitting;
    }

    @Override
    long bytes(int[] ids, int count) {
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        bytes += length(ids[i]);
      }
      return bytes;
    }

    int length(int id) {
      return offsets[id + 1] - offsets[id];
    }

    /** Appends one for which there is room. */
    void appendEntry(int id, DecodedBytes target) {
      target.append(bytes, offsets[id], length(id));
    }
  }
}
