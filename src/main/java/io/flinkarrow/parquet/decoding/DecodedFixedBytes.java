package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import java.util.Arrays;

/** FIXED_LEN_BYTE_ARRAY and INT96. */
public final class DecodedFixedBytes extends DecodedValues {

  private final int width;
  private byte[] bytes = {};

  DecodedFixedBytes(int width) {
    this.width = width;
  }

  int width() {
    return width;
  }

  /** Where the next value goes. */
  int at() {
    return count() * width;
  }

  /**
   * Makes room for {@code count} more, which the caller puts behind the others and {@link
   * #advance}s.
   */
  byte[] reserve(int count) {
    resolveIds();
    int needed = Math.multiplyExact(Math.addExact(count(), count), width);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, ArrayGrowth.grown(bytes.length, needed));
    }
    return bytes;
  }

  @Override
  LeafValues lend(int first) {
    return new LeafValues.FixedBytes(bytes, width, first);
  }

  @Override
  void resolve(PageDictionary<?> entries, int[] ids, int held) {
    ((PageDictionary.FixedBytes) entries).appendEntries(ids, 0, held, this);
  }

  @Override
  void moveToFront(int first, int kept) {
    System.arraycopy(bytes, first * width, bytes, 0, kept * width);
  }

  @Override
  public int slotBytes() {
    return width;
  }

  @Override
  void trimValues() {
    bytes = Arrays.copyOf(bytes, at());
  }

  @Override
  long valueBytes() {
    return bytes.length;
  }
}
