package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.bloom.BloomFilter;
import io.flinkarrow.parquet.bloom.BloomFilterBuilder;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * The Bloom filter of one chunk, if the column has such: takes values of pages without a dictionary
 * when these are sealed, and the dictionary's in the end, unless all pages refer to it: readers
 * then have the dictionary, and there is no filter.
 */
public final class ChunkBloomFilter {

  /** Of all columns that have no filters; it has no state. */
  private static final ChunkBloomFilter NONE = new ChunkBloomFilter(null);

  /** Null if the column has no filters. */
  @Nullable private final BloomFilterBuilder builder;

  /** Whether a page refers to the dictionary, and whether one does not and never will. */
  private boolean withDictionary;

  private boolean withoutDictionary;

  private ChunkBloomFilter(@Nullable BloomFilterBuilder builder) {
    this.builder = builder;
  }

  static ChunkBloomFilter of(LeafColumn column) {
    return column.settings().bloomFilter() == null
        ? NONE
        : new ChunkBloomFilter(
            new BloomFilterBuilder(column.type(), column.settings().bloomFilter()));
  }

  /**
   * Takes a sealed page.
   *
   * @param plain its values in PLAIN encoding, if it does not refer to the dictionary
   */
  void addPage(Encoding encoding, ByteArrayBuilder plain, int valueCount) {
    if (builder == null) {
      return;
    }
    if (encoding == Encoding.RLE_DICTIONARY) {
      withDictionary = true;
      return;
    }
    // Pages before the first value will refer to the dictionary, if there is one.
    withoutDictionary |= valueCount > 0 || withDictionary;
    builder.add(plain.array(), 0, valueCount);
  }

  /** Takes the body of the dictionary page, after all data pages. */
  public void addDictionary(byte[] body, int entryCount) {
    if (builder != null && withoutDictionary) {
      builder.add(body, 0, entryCount);
    }
  }

  /** The filter; none if the dictionary has all values, or there are none. */
  public Optional<BloomFilter> seal() {
    return builder == null ? Optional.empty() : builder.seal();
  }

  /** About the bytes of the filter if the chunk ended with the last sealed page. */
  public long estimatedBytes() {
    return builder == null ? 0 : builder.estimatedBytes();
  }

  /** Heap bytes of what grows with the values. */
  public long retainedBytes() {
    return builder == null ? 0 : builder.retainedBytes();
  }

  /** Forgets the chunk. */
  public void reset() {
    if (builder != null) {
      builder.reset();
      withDictionary = false;
      withoutDictionary = false;
    }
  }
}
