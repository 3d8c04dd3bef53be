package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import io.flinkarrow.parquet.statistics.LongStatistics;

/** INT64, and DOUBLE as raw bits. */
final class LongValues extends NumericValues {

  private final LongDictionary dictionary;
  private final LongStatistics statistics;

  LongValues(LeafColumn column) {
    super(column);
    this.dictionary = new LongDictionary(column.settings().dictionaryBytes());
    this.statistics = new LongStatistics(column.type(), column.settings().statistics());
  }

  private long[] longs(LeafValues values) {
    if (values.numbers() instanceof LeafValues.Longs longs) {
      return longs.values();
    }
    throw unexpected(values);
  }

  @Override
  int width() {
    return Long.BYTES;
  }

  @Override
  LongDictionary dictionary() {
    return dictionary;
  }

  @Override
  LongStatistics statistics() {
    return statistics;
  }

  @Override
  void check(LeafValues values) {
    longs(values);
  }

  @Override
  int lookUpValues(LeafValues values, int[] ids) {
    return dictionary.lookUp(longs(values), values.count(), ids);
  }

  @Override
  void putPlain(LeafValues values, int from, int count, ByteArrayBuilder out) {
    out.putLongsLittleEndian(longs(values), from, count);
  }

  @Override
  void observe(LeafValues values) {
    statistics.update(longs(values), values.count());
  }

  @Override
  void observeEntries(int[] ids) {
    long[] entries = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      entries[i] = dictionary.entry(ids[i]);
    }
    statistics.update(entries, entries.length);
  }
}
