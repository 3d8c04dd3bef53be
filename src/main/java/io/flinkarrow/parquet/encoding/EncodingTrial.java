package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryIndexPage;
import io.flinkarrow.parquet.encoding.dictionary.FrequencyDictionaryOrder;
import io.flinkarrow.parquet.encoding.dictionary.NumberDictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.values.ByteStreamSplitEncoder;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Finds what makes a page smallest: encodes its values with every encoding that readers know,
 * compresses each result, and takes the smallest. Depends on the page only.
 *
 * <p>Pages are made in the buffer that holds the levels already, because both are compressed
 * together; it is left as it was.
 */
final class EncodingTrial {

  private static final double LEAST_DICTIONARY_SHARE = 0.25;

  /** Ids of fewer entries fit a byte, and a codec sees how frequent they are in any order. */
  private static final int LEAST_ENTRIES_TO_ORDER = 256;

  /**
   * Ids of long entries may stand for any number of bytes. Past this, which pages of values never
   * have, ids are the smallest, and values are not made of them to see it.
   */
  private static final long MOST_BYTES_TRIED = 64 << 20;

  private static final Set<CompressionVariant> BY_LEVEL = EnumSet.of(CompressionVariant.BY_LEVEL);

  /** So many values pay for a trial, which costs about as much as writing 200,000. */
  private static final long VALUES_OF_A_TRIAL = 1 << 20;

  /** And so many bytes: the next ones may come by reference and cost as much without a trial. */
  private static final long BYTES_OF_A_TRIAL = 256 << 20;

  private final TrialCodec codec;
  private final List<PageEncoder> candidates;

  /** What was found last, and how many values and bytes of them have been written since. */
  @Nullable private ChunkEncoding found;

  private long values;
  private long bytes;
  private TrialState atFirst = TrialState.NOTHING;

  private record Encoded(PageEncoder encoder, Compressed compressed) {

    PlainEncoding encoding() {
      return new PlainEncoding(encoder, compressed.variant);
    }
  }

  private record Compressed(CompressionVariant variant, long bytes) {}

  private record Ids(boolean withinBytes, CompressionVariant variant, double bytes) {}

  EncodingTrial(PrimitiveType type, TrialCodec codec) {
    this.codec = codec;
    this.candidates = PageEncoder.candidates(type);
  }

  /** What a new chunk begins with: what was found last holds until it has become old. */
  ChunkEncoding first(ChunkEncoding undecided) {
    atFirst = new TrialState(found == null ? null : found.asFound(candidates), values, bytes);
    boolean old = values >= VALUES_OF_A_TRIAL || bytes >= BYTES_OF_A_TRIAL;
    return found == null || old ? undecided : found;
  }

  /** What was known when the chunk at hand began. */
  TrialState atFirst() {
    return atFirst;
  }

  /**
   * Knows what another trial of the column knew.
   *
   * @throws IllegalArgumentException if it cannot have known that
   */
  void restore(TrialState state, Dictionary dictionary) {
    found = state.found() == null ? null : encoding(state.found(), dictionary);
    values = state.values();
    bytes = state.bytes();
  }

  private ChunkEncoding encoding(FoundEncoding described, Dictionary dictionary) {
    FoundEncoding.Values plain = described.values();
    ChunkEncoding without =
        plain == null
            ? new UndecidedWithoutDictionary(this)
            : new PlainEncoding(
                candidates.get(Objects.checkIndex(plain.candidate(), candidates.size())),
                known(plain.compression()));
    FoundEncoding.Ids ids = described.ids();
    return ids == null
        ? without
        : new DictionaryEncoding(dictionary, ids.withinBytes(), known(ids.compression()), without);
  }

  private CompressionVariant known(CompressionVariant variant) {
    if (!codec.variants().contains(variant)) {
      throw new IllegalArgumentException("The column's codec does not have " + variant);
    }
    return variant;
  }

  /** Takes note of what was found. */
  void found(ChunkEncoding encoding) {
    found = encoding;
    values = 0;
    bytes = 0;
  }

  /** Counts the values of a sealed page, and their PLAIN bytes. */
  void count(int valueCount, long rawBytes) {
    values += valueCount;
    bytes += rawBytes;
  }

  /**
   * The smallest encoding of a page without a dictionary.
   *
   * @param plain the page's values, PLAIN-encoded
   * @param page the page's levels, to try behind
   */
  PlainEncoding withoutDictionary(ByteArrayBuilder plain, int valueCount, ByteArrayBuilder page) {
    return smallest(plain, valueCount, page).encoding();
  }

