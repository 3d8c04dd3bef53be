package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import java.util.Arrays;

/** INT64, and DOUBLE as raw bits. */
public final class DecodedLongs extends DecodedValues {

  private long[] array = {};

  /**
   * Makes room for {@code count} more, which the caller puts behind the others and {@link
   * #advance}s.
   */
  long[] reserve(int count) {
    resolveIds();
    int needed = Math.addExact(count(), count);
    if (needed > array.length) {
      array = Arrays.copyOf(array, ArrayGrowth.grown(array.length, needed));
    }
    return array;
  }

  @Override
  boolean areNumbers() {
    return true;
  }

  @Override
  void resolve(PageDictionary<?> entries, int[] ids, int held) {
    ((PageDictionary.Longs) entries).appendEntries(ids, 0, held, this);
  }

  @Override
  LeafValues lend(int first) {
    return new LeafValues.Longs(array, first);
  }

  @Override
  void moveToFront(int first, int kept) {
    System.arraycopy(array, first, array, 0, kept);
  }

  @Override
  public int slotBytes() {
    return Long.BYTES;
  }

  @Override
  void trimValues() {
    array = Arrays.copyOf(array, areIds() ? 0 : count());
  }

  @Override
  long valueBytes() {
    return (long) Long.BYTES * array.length;
  }
}
