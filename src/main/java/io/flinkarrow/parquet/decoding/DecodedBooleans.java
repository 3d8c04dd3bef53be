package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import io.flinkarrow.parquet.decoding.bytes.BitWords;
import java.util.Arrays;

/** BOOLEAN, a bit each. The bits behind the values are 0. */
public final class DecodedBooleans extends DecodedValues {

  private long[] words = {};

  /**
   * Makes room for {@code count} more, which the caller puts behind the others and {@link
   * #advance}s.
   */
  long[] reserve(int count) {
    int needed = BitWords.words(Math.addExact(count(), count));
    if (needed > words.length) {
      words = Arrays.copyOf(words, ArrayGrowth.grown(words.length, needed));
    }
    return words;
  }

  @Override
  LeafValues lend(int first) {
    return new LeafValues.Booleans(words, first);
  }

  @Override
  void moveToFront(int first, int kept) {
    BitWords.moveToFront(words, first, kept, BitWords.words(first + kept));
  }

  @Override
  public int slotBytes() {
    return 1;
  }

  @Override
  void trimValues() {
    words = Arrays.copyOf(words, BitWords.words(count()));
  }

  @Override
  long valueBytes() {
    return (long) Long.BYTES * words.length;
  }
}
