package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/**
 * A column that begins with a dictionary, if it may, and falls back to an encoding without one if
 * that does not pay. Subclasses know the physical type; this class knows the rules, which are
 * parquet-java's unless the encoding is found by trial ({@link EncodingChoice}):
 *
 * <ul>
 *   <li>The first page with values keeps the dictionary only if its ids and the dictionary together
 *       are smaller than its values. Where a {@link DictionaryForecast} tells that they cannot be,
 *       no dictionary is built.
 *   <li>A value that would make the dictionary larger than its limit ends it: the open page and all
 *       later ones do without; pages sealed before keep the entries they refer to.
 * </ul>
 *
 * <p>The first page is held as PLAIN bytes until it is sealed, unless its values come as ids. Then,
 * while there is a dictionary, the open page is held as ids only, afterwards as PLAIN bytes again,
 * from which the column's encoding is made when the page is sealed.
 */
abstract sealed class DictionaryValuesEncoder extends ValuesEncoder
    permits IntValuesEncoder,
        LongValuesEncoder,
        ByteArrayValuesEncoder,
        FixedByteArrayValuesEncoder {

  private static final int[] NO_IDS = {};

  /** What happens to the values that come next. */
  private enum Mode {
    /** A dictionary is tried on the first page with values, which is held as PLAIN bytes. */
    TRIAL_OF_VALUES,
    /** The same, but the page is held as ids. */
    TRIAL_OF_IDS,
    /** Pages that were sealed refer to the dictionary, which may still grow; held as ids. */
    DICTIONARY,
    /** There is none; held as PLAIN bytes. */
    PLAIN;

    boolean holdsIds() {
      return this == TRIAL_OF_IDS || this == DICTIONARY;
    }

    boolean isTrial() {
      return this == TRIAL_OF_VALUES || this == TRIAL_OF_IDS;
    }
  }

  private final Dictionary dictionary;
  private final StatisticsCollector statistics;
  private final EncodingChoice choice;
  private final DictionaryForecast forecast;
  private final Mode initialMode;
  private Mode mode;

  private int[] ids = NO_IDS;
  private final ByteArrayBuilder plain = new ByteArrayBuilder();
  private int valueCount;
  private long rawBytes;

  /** Encoded to PLAIN bytes of the last page without dictionary, to estimate the open page by. */
  private double encodedRatio = 1;

  /** How many dictionary entries sealed pages may refer to. */
  private int sealedEntries;

  DictionaryValuesEncoder(
      LeafColumn column, TrialCodec codec, Dictionary dictionary, StatisticsCollector statistics) {
    super(column);
    this.dictionary = dictionary;
    this.statistics = statistics;
    this.choice = new EncodingChoice(column, codec);
    this.forecast = new DictionaryForecast(dictionary);
    this.initialMode = column.settings().dictionaryEnabled() ? Mode.TRIAL_OF_VALUES : Mode.PLAIN;
    this.mode = initialMode;
  }

  /** The bytes of the values in PLAIN encoding; refuses values of another type. */
  abstract long plainBytes(LeafValues values);

  /**
   * Writes the dictionary ids of the values to {@code ids} from {@code at} on and returns how many
   * values were taken: all, or those before the first that the dictionary has no room for.
   */
  abstract int lookUp(LeafValues values, int[] ids, int at);

  /** Appends the values from {@code from} on in PLAIN encoding. */
  abstract void putPlain(LeafValues values, int from, ByteArrayBuilder out);

  /**
   * Takes the slice's values into the statistics: at least those from {@code plainFrom} on, which
   * {@link #observeIds} will not show again.
   */
  abstract void observe(LeafValues values, int plainFrom);

  /** Takes the values that have these ids into the statistics, if {@link #observe} has not yet. */
  abstract void observeIds(int[] ids, int count);

  /** The bytes of BYTE_ARRAY values without their lengths, of those that take {@code rawBytes}. */
  abstract long unencodedByteArrayBytes(int valueCount, long rawBytes);

  /** Gives up what only serves {@link #lookUp}, beside the dictionary. */
  void releaseLookUp() {}

  /** Heap bytes of what {@link #releaseLookUp} gives up. */
  long retainedLookUpBytes() {
    return 0;
  }

  @Override
  public final void append(LeafValues values) {
    long plainBytes = plainBytes(values);
    checkRoom(plainBytes);
    if (mode == Mode.TRIAL_OF_VALUES
        && valueCount == 0
        && values instanceof LeafValues.DictionaryIds) {
      // A dictionary that came with the values costs nothing to try.
      mode = Mode.TRIAL_OF_IDS;
    }
    int count = values.count();
    int taken = 0;
    if (mode.holdsIds()) {
      reserveIds(count);
      taken = lookUp(values, ids, valueCount);
      if (taken < count) {
        fallBack(valueCount + taken);
      }
    }
    if (taken < count) {
      putPlain(values, taken, plain);
    }
    observe(values, taken);
    valueCount += count;
    rawBytes += plainBytes;
  }

  private void reserveIds(int count) {
    int needed = Math.addExact(valueCount, count);
    if (needed > ids.length) {
      ids = Arrays.copyOf(ids, ByteArrayBuilder.capacityFor(needed));
    }
  }

  /** The dictionary takes no more entries: its ids in the open page become values. */
  private void fallBack(int idCount) {
    observeIds(ids, idCount);
    dictionary.decode(ids, idCount, plain);
    abandonDictionary();
  }

  private void abandonDictionary() {
    mode = Mode.PLAIN;
    ids = NO_IDS;
    releaseLookUp();
    dictionary.close(sealedEntries);
  }

  @Override
  public final EncodedValues sealPage(int nullCount, ByteArrayBuilder out) {
    Encoding encoding = sealValues(out);
    EncodedValues sealed =
        new EncodedValues(
            encoding,
            valueCount,
            unencodedByteArrayBytes(valueCount, rawBytes),
            encoding == Encoding.RLE_DICTIONARY ? choice.idsCompressor() : choice.compressor(),
            statistics.sealPage(nullCount));
    choice.count(valueCount);
    beginPage();
    return sealed;
  }

  private Encoding sealValues(ByteArrayBuilder out) {
    if (mode == Mode.PLAIN) {
      return sealPlain(out);
    }
    if (mode.isTrial() && valueCount == 0) {
      // Nothing to judge the dictionary by, and nothing to encode.
      return Encoding.PLAIN;
    }
    return sealIds(out);
  }

  private Encoding sealPlain(ByteArrayBuilder out) {
    if (choice.isOpen() && valueCount > 0) {
      choice.decide(plain, valueCount, out);
    }
    int start = out.length();
    choice.encoder().encode(plain.array(), plain.length(), valueCount, out);
    if (plain.length() > 0) {
      encodedRatio = (double) (out.length() - start) / plain.length();
    }
    return choice.encoder().encoding();
  }

  private Encoding sealIds(ByteArrayBuilder out) {
    if (mode.holdsIds()) {
      observeIds(ids, valueCount);
    } else if (!lookUpPlain()) {
      abandonDictionary();
      return sealPlain(out);
    }
    int start = out.length();
    IdPage page = new IdPage(ids, valueCount, dictionary.size());
    page.putTo(out, choice.idsWithinBytes());
    if (mode.isTrial() && !pays(page, start, out)) {
      out.truncate(start);
      if (mode.holdsIds()) {
        dictionary.decode(ids, valueCount, plain);
      }
      abandonDictionary();
      return sealPlain(out);
    }
    mode = Mode.DICTIONARY;
    plain.release();
    sealedEntries = dictionary.size();
    return Encoding.RLE_DICTIONARY;
  }

  /** Gives the first page ids, if a dictionary has room for its values and may pay. */
  private boolean lookUpPlain() {
    if (!choice.isFoundWith(true) && !forecast.mayPay(plain, valueCount)) {
      return false;
    }
    reserveIds(0);
    return dictionary.lookUpPlain(plain, valueCount, ids) == valueCount;
  }

  /** Whether the chunk's first page with values is for a dictionary; writes it as it is then. */
  private boolean pays(IdPage page, int start, ByteArrayBuilder out) {
    if (choice.isFoundWith(true)) {
      return true;
    }
    if (out.length() - start + dictionary.plainBytes() >= rawBytes) {
      return false;
    }
    if (choice.isOpen()) {
      out.truncate(start);
      choice.decide(page, dictionary, out);
      page.putTo(out, choice.idsWithinBytes());
    }
    return !choice.isFoundWith(false);
  }

  private void beginPage() {
    plain.reset();
    valueCount = 0;
    rawBytes = 0;
    forecast.reset();
  }

  @Override
  public final boolean mayBeginWithDictionary() {
    return mode.isTrial();
  }

  @Override
  public final Optional<EncodedDictionary> sealDictionary(ByteArrayBuilder out) {
    if (sealedEntries == 0) {
      return Optional.empty();
    }
    dictionary.putEntries(sealedEntries, out);
    return Optional.of(new EncodedDictionary(sealedEntries));
  }

  @Override
  public final ChunkStatistics sealChunk() {
    return statistics.sealChunk();
  }

  @Override
  public final long openBytes() {
    return switch (mode) {
      case TRIAL_OF_VALUES -> valueCount == 0 ? 0 : forecast.bytes(plain, valueCount);
      case TRIAL_OF_IDS, DICTIONARY -> openIdBytes() + dictionary.plainBytes();
      case PLAIN -> (long) (plain.length() * encodedRatio) + dictionary.plainBytes();
    };
  }

  private long openIdBytes() {
    int width = IdPage.widthOf(dictionary.size(), choice.idsWithinBytes());
    return valueCount == 0 ? 0 : 1 + ((long) valueCount * width + Byte.SIZE - 1) / Byte.SIZE;
  }

  @Override
  final long rawBytes() {
    return rawBytes;
  }

  @Override
  public final long retainedBytes() {
    return (long) Integer.BYTES * ids.length
        + plain.retainedBytes()
        + dictionary.retainedBytes()
        + statistics.retainedBytes()
        + retainedLookUpBytes();
  }

  @Override
  public final void reset() {
    beginPage();
    plain.release();
    ids = NO_IDS;
    sealedEntries = 0;
    choice.beginChunk();
    mode = choice.isFoundWith(false) ? Mode.PLAIN : initialMode;
    dictionary.reset();
    statistics.reset();
    releaseLookUp();
  }
}
