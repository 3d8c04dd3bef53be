package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * The entries of a dictionary page, decoded once per column chunk.
 *
 * @param <T> what values are decoded to
 */
abstract sealed class PageDictionary<T extends DecodedValues> {

  private final T entries;

  private PageDictionary(T entries) {
    this.entries = entries;
  }

  /** How many there are. */
  final int size() {
    return entries.count();
  }

  final long retainedBytes() {
    return entries.retainedBytes();
  }

  /**
   * Appends entries.
   *
   * @param ids of the entries; each one is there
   * @return how many were appended: fewer than {@code count} only if the target is full
   */
  abstract int append(int[] ids, int from, int count, T target);

  static final class Ints extends PageDictionary<DecodedInts> {
    private final int[] values;

    Ints(DecodedInts entries) {
      super(entries);
      values = ((LeafValues.Ints) entries.values(entries.count())).values();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedInts target) {
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
      values = ((LeafValues.Longs) entries.values(entries.count())).values();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedLongs target) {
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
      bytes = ((LeafValues.FixedBytes) entries.values(entries.count())).bytes();
      width = entries.width();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedFixedBytes target) {
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
      LeafValues.Bytes values = (LeafValues.Bytes) entries.values(entries.count());
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
      if (longest <= SHORT && !target.hasNoRoomFor(count * longest)) {
        target.appendParts(bytes, offsets, ids, from, count, longest);
        return count;
      }
      target.reserve(count);
      for (int i = 0; i < count; i++) {
        int start = offsets[ids[from + i]];
        int length = offsets[ids[from + i] + 1] - start;
        if (target.hasNoRoomFor(length)) {
          return i;
        }
        target.append(bytes, start, length);
      }
      return count;
    }
  }
}
