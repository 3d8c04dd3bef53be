package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.ChunkEncoding.Sealing;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryForecast;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/**
 * The values of a column that may have a dictionary: the {@link OpenPage} and the {@link
 * ChunkEncoding} that it is sealed by.
 *
 * <p>A value that would make the dictionary larger than its limit ends it: pages sealed before keep
 * the entries they refer to, and so does the open page up to the row of that value.
 */
final class ChunkValuesEncoder extends ValuesEncoder {

  private final TypedValues type;
  private final UndecidedEncoding undecided;
  private final OpenPage page = new OpenPage();

  private ChunkEncoding encoding;
  private boolean dictionaryEnded;

  /**
   * Whether the values came by reference that the page began with which decided on a dictionary.
   */
  private boolean begunByReference;

  /** How many dictionary entries sealed pages may refer to. */
  private int sealedEntries;

  /** What {@link PageEnd#rewind} goes back to. */
  private int markedValues;

  ChunkValuesEncoder(LeafColumn column, TrialCodec codec, TypedValues type) {
    super(column);
    this.type = type;
    ColumnSettings settings = column.settings();
    PageEncoder plain = PageEncoder.of(settings.encoding(), column.type());
    EncodingTrial trial =
        settings.encodingByTrial() ? new EncodingTrial(column.type(), codec) : null;
    this.undecided = new UndecidedEncoding(type.dictionary(), plain, trial);
    this.encoding = undecided.first(settings.dictionaryEnabled());
  }

  @Override
  public boolean holdsIds(boolean byReference) {
    return page.isEmpty() ? encoding.holdsIds(byReference) : page.holdsIds();
  }

  @Override
  public Optional<FullDictionary> append(LeafValues values) {
    long plainBytes = type.plainBytesOfAll(values);
    int count = values.count();
    if (page.isEmpty() && count > 0) {
      page.begin(encoding.holdsIds(values.areByReference()));
      if (encoding == undecided) {
        begunByReference = values.areByReference();
      }
    }
    if (page.holdsIds()) {
      int taken = page.appendIds(values, type);
      if (taken < count) {
        return Optional.of(new PageEnd(taken));
      }
    } else {
      checkRoom(plainBytes);
      type.putAll(values, page.plain());
    }
    count(values, plainBytes);
    if (encoding.mayHoldIds() && !page.holdsIds() && isHugeRow()) {
      decideIfDictionaryMayHold();
    }
    return Optional.empty();
  }

  /** Whether the page holds one row, which is so large that its values will be looked up anyway. */
  private boolean isHugeRow() {
    return markedValues == 0
        && page.rawBytes() > column().settings().pageBytes()
        && DictionaryForecast.isBeyond(page.valueCount());
  }

  /**
   * Looks the values of a huge row up before all of them have come. Ids may take a quarter of the
   * heap that values take; what the page becomes is the same.
   */
  private void decideIfDictionaryMayHold() {
    if (page.lookUp(type.dictionary())) {
      page.holdIds();
    } else {
      continueWith(encoding.withoutDictionary());
    }
  }

  private void count(LeafValues values, long plainBytes) {
    type.observe(values.distinct(), page.holdsIds());
    page.count(values, plainBytes);
  }

  @Override
  public void mark() {
    markedValues = page.valueCount();
  }

  /** The end of the open page, whose dictionary is full. */
  private final class PageEnd implements FullDictionary {

    private final int valuesBefore;

    private PageEnd(int valuesBefore) {
      this.valuesBefore = valuesBefore;
    }

    @Override
    public int valuesBefore() {
      return valuesBefore;
    }

    @Override
    public void rewind() {
      page.truncateIds(markedValues, type.dictionary());
      type.observeOnly(page.ids());
    }

    @Override
    public void appendAgain(LeafValues values) {
      page.ids().restore(values.count());
      count(values, type.plainBytesOfAll(values));
    }

    @Override
    public void end() {
      endDictionary();
    }
  }

  @Override
  public void endDictionary() {
    int entries = sealedEntries;
    for (int i = 0; page.holdsIds() && i < page.valueCount(); i++) {
      entries = Math.max(entries, page.ids().id(i) + 1);
    }
    type.dictionary().close(entries);
    dictionaryEnded = true;
    if (page.isEmpty()) {
      continueWith(encoding);
    }
  }

