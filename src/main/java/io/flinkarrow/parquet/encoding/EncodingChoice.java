package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encoding.EncodingTrial.Compressed;
import io.flinkarrow.parquet.encoding.EncodingTrial.Winner;

/**
 * How the pages of a column are encoded: as its settings say, or, by trial, as the first page with
 * values has shown to be smallest. What was found holds for the rest of the chunk, and for further
 * chunks until {@link #VALUES_OF_A_TRIAL} values have been written with it.
 */
final class EncodingChoice {

  /** So many values pay for a trial, which costs about as much as writing 200,000. */
  private static final long VALUES_OF_A_TRIAL = 1 << 20;

  private static final double LEAST_DICTIONARY_SHARE = 0.25;

  /** Ids of fewer entries fit a byte, and a codec sees how frequent they are in any order. */
  private static final int LEAST_ENTRIES_TO_ORDER = 256;

  private static final int USUAL = 0;

  private final boolean byTrial;
  private final EncodingTrial trial;

  private boolean open;
  private boolean dictionary;
  private boolean idsWithinBytes;
  private int idsCompressor = USUAL;
  private PageEncoder encoder;
  private int compressor = USUAL;
  private long values;

  EncodingChoice(LeafColumn column, TrialCodec codec) {
    this.byTrial = column.settings().encodingByTrial();
    this.trial = byTrial ? new EncodingTrial(column.type(), codec) : null;
    this.open = byTrial;
    this.encoder = PageEncoder.of(column.settings().encoding(), column.type());
  }

  /** Whether the next page with values is to decide. */
  boolean isOpen() {
    return open;
  }

  /** Whether a trial has shown that a dictionary pays, or that none does. */
  boolean isFoundWith(boolean dictionary) {
    return byTrial && !open && this.dictionary == dictionary;
  }

  /**
   * Decides from a page that has no dictionary.
   *
   * @param plain the page's values, PLAIN-encoded
   * @param page the page's levels, to try behind
   */
  void decide(ByteArrayBuilder plain, int valueCount, ByteArrayBuilder page) {
    accept(trial.smallest(plain, valueCount, page), false);
  }

  /**
   * Decides whether a page is smaller by ids or without. Tries ids as they are and, of numbers, in
   * {@link IdOrder}; ids and dictionary are left in the order that was better.
   *
   * @param page the page's levels, to try behind
   */
  void decide(IdPage ids, Dictionary entries, ByteArrayBuilder page) {
    ByteArrayBuilder plain = new ByteArrayBuilder();
    entries.decode(ids.ids(), ids.count(), plain);
    Winner without = trial.smallest(plain, ids.count(), page);

    double share = dictionaryShare(ids);
    Ids best = smallest(ids, entries, share, page);
    if (entries instanceof NumberDictionary numbers && entries.size() > LEAST_ENTRIES_TO_ORDER) {
      int[] order = IdOrder.of(numbers, ids.ids(), ids.count());
      int[] ordered = IdOrder.translated(ids.ids(), ids.count(), order);
      numbers.renumber(order);
      Ids other = smallest(new IdPage(ordered, ids.count(), entries.size()), entries, share, page);
      if (other.bytes < best.bytes) {
        best = other;
        System.arraycopy(ordered, 0, ids.ids(), 0, ids.count());
      } else {
        numbers.renumber(IdOrder.inverse(order));
      }
    }
    idsWithinBytes = best.withinBytes;
    idsCompressor = best.compressor;
    accept(without, best.bytes < without.bytes());
  }

  private record Ids(boolean withinBytes, int compressor, double bytes) {}

  /** Tries ids as narrow as may be, and such that none lies in two bytes. */
  private Ids smallest(IdPage ids, Dictionary entries, double share, ByteArrayBuilder page) {
    int start = page.length();
    double dictionaryBytes = share * trial.dictionaryBytes(entries);
    Ids smallest = null;
    for (boolean withinBytes : new boolean[] {false, true}) {
      if (smallest != null && !ids.differs(withinBytes)) {
        break;
      }
      ids.putTo(page, withinBytes);
      Compressed compressed = trial.smallest(page);
      page.truncate(start);
      double bytes = compressed.bytes() + dictionaryBytes;
      if (smallest == null || bytes < smallest.bytes) {
        smallest = new Ids(withinBytes, compressed.compressor(), bytes);
      }
    }
    return smallest;
  }

  /**
   * The part of the dictionary that the first page must pay for: what it will cost each of the
   * pages to come if they add as many entries as the second half of this one, and no less than a
   * quarter. All of it, if the entries keep growing with the values.
   */
  private static double dictionaryShare(IdPage ids) {
    int seen = 0;
    for (int i = 0; i < ids.count() / 2; i++) {
      seen = Math.max(seen, ids.ids()[i] + 1);
    }
    double added = 2.0 * (ids.dictionarySize() - seen) / ids.dictionarySize();
    return Math.min(1, Math.max(LEAST_DICTIONARY_SHARE, added));
  }

  private void accept(Winner without, boolean withDictionary) {
    encoder = without.encoder();
    compressor = without.compressor();
    dictionary = withDictionary;
    open = false;
    values = 0;
  }

  /** Whether ids are as wide as divides a byte, so that none lies in two. */
  boolean idsWithinBytes() {
    return idsWithinBytes;
  }

  int idsCompressor() {
    return idsCompressor;
  }

  /** Of pages that do not refer to a dictionary. */
  PageEncoder encoder() {
    return encoder;
  }

  /** Of pages that do not refer to a dictionary. */
  int compressor() {
    return compressor;
  }

  /** Counts a page's values. */
  void count(int valueCount) {
    values += valueCount;
  }

  /** Begins another chunk: what has been found holds for it, unless it has become old. */
  void beginChunk() {
    if (byTrial && values >= VALUES_OF_A_TRIAL) {
      open = true;
      idsWithinBytes = false;
      idsCompressor = USUAL;
    }
  }
}
