package io.flinkarrow.parquet.bloom;

import io.flinkarrow.parquet.column.BloomFilterSettings;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The Bloom filter of the chunk at hand. Keeps the hashes of the distinct values while these take
 * no more bytes than the largest filter, so that files with few values hold little; then there is a
 * filter of that size. In the end the filter becomes as small as the false positive probability
 * allows. If the settings say how many distinct values to expect, the filter has its size from the
 * first value on.
 *
 * <p>Call {@link #add} any number of times, {@link #seal()} once, then {@link #reset()}.
 */
public final class BloomFilterBuilder {

  /** A filter that errs more often than this only costs its readers time. */
  private static final double USELESS = 0.5;

  private final BloomFilterSettings settings;
  private final PlainHashes values;

  /** Null before the first value, and once there are blocks. */
  @Nullable private DistinctHashes hashes;

  @Nullable private SplitBlocks blocks;

  /**
   * @param type any but BOOLEAN
   */
  public BloomFilterBuilder(PrimitiveType type, BloomFilterSettings settings) {
    this.settings = settings;
    this.values = PlainHashes.of(type);
  }

  /** Takes values in PLAIN encoding, the first at {@code from}; they are only read. */
  public void add(byte[] plain, int from, int count) {
    if (blocks == null && hashes == null && count > 0) {
      begin();
    }
    values.forEach(plain, from, count, this::add);
  }

  private void begin() {
    if (isSizeGiven()) {
      blocks = new SplitBlocks(bytesFor(settings.distinctValues()));
    } else {
      hashes = new DistinctHashes();
    }
  }

  private boolean isSizeGiven() {
    return settings.distinctValues() > 0;
  }

  private int bytesFor(long distinctValues) {
    return SplitBlocks.bytesFor(
        distinctValues, settings.falsePositiveProbability(), settings.bytes());
  }

  private void add(long hash) {
    if (hashes == null) {
      blocks.insert(hash);
      return;
    }
    hashes.add(hash);
    if (hashes.isFull()) {
      if (2 * hashes.retainedBytes() <= settings.bytes()) {
        hashes.grow();
      } else {
        becomeBlocks(settings.bytes());
      }
    }
  }

  private void becomeBlocks(int bytes) {
    blocks = new SplitBlocks(bytes);
    hashes.forEach(blocks::insert);
    hashes = null;
  }

  /** The filter; none if there were no values, or too many for it to be of use. */
  public Optional<BloomFilter> seal() {
    if (hashes != null) {
      becomeBlocks(bytesFor(2L * hashes.count()));
    }
    if (blocks == null || blocks.falsePositives() > USELESS) {
      return Optional.empty();
    }
    if (!isSizeGiven()) {
      blocks.foldWithin(settings.falsePositiveProbability());
    }
    return Optional.of(new BloomFilter(blocks));
  }

  /** About the bytes that the filter would have if sealed now. */
  public long estimatedBytes() {
    if (hashes != null) {
      return bytesFor(hashes.count());
    }
    return blocks == null ? 0 : blocks.bytes();
  }

  /** Heap bytes of hashes or blocks. */
  public long retainedBytes() {
    return (hashes == null ? 0 : hashes.retainedBytes()) + (blocks == null ? 0 : blocks.bytes());
  }

  /** Forgets the chunk. */
  public void reset() {
    hashes = null;
    blocks = null;
  }
}
