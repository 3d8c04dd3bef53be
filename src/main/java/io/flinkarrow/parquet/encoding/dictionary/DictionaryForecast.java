package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;

/**
 * What a chunk's first page would take with a dictionary, estimated by a {@link DistinctSketch}
 * from the page's PLAIN bytes, while no dictionary has been built.
 */
public final class DictionaryForecast {

  /** Fewer values are in a dictionary as soon as a sketch is cleared and read. */
  private static final int FEWEST_TO_SKETCH = 4096;

  private DictionaryForecast() {}

  /** Whether ids and dictionary could be smaller than the values; if in doubt, they could. */
  public static boolean mayPay(Dictionary dictionary, ByteArrayBuilder plain, int valueCount) {
    if (valueCount < FEWEST_TO_SKETCH || isBeyond(valueCount)) {
      return true;
    }
    DistinctSketch sketch = sketch(dictionary, plain, valueCount);
    // Where values repeat in runs, ids may take less than their bits, but each of them is there.
    int distinct = Math.min(valueCount, sketch.distinctValues());
    return sketch.distinctBytes() + idBytes(distinct, distinct) < plain.length();
  }

  /** Whether values are too many for a forecast: only a dictionary tells whether it pays. */
  public static boolean isBeyond(int valueCount) {
    return valueCount > DistinctSketch.MOST_VALUES;
  }

  /** What part of the values' bytes ids and dictionary would take. */
  public static double ratio(Dictionary dictionary, ByteArrayBuilder plain, int valueCount) {
    DistinctSketch sketch = sketch(dictionary, plain, valueCount);
    long bytes = 1 + idBytes(valueCount, sketch.distinctValues()) + sketch.distinctBytes();
    return Math.min(1, (double) bytes / plain.length());
  }

  private static DistinctSketch sketch(
      Dictionary dictionary, ByteArrayBuilder plain, int valueCount) {
    DistinctSketch sketch = DistinctSketch.ofThread();
    dictionary.sketch(plain, valueCount, sketch);
    return sketch;
  }

  private static long idBytes(int count, int distinct) {
    return ((long) count * BitPacking.widthOf(Math.max(0, distinct - 1)) + 7) / Byte.SIZE;
  }
}
