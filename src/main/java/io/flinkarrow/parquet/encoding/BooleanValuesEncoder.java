package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.statistics.BooleanStatistics;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/** BOOLEAN: PLAIN, one bit a value. Bits that do not fill a word yet wait in an accumulator. */
final class BooleanValuesEncoder extends ValuesEncoder {

  private final ByteArrayBuilder page = new ByteArrayBuilder();
  private final BooleanStatistics statistics = new BooleanStatistics();
  private long pending;
  private int pendingBits;
  private int valueCount;

  BooleanValuesEncoder(LeafColumn column) {
    super(column);
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
    } else {
      for (int i = 0; i < count; i += Long.SIZE) {
        int bits = Math.min(Long.SIZE, count - i);
        appendBits(booleans.words()[i >>> 6] & (-1L >>> -bits), bits);
      }
    }
    valueCount += count;
    return Optional.empty();
  }

  private void appendRuns(LeafValues.Booleans values, int[] lengths) {
    for (int run = 0; run < values.count(); run++) {
      long word = -(values.words()[run >>> 6] >>> run & 1);
      for (int rest = lengths[run]; rest > 0; rest -= Long.SIZE) {
        int bits = Math.min(Long.SIZE, rest);
        appendBits(word & (-1L >>> -bits), bits);
      }
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
    out.put(page);
    for (int bits = 0; bits < pendingBits; bits += Byte.SIZE) {
      out.putByte((int) (pending >>> bits));
    }
    SealedValues sealed =
        new SealedValues(
            Encoding.PLAIN,
            valueCount,
            0,
            CompressionVariant.BY_LEVEL,
            statistics.sealPage(nullCount));
    beginPage();
    return sealed;
  }

  private void beginPage() {
    page.reset();
    pending = 0;
    pendingBits = 0;
    valueCount = 0;
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
  public ChunkStatistics sealChunk() {
    return statistics.sealChunk();
  }

  @Override
  public long openBytes() {
    return rawBytes();
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
  public void reset() {
    beginPage();
    page.release();
    statistics.reset();
  }
}
