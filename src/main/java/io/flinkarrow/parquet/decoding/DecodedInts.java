package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import java.util.Arrays;

/** INT32, and FLOAT as raw bits. */
public final class DecodedInts extends DecodedValues {

  private int[] array = {};

  /**
   * Makes room for {@code count} more, which the caller puts behind the others and {@link
   * #advance}s.
   */
  int[] reserve(int count) {
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
    ((PageDictionary.Ints) entries).appendEntries(ids, 0, held, this);
  }

  @Override
  LeafValues lend(int first) {
    return new LeafValues.Ints(array, first);
  }

  @Override
  void moveToFront(int first, int kept) {
    System.arraycopy(array, first, array, 0, kept);
  }

  @Override
  public int slotBytes() {
    return Integer.BYTES;
  }

  @Override
  void trimValues() {
    array = Arrays.copyOf(array, areIds() ? 0 : count());
  }

  @Override
  long valueBytes() {
    return (long) Integer.BYTES * array.length;
  }
}
