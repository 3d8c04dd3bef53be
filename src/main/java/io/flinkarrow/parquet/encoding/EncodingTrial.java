package io.flinkarrow.parquet.encoding;

import java.util.List;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Finds what makes a page smallest: encodes its values with every encoder that readers know,
 * compresses each result, and takes the smallest. Depends on the page only.
 *
 * <p>Pages are made in the buffer that holds the levels already, because both are compressed
 * together; it is left as it was.
 */
final class EncodingTrial {

  private static final int USUAL = 0;

  private final TrialCodec codec;
  private final List<PageEncoder> candidates;

  /**
   * The smallest page without a dictionary.
   *
   * @param compressor by number
   * @param bytes of the page, levels included
   */
  record Winner(PageEncoder encoder, int compressor, long bytes) {}

  /** The smallest of the compressors' results. */
  record Compressed(int compressor, long bytes) {}

  EncodingTrial(PrimitiveType type, TrialCodec codec) {
    this.codec = codec;
    this.candidates = PageEncoder.candidates(type);
  }

  /** Tries all encodings of a page's values, which are given PLAIN-encoded. */
  Winner smallest(ByteArrayBuilder plain, int valueCount, ByteArrayBuilder page) {
    int start = page.length();
    Winner smallest = null;
    for (PageEncoder candidate : candidates) {
      candidate.encode(plain.array(), plain.length(), valueCount, page);
      Compressed compressed = smallest(page, compressorsFor(candidate));
      page.truncate(start);
      if (smallest == null || compressed.bytes < smallest.bytes) {
        smallest = new Winner(candidate, compressed.compressor, compressed.bytes);
      }
    }
    return smallest;
  }

  /** What other compressors are good at, only byte streams have. */
  private int compressorsFor(PageEncoder candidate) {
    return candidate instanceof ByteStreamSplitEncoder ? codec.compressorCount() : 1;
  }

  /** Tries every compressor on a page of dictionary ids. */
  Compressed smallest(ByteArrayBuilder page) {
    return smallest(page, codec.compressorCount());
  }

  private Compressed smallest(ByteArrayBuilder page, int compressors) {
    Compressed smallest = null;
    for (int compressor = USUAL; compressor < compressors; compressor++) {
      long length = codec.compressedLength(compressor, page.array(), page.length());
      if (smallest == null || length < smallest.bytes) {
        smallest = new Compressed(compressor, length);
      }
    }
    return smallest;
  }

  /** What a dictionary becomes. */
  long dictionaryBytes(Dictionary dictionary) {
    ByteArrayBuilder entries = new ByteArrayBuilder();
    dictionary.putEntries(dictionary.size(), entries);
    return codec.compressedLength(USUAL, entries.array(), entries.length());
  }
}
