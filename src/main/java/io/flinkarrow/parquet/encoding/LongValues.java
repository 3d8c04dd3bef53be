package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.NumberIds;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import io.flinkarrow.parquet.encoding.dictionary.NumberMapping;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.dictionary.ReferencedEntries;
import io.flinkarrow.parquet.statistics.LongStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;
import javax.annotation.Nullable;

/**
 * INT64, and DOUBLE as raw bits. Statistics are taken from the slices, or of ids from their
 * entries.
 */
final class LongValues extends TypedValues {

  private final LongDictionary dictionary;
  private final LongStatistics statistics;

  /** Null before the first ids: few columns get any. */
  @Nullable private NumberMapping mapping;

  /** Whether values of the open page came as ids and are not in its statistics yet. */
  private boolean owesIds;

  LongValues(LeafColumn column) {
    this(
        column,
        new LongDictionary(column.settings().dictionaryBytes()),
        new LongStatistics(column.type(), column.settings().statistics()));
  }

  private LongValues(LeafColumn column, LongDictionary dictionary, LongStatistics statistics) {
    super(column);
    this.dictionary = dictionary;
    this.statistics = statistics;
  }

  private LeafValues.Longs longs(LeafValues values) {
    if (values.numbers() instanceof LeafValues.Longs longs) {
      return longs;
    }
    throw unexpected(values);
  }

  @Override
  Dictionary dictionary() {
    return dictionary;
  }

  @Override
  StatisticsCollector statistics() {
    return statistics;
  }

  @Override
  long plainBytes(LeafValues values) {
    NumberIds ids = values.numberIds();
    longs(ids == null ? values : ids.entries());
    return (long) Long.BYTES * values.count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids) {
    NumberIds byId = values.numberIds();
    if (byId == null) {
      return dictionary.lookUp(longs(values).values(), values.count(), ids);
    }
    if (mapping == null) {
      mapping = new NumberMapping();
    }
    return mapping.lookUp(byId, dictionary, ids);
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    out.putLongsLittleEndian(longs(values).values(), 0, values.count());
  }

  @Override
  int plainBytes(LeafValues values, int index) {
    return Long.BYTES;
  }

  @Override
  void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    out.putLongsLittleEndian(longs(values).values(), index, 1);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    if (heldAsIds && values.numberIds() != null) {
      owesIds = true;
    } else {
      // They are cheaper to observe as they come.
      statistics.update(longs(values).values(), values.count());
    }
  }

  @Override
  void observeIds(PageIds ids) {
    if (owesIds) {
      observeEntries(ids);
      owesIds = false;
    }
  }

  private void observeEntries(PageIds ids) {
    int[] entries = ReferencedEntries.of(ids, dictionary.size());
    long[] values = new long[entries.length];
    for (int i = 0; i < entries.length; i++) {
      values[i] = dictionary.entry(entries[i]);
    }
    statistics.update(values, values.length);
  }

  @Override
  void observeOnly(PageIds ids) {
    statistics.forgetPage();
    observeEntries(ids);
  }

  @Override
  void releaseLookUp() {
    mapping = null;
  }

  @Override
  long retainedLookUpBytes() {
    return mapping == null ? 0 : mapping.retainedBytes();
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
