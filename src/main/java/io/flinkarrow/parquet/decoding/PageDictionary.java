package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The entries of a dictionary page, decoded once per column chunk. Ids are looked up without a
 * check of their own: arrays are as long as the dictionary, so one that is not there is out of
 * bounds.
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
   * @return how many were appended: fewer than {@code count} only if the target is full
   * @throws IndexOutOfBoundsException if an id is that of no entry
   */
  abstract int append(int[] ids, int from, int count, T target);

  static final class Ints extends PageDictionary<DecodedInts> {
    private final int[] values;

    Ints(DecodedInts entries) {
      super(entries);
      entries.trim();
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
      entries.trim();
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
      entries.trim();
      bytes = ((LeafValues.FixedBytes) entries.values(entries.count())).bytes();
      width = entries.width();
    }

    @Override
    int append(int[] ids, int from, int count, DecodedFixedBytes target) {
      byte[] array = target.reserve(count);
      int to = target.at();
      for (int i = 0; i < count; i++) {
        int entry = Objects.checkIndex(ids[from + i], size()) * width;
        ByteArrayBuilder.copy(bytes, entry, array, to + i * width, width);
      }
      target.advance(count);
      return count;
    }
  }

  static final class Bytes extends PageDictionary<DecodedBytes> {
    private final byte[] bytes;
    private final int[] offsets;

    Bytes(DecodedBytes entries) {
      super(entries);
      entries.trim();
      LeafValues.Bytes values = (LeafValues.Bytes) entries.values(entries.count());
      offsets = values.offsets();
      bytes = Arrays.copyOf(values.bytes(), offsets[values.count()] + ByteArrayBuilder.SHORT_COPY);
    }

    @Override
    int append(int[] ids, int from, int count, DecodedBytes target) {
      int[] ends = target.reserve(count);
      int first = target.count();
      long start = target.length();
      long end = start;
      int appended = 0;
      long most = start + target.room();
      for (; appended < count; appended++) {
        int id = ids[from + appended];
        end += offsets[id + 1] - offsets[id];
        if (end > most) {
          break;
        }
        ends[first + appended + 1] = (int) end;
      }
      int to = (int) start;
      byte[] array = target.append(appended, ends[first + appended] - to);
      for (int i = 0; i < appended; i++) {
        int entry = offsets[ids[from + i]];
        int length = ends[first + i + 1] - to;
        ByteArrayBuilder.copy(bytes, entry, array, to, length);
        to += length;
      }
      return appended;
    }
  }
}