  @Override
  public SealedValues sealPage(int nullCount, ByteArrayBuilder out) {
    if (page.holdsIds()) {
      type.observeIds(page.ids());
    }
    long nanCount = NaNCount.of(page, type, column().type());
    Sealing sealing = seal(out);
    SealedValues sealed =
        new SealedValues(
            sealing.encoding(),
            page.valueCount(),
            type.unencodedByteArrayBytes(page.valueCount(), page.rawBytes()),
            sealing.compression(),
            type.statistics().sealPage(nullCount, nanCount));
    undecided.noteForLaterChunks(page, encoding, sealing.next());
    bloomFilter().addPage(sealing.encoding(), page.plain(), page.valueCount());
    page.reset();
    continueWith(sealing.next());
    return sealed;
  }

  @Override
  public boolean takesPages(Encoding pages) {
    return !encoding.mayHoldIds() && undecided.encodesAs(pages) && type.statistics().takesSealed();
  }

  @Override
  public void addPages(List<PageStatistics> pages, PageStatistics ofAll) {
    type.statistics().addSealed(pages, ofAll);
  }

  private Sealing seal(ByteArrayBuilder out) {
    boolean undecidable = !encoding.isDecided() || mayBeginWithDictionary();
    if (page.isEmpty() && undecidable) {
      // Nothing to judge encodings by, no dictionary to refer to, and nothing to encode.
      return new Sealing(Encoding.PLAIN, CompressionVariant.BY_LEVEL, encoding);
    }
    Sealing sealing = encoding.seal(page, out);
    if (sealing.encoding() == Encoding.RLE_DICTIONARY) {
      sealedEntries = type.dictionary().size();
    }
    return sealing;
  }

  private void continueWith(ChunkEncoding next) {
    if (next != encoding) {
      // Its entries may have got other ids.
      type.releaseLookUp();
    }
    encoding = dictionaryEnded ? next.withoutDictionary() : next;
    if (!encoding.mayHoldIds()) {
      page.releaseIds();
      type.releaseLookUp();
      type.dictionary().close(sealedEntries);
    }
  }

  @Override
  public boolean mayBeginWithDictionary() {
    return sealedEntries == 0 && encoding.mayHoldIds();
  }

  @Override
  public Optional<EncodedDictionary> sealDictionary(ByteArrayBuilder out) {
    if (sealedEntries == 0) {
      return Optional.empty();
    }
    type.dictionary().putEntries(sealedEntries, out);
    type.dictionary().close(0); // it may be large, and the page has all of it now
    return Optional.of(new EncodedDictionary(sealedEntries));
  }

  @Override
  public OpenValues openValues() {
    return new OpenTypedValues(page, type, sealedEntries);
  }

  @Override
  public ValuesState state() {
    return new ValuesState(begunByReference, undecided.trialState(), page.idsRoom());
  }

  @Override
  public void begin(ValuesState state) {
    undecided.restoreTrial(state.trial());
    encoding = undecided.first(column().settings().dictionaryEnabled());
  }

  @Override
  public void restore(ValuesState state) {
    begunByReference = state.begunByReference();
    page.makeIdsRoom(state.idsRoom());
    type.releaseLookUp();
  }

  @Override
  public ChunkStatistics sealChunk() {
    return type.statistics().sealChunk();
  }

  @Override
  public long openBytes() {
    return encoding.openBytes(page) + type.dictionary().plainBytes();
  }

  @Override
  long rawBytes() {
    return page.rawBytes();
  }

  @Override
  public long retainedBytes() {
    return page.retainedBytes()
        + type.dictionary().retainedBytes()
        + type.statistics().retainedBytes();
  }

  @Override
  public long lookUpBytes() {
    return type.retainedLookUpBytes();
  }

  @Override
  public void reset() {
    page.release();
    sealedEntries = 0;
    dictionaryEnded = false;
    begunByReference = false;
    encoding = undecided.first(column().settings().dictionaryEnabled());
    type.dictionary().reset();
    type.statistics().reset();
    type.releaseLookUp();
  }
}
