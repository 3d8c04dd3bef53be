package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.bytes.RunLengthBitPackingDecoder;
import java.io.IOException;

/**
 * RLE_DICTIONARY, and PLAIN_DICTIONARY as older writers call it: ids of the chunk's dictionary.
 *
 * @param <T> what values are decoded to
 */
final class DictionaryDecoder<T extends DecodedValues> implements ValuesDecoder<T> {

  private static final int UNPACKED = 1024;

  private final RunLengthBitPackingDecoder ids;
  private final PageDictionary<T> dictionary;
  private final int[] unpacked = new int[UNPACKED];

  /** Those unpacked that are not taken yet. */
  private int at;

  private int end;

  DictionaryDecoder(PageBytes bytes, PageDictionary<T> dictionary, int mostValues)
      throws IOException {
    this.dictionary = dictionary;
    int width = bytes.remaining() == 0 ? 0 : bytes.nextByte();
    this.ids = new RunLengthBitPackingDecoder(bytes, width, dictionary.size() - 1, mostValues);
  }

  @Override
  public int decode(int count, T target) throws IOException {
    int decoded = 0;
    while (decoded < count) {
      if (at == end) {
        at = 0;
        end = Math.min(UNPACKED, count - decoded);
        ids.ints(unpacked, 0, end);
      }
      int step = Math.min(end - at, count - decoded);
      int appended = dictionary.append(unpacked, at, step, target);
      at += appended;
      decoded += appended;
      if (appended < step) {
        return decoded;
      }
    }
    return decoded;
  }

  @Override
  public void skip(int count) throws IOException {
    int unpackedOnes = Math.min(count, end - at);
    at += unpackedOnes;
    ids.skip(count - unpackedOnes);
  }
}