  /**
   * Decides whether a page is smaller by ids or without. Tries ids as they are and, of numbers, in
   * {@link FrequencyDictionaryOrder}; ids and dictionary are left in the order that was better.
   *
   * @param rawBytes of the page's values, PLAIN-encoded
   * @param page the page's levels, to try behind
   */
  ChunkEncoding decide(
      DictionaryIndexPage ids, long rawBytes, Dictionary entries, ByteArrayBuilder page) {
    if (rawBytes > MOST_BYTES_TRIED) {
      ChunkEncoding later = new UndecidedWithoutDictionary(this);
      return new DictionaryEncoding(entries, false, CompressionVariant.BY_LEVEL, later);
    }
    ByteArrayBuilder plain = new ByteArrayBuilder();
    entries.decode(ids.ids(), plain);
    Encoded without = smallest(plain, ids.ids().count(), page);
    Ids best = smallestIds(ids, entries, page);
    return best.bytes < without.compressed.bytes
        ? new DictionaryEncoding(entries, best.withinBytes, best.variant, without.encoding())
        : without.encoding();
  }

  private Ids smallestIds(DictionaryIndexPage ids, Dictionary entries, ByteArrayBuilder page) {
    double share = dictionaryShare(ids);
    Ids best = smallest(ids, entries, share, page);
    if (entries instanceof NumberDictionary numbers && entries.size() > LEAST_ENTRIES_TO_ORDER) {
      int[] order = FrequencyDictionaryOrder.of(numbers, ids.ids());
      PageIds ordered = FrequencyDictionaryOrder.translated(ids.ids(), order);
      numbers.renumber(order);
      Ids other = smallest(new DictionaryIndexPage(ordered, entries.size()), entries, share, page);
      if (other.bytes < best.bytes) {
        best = other;
        ids.ids().replaceBy(ordered);
      } else {
        numbers.renumber(FrequencyDictionaryOrder.inverse(order));
      }
    }
    return best;
  }

  /** Tries ids as narrow as may be, and such that none lies in two bytes. */
  private Ids smallest(
      DictionaryIndexPage ids, Dictionary entries, double share, ByteArrayBuilder page) {
    int start = page.length();
    double dictionaryBytes = share * dictionaryBytes(entries);
    Ids smallest = null;
    for (boolean withinBytes : new boolean[] {false, true}) {
      if (smallest != null && !ids.differs(withinBytes)) {
        break;
      }
      ids.putTo(page, withinBytes);
      Compressed compressed = smallest(page, codec.variants());
      page.truncate(start);
      double bytes = compressed.bytes + dictionaryBytes;
      if (smallest == null || bytes < smallest.bytes) {
        smallest = new Ids(withinBytes, compressed.variant, bytes);
      }
    }
    return smallest;
  }

  /**
   * The part of the dictionary that the first page must pay for: what it will cost each of the
   * pages to come if they add as many entries as the second half of this one, and no less than a
   * quarter. All of it, if the entries keep growing with the values.
   */
  private static double dictionaryShare(DictionaryIndexPage ids) {
    int seen = 0;
    for (int i = 0; i < ids.ids().count() / 2; i++) {
      seen = Math.max(seen, ids.ids().id(i) + 1);
    }
    double added = 2.0 * (ids.dictionarySize() - seen) / ids.dictionarySize();
    return Math.min(1, Math.max(LEAST_DICTIONARY_SHARE, added));
  }

  private long dictionaryBytes(Dictionary dictionary) {
    ByteArrayBuilder entries = new ByteArrayBuilder();
    dictionary.putEntries(dictionary.size(), entries);
    return codec.compressedLength(CompressionVariant.BY_LEVEL, entries.array(), entries.length());
  }

  private Encoded smallest(ByteArrayBuilder plain, int valueCount, ByteArrayBuilder page) {
    int start = page.length();
    Encoded smallest = null;
    for (PageEncoder candidate : candidates) {
      candidate.encode(plain.array(), plain.length(), valueCount, page);
      Compressed compressed = smallest(page, variantsFor(candidate));
      page.truncate(start);
      if (smallest == null || compressed.bytes < smallest.compressed.bytes) {
        smallest = new Encoded(candidate, compressed);
      }
    }
    return smallest;
  }

  /** Only byte streams have what other variants are good at. */
  private Set<CompressionVariant> variantsFor(PageEncoder candidate) {
    return candidate instanceof ByteStreamSplitEncoder ? codec.variants() : BY_LEVEL;
  }

  private Compressed smallest(ByteArrayBuilder page, Set<CompressionVariant> variants) {
    Compressed smallest = null;
    for (CompressionVariant variant : variants) {
      long length = codec.compressedLength(variant, page.array(), page.length());
      if (smallest == null || length < smallest.bytes) {
        smallest = new Compressed(variant, length);
      }
    }
    return smallest;
  }
}
