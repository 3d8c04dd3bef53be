package io.flinkarrow.parquet.encoding;

/**
 * What a chunk's first page would take with a dictionary, estimated by a {@link DistinctSketch}
 * from the page's PLAIN bytes, while no dictionary has been built.
 */
final class DictionaryForecast {

  /** Fewer values are in a dictionary as soon as a sketch is cleared and read. */
  private static final int FEWEST_TO_SKETCH = 4096;

  private final Dictionary dictionary;

  /** The values when they were sketched last, and what the sketch told. */
  private int sketchedValues;

  private double ratio = 1;

  /**
   * @param dictionary of the values' type; only asked for their hashes
   */
  DictionaryForecast(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Whether ids and dictionary could be smaller than the values; if in doubt, they could. */
  boolean mayPay(ByteArrayBuilder plain, int valueCount) {
    if (valueCount < FEWEST_TO_SKETCH || valueCount > DistinctSketch.MOST_VALUES) {
      return true;
    }
    DistinctSketch sketch = sketch(plain, valueCount);
    // Where values repeat in runs, ids may take less than their bits, but each of them is there.
    int distinct = Math.min(valueCount, sketch.distinctValues());
    return sketch.distinctBytes() + idBytes(distinct, distinct) < plain.length();
  }

  /** What ids and dictionary would take; looked at anew whenever the values have doubled. */
  long bytes(ByteArrayBuilder plain, int valueCount) {
    if (valueCount >= 2 * sketchedValues) {
      DistinctSketch sketch = sketch(plain, valueCount);
      long bytes = 1 + idBytes(valueCount, sketch.distinctValues()) + sketch.distinctBytes();
      sketchedValues = valueCount;
      ratio = Math.min(1, (double) bytes / plain.length());
    }
    return (long) (plain.length() * ratio);
  }

  /** To be called when another page begins. */
  void reset() {
    sketchedValues = 0;
  }

  private DistinctSketch sketch(ByteArrayBuilder plain, int valueCount) {
    DistinctSketch sketch = DistinctSketch.ofThread();
    dictionary.sketch(plain, valueCount, sketch);
    return sketch;
  }

  private static long idBytes(int count, int distinct) {
    return ((long) count * BitPacking.widthOf(Math.max(0, distinct - 1)) + 7) / Byte.SIZE;
  }
}
