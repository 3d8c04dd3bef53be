package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.encoding.bytes.BitPacking;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.levels.RunLengthBitPackingEncoder;

/**
 * The value section of a page that refers to a dictionary.
 *
 * @param ids lent
 * @param dictionarySize the entries that ids may refer to
 */
public record DictionaryIndexPage(PageIds ids, int dictionarySize) {

  /**
   * Appends the ids' width and the ids.
   *
   * @param withinBytes whether no id may lie in two bytes
   */
  public void putTo(ByteArrayBuilder out, boolean withinBytes) {
    int width = widthOf(dictionarySize, withinBytes);
    out.putByte(width);
    RunLengthBitPackingEncoder encoder = new RunLengthBitPackingEncoder(width, out);
    ids.writeTo(encoder);
    encoder.finish();
  }

  /** Whether ids within bytes are wider than they need be. */
  public boolean differs(boolean withinBytes) {
    return widthOf(dictionarySize, withinBytes) != widthOf(dictionarySize, false);
  }

  /** The bytes of a value section of ids whose runs are not known. */
  public static long bytes(int count, int dictionarySize, boolean withinBytes) {
    int width = widthOf(dictionarySize, withinBytes);
    return count == 0 ? 0 : 1 + ((long) count * width + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * The bits of an id: as few as the dictionary's size allows, or the next number that divides a
   * byte, if there is one. Codecs that code bytes by their frequency see the frequencies of ids
   * only if the same id is always the same part of a byte.
   */
  static int widthOf(int dictionarySize, boolean withinBytes) {
    int width = BitPacking.widthOf(Math.max(0, dictionarySize - 1));
    return withinBytes && width > 2 && width <= Byte.SIZE
        ? width <= Byte.SIZE / 2 ? Byte.SIZE / 2 : Byte.SIZE
        : width;
  }
}
