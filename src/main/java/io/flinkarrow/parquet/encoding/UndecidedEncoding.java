package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryForecast;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryIndexPage;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * The chunk has no page with values yet; its first one decides. It keeps the dictionary only if its
 * ids and the dictionary together are smaller than its values, which is parquet-java's rule. Where
 * a {@link DictionaryForecast} tells that they cannot be, no dictionary is built. An {@link
 * EncodingTrial}, if the column has one, then compares what is left with all other encodings.
 *
 * <p>The page is held as PLAIN bytes until then, unless its values come by reference: a dictionary
 * that came with the values costs nothing to try. Numbers are held so as well if encodings are
 * tried, because they are never long. If its entries are long it is kept in any case, and nothing
 * else tried: ids cost next to nothing beside them, and later pages may refer to them any number of
 * times.
 */
final class UndecidedEncoding implements ChunkEncoding {

  private final Dictionary dictionary;
  private final PageEncoder encoder;
  @Nullable private final EncodingTrial trial;

  /** The values of the open page when they were sketched last, and what the sketch told. */
  private int sketchedValues;

  private double ratio = 1;

  /**
   * @param encoder what the column's settings want for values without a dictionary
   * @param trial finds the smallest encoding instead; null if the settings do not ask for it
   */
  UndecidedEncoding(Dictionary dictionary, PageEncoder encoder, @Nullable EncodingTrial trial) {
    this.dictionary = dictionary;
    this.encoder = encoder;
    this.trial = trial;
  }

  /** What a chunk begins with. */
  ChunkEncoding first(boolean dictionaryEnabled) {
    ChunkEncoding first = dictionaryEnabled ? this : withoutDictionary();
    return trial == null ? first : trial.first(first);
  }

  /**
   * A page was sealed.
   *
   * @param by the encoding of the chunk until then
   * @param next the one from then on
   */
  void noteForLaterChunks(OpenPage page, ChunkEncoding by, ChunkEncoding next) {
    if (trial != null) {
      if (!by.isDecided() && next != by) {
        trial.found(next);
      }
      trial.count(page.valueCount(), page.rawBytes());
    }
  }

  /** Whether values without a dictionary get an encoding, whatever they are. */
  boolean encodesAs(Encoding encoding) {
    return trial == null && encoder.encoding() == encoding;
  }

  /** What was known when the chunk at hand began. */
  TrialState trialState() {
    return trial == null ? TrialState.NOTHING : trial.atFirst();
  }

  /** {@link EncodingTrial#restore}. */
  void restoreTrial(TrialState state) {
    if (trial != null) {
      trial.restore(state, dictionary);
    }
  }

  @Override
  public boolean isDecided() {
    return false;
  }

  @Override
  public boolean mayHoldIds() {
    return true;
  }

  @Override
  public boolean holdsIds(boolean byReference) {
    return byReference && (trial == null || dictionary.mayHaveLongEntries());
  }

  @Override
  public Sealing seal(OpenPage page, ByteArrayBuilder out) {
    sketchedValues = 0;
    int start = out.length();
    if (hasIds(page)) {
      DictionaryIndexPage ids = new DictionaryIndexPage(page.ids(), dictionary.size());
      ids.putTo(out, false);
      boolean isLong = page.holdsIds() && dictionary.hasLongEntries();
      boolean pays = out.length() - start + dictionary.plainBytes() < page.rawBytes();
      if (isLong || (pays && trial == null)) {
        page.releasePlain();
        return new Sealing(
            Encoding.RLE_DICTIONARY,
            CompressionVariant.BY_LEVEL,
            new DictionaryEncoding(
                dictionary, false, CompressionVariant.BY_LEVEL, withoutDictionary()));
      }
      out.truncate(start);
      if (pays) {
        return sealAs(trial.decide(ids, page.rawBytes(), dictionary, out), page, out);
      }
    }
    holdValues(page);
    return withoutDictionary().seal(page, out);
  }

  private Sealing sealAs(ChunkEncoding chosen, OpenPage page, ByteArrayBuilder out) {
    if (chosen.mayHoldIds()) {
      page.releasePlain();
    } else {
      holdValues(page);
    }
    return chosen.seal(page, out);
  }

  /** Gives the page ids, if a dictionary has room for its values and may pay. */
  private boolean hasIds(OpenPage page) {
    if (page.holdsIds()) {
      return true;
    }
    return DictionaryForecast.mayPay(dictionary, page.plain(), page.valueCount())
        && page.lookUp(dictionary);
  }

  /** Gives the dictionary up. Ids that did not pay are fewer bytes as values. */
  private void holdValues(OpenPage page) {
    if (page.holdsIds()) {
      page.decode(dictionary);
    }
    page.releaseIds();
    dictionary.reset();
  }

  @Override
  public ChunkEncoding withoutDictionary() {
    return trial == null
        ? new PlainEncoding(encoder, CompressionVariant.BY_LEVEL)
        : new UndecidedWithoutDictionary(trial);
  }

  @Override
  public FoundEncoding asFound(List<PageEncoder> candidates) {
    throw new IllegalStateException("A trial decides");
  }

  @Override
  public long openBytes(OpenPage page) {
    if (page.isEmpty()) {
      return 0;
    }
    return page.holdsIds()
        ? DictionaryIndexPage.bytes(page.valueCount(), dictionary.size(), false)
        : forecastBytes(page.plain(), page.valueCount());
  }

  /** What ids and dictionary would take; looked at anew whenever the values have doubled. */
  private long forecastBytes(ByteArrayBuilder values, int valueCount) {
    if (valueCount < sketchedValues || valueCount >= 2 * sketchedValues) {
      sketchedValues = valueCount;
      ratio = DictionaryForecast.ratio(dictionary, values, valueCount);
    }
    return (long) (values.length() * ratio);
  }
}
