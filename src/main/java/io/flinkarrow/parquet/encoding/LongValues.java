package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import io.flinkarrow.parquet.statistics.LongStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;

/** INT64, and DOUBLE as raw bits. Statistics are taken from the slices, whatever the encoding. */
final class LongValues extends TypedValues {

  private final LongDictionary dictionary;
  private final LongStatistics statistics;

  LongValues(LeafColumn column) {
    this(
        column,
        new LongDictionary(column.settings().dictionaryBytes()),
        new LongStatistics(column.type()));
  }

  private LongValues(LeafColumn column, LongDictionary dictionary, LongStatistics statistics) {
    super(column);
    this.dictionary = dictionary;
    this.statistics = statistics;
  }

  private LeafValues.Longs longs(LeafValues values) {
    if (values instanceof LeafValues.Longs longs) {
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
    return (long) Long.BYTES * longs(values).count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids, int at) {
    return dictionary.lookUp(longs(values).values(), values.count(), ids, at);
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    out.putLongsLittleEndian(longs(values).values(), 0, values.count());
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    statistics.update(longs(values).values(), values.count());
  }

  @Override
  void observeIds(int[] ids, int count) {
    // They are cheaper to observe as they come.
  }

  @Override
  void observeOnly(int[] ids, int count) {
    statistics.forgetPage();
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = dictionary.entry(ids[i]);
    }
    statistics.update(values, count);
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
