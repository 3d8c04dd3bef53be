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

  /** Decides from the first values of a page that has no dictionary. */
  void decide(byte[] plain, int valueCount) {
    accept(trial.smallest(plain, valueCount), false);
  }

  /**
   * Decides whether a page is smaller by ids, its whole dictionary counted in, or without. Both
   * forms of ids are tried.
   */
  void decide(IdPage page, Dictionary entries, ByteArrayBuilder out) {
    ByteArrayBuilder scratch = new ByteArrayBuilder();
    entries.decode(page.ids(), EncodingTrial.sampleOf(page.count()), scratch);
    Winner without = trial.smallest(scratch.array(), page.count());
    scratch.reset();
    entries.putEntries(entries.size(), scratch);
    long dictionaryBytes = trial.usual(scratch);

    int start = out.length();
    page.putTo(out, false);
    Compressed narrow = trial.smallest(out, start);
    out.truncate(start);
    page.putTo(out, true);
    Compressed withinBytes = trial.smallest(out, start);
    out.truncate(start);
    idsWithinBytes = withinBytes.bytes() < narrow.bytes();
    Compressed best = idsWithinBytes ? withinBytes : narrow;
    idsCompressor = best.compressor();
    accept(without, best.bytes() + dictionaryBytes < without.bytes());
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
