package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.levels.BitRunEncoder;
import io.flinkarrow.parquet.statistics.BooleanStatistics;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * BOOLEAN, one bit a value: PLAIN, for which bits that do not fill a word yet wait in an
 * accumulator, or in pages of version 2 RLE, as runs and packed bits behind their length.
 */
final class BooleanValuesEncoder extends ValuesEncoder {

  private final ByteArrayBuilder page = new ByteArrayBuilder();
  private final BooleanStatistics statistics;

  /** Null if values are PLAIN. */
  @Nullable private final BitRunEncoder runs;

  private long pending;
  private int pendingBits;
  private int valueCount;

  BooleanValuesEncoder(LeafColumn column) {
    super(column);
    this.runs =
        switch (column.settings().pageVersion()) {
          case V1 -> null;
          case V2 -> new BitRunEncoder(page);
        };
    this.statistics = new BooleanStatistics(column.settings().statistics());
  }

  @Override
  public boolean holdsIds(boolean byReference) {
    return false;
  }

  @Override
  public void mark() {
    // Without a dictionary nothing is taken back.
  }

  @Override
  public Optional<FullDictionary> append(LeafValues values) {
    if (!(values.distinct() instanceof LeafValues.Booleans booleans)) {
      throw unexpected(values);
    }
    int count = values.count();
    checkRoom(count / Byte.SIZE + 1);
    statistics.update(booleans.words(), booleans.count());
    if (values.lengths() != null) {
      appendRuns(booleans, values.lengths());
    } else if (runs == null) {
      appendBits(booleans.words(), count);
    } else {
      runs.writeBitmap(booleans.words(), count);
    }
    valueCount += count;
    return Optional.empty();
  }

  private void appendRuns(LeafValues.Booleans values, int[] lengths) {
    for (int run = 0; run < values.count(); run++) {
      long bit = values.words()[run >>> 6] >>> run & 1;
      if (runs == null) {
        appendRun(-bit, lengths[run]);
      } else {
        runs.writeRun((int) bit, lengths[run]);
      }
    }
  }

  private void appendRun(long word, int length) {
    for (int rest = length; rest > 0; rest -= Long.SIZE) {
      int bits = Math.min(Long.SIZE, rest);
      appendBits(word & (-1L >>> -bits), bits);
    }
  }

  private void appendBits(long[] words, int count) {
    for (int i = 0; i < count; i += Long.SIZE) {
      int bits = Math.min(Long.SIZE, count - i);
      appendBits(words[i >>> 6] & (-1L >>> -bits), bits);
    }
  }

  private void appendBits(long word, int bits) {
    pending |= word << pendingBits;
    int total = pendingBits + bits;
    if (total >= Long.SIZE) {
      page.putLongLittleEndian(pending);
      pending = pendingBits == 0 ? 0 : word >>> (Long.SIZE - pendingBits);
      total -= Long.SIZE;
    }
    pendingBits = total;
  }

  @Override
  public SealedValues sealPage(int nullCount, ByteArrayBuilder out) {
    Encoding encoding = runs == null ? putBits(out) : sealRuns(out);
    SealedValues sealed =
        new SealedValues(
            encoding, valueCount, 0, CompressionVariant.BY_LEVEL, statistics.sealPage(nullCount));
    beginPage();
    return sealed;
  }

  private Encoding putBits(ByteArrayBuilder out) {
    out.put(page);
    for (int bits = 0; bits < pendingBits; bits += Byte.SIZE) {
      out.putByte((int) (pending >>> bits));
    }
    return Encoding.PLAIN;
  }

  private Encoding sealRuns(ByteArrayBuilder out) {
    runs.finish();
    return putRuns(page, out);
  }

  private static Encoding putRuns(ByteArrayBuilder finished, ByteArrayBuilder out) {
    out.putIntLittleEndian(finished.length());
    out.put(finished);
    return Encoding.RLE;
  }

  private void beginPage() {
    if (runs != null) {
      runs.reset();
    }
    page.reset();
    pending = 0;
    pendingBits = 0;
    valueCount = 0;
  }

  @Override
  public boolean takesPages(Encoding encoding) {
    return encoding == (runs == null ? Encoding.PLAIN : Encoding.RLE) && statistics.takesSealed();
  }

  @Override
  public void addPages(List<PageStatistics> pages, PageStatistics ofAll) {
    statistics.addSealed(pages, ofAll);
  }

  @Override
  public boolean mayBeginWithDictionary() {
    return false;
  }

  @Override
  public Optional<EncodedDictionary> sealDictionary(ByteArrayBuilder out) {
    return Optional.empty();
  }

  @Override
  public OpenValues openValues() {
    return new OpenBooleans();
  }

  private final class OpenBooleans implements OpenValues {

    @Override
    public Position end() {
      return new Position(valueCount, rawBytes());
    }

    /** All of them take next to nothing. */
    @Override
    public boolean isDivisible() {
      return false;
    }

    @Override
    public SealedValues putTo(Position from, boolean asIds, int nullCount, ByteArrayBuilder out) {
      return OpenValues.sealed(
          runs == null ? putBits(out) : putRuns(copyOfRuns(), out), valueCount, 0, nullCount);
    }

    @Override
    public int sealedEntries() {
      return 0;
    }

    @Override
    public int openEntries() {
      return 0;
    }

    @Override
    public long dictionaryBytes() {
      return 0;
    }

    @Override
    public int putDictionary(ByteArrayBuilder out) {
      return 0;
    }

    private ByteArrayBuilder copyOfRuns() {
      ByteArrayBuilder copy = new ByteArrayBuilder();
      copy.put(page);
      BitRunEncoder encoder = new BitRunEncoder(copy);
      encoder.rewind(runs.mark());
      encoder.finish();
      return copy;
    }
  }

  @Override
  public void endDictionary() {
    // There is none.
  }

  @Override
  public ValuesState state() {
    return ValuesState.NOTHING;
  }

  @Override
  public void begin(ValuesState state) {
    // Nothing is learned from chunk to chunk.
  }

  @Override
  public void restore(ValuesState state) {
    // There is nothing beside the values.
  }

  @Override
  public ChunkStatistics sealChunk() {
    return statistics.sealChunk();
  }

  @Override
  public long openBytes() {
    return runs == null ? rawBytes() : (long) page.length() + runs.pendingBytes();
  }

  @Override
  long rawBytes() {
    return (valueCount + Byte.SIZE - 1L) / Byte.SIZE;
  }

  @Override
  public long retainedBytes() {
    return page.retainedBytes() + statistics.retainedBytes();
  }

  @Override
  public long lookUpBytes() {
    return 0;
  }

  @Override
  public void reset() {
    beginPage();
    page.release();
    statistics.reset();
  }
}
