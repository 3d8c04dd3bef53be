package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.LongDictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
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
        new LongStatistics(column.type(), column.settings().statistics()));
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
  int lookUp(LeafValues values, int[] ids) {
    return dictionary.lookUp(longs(values).values(), values.count(), ids);
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
    statistics.update(longs(values).values(), values.count());
  }

  @Override
  void observeIds(PageIds ids) {
    // They are cheaper to observe as they come.
  }

  @Override
  void observeOnly(PageIds ids) {
    statistics.forgetPage();
    long[] values = new long[ids.count()];
    for (int i = 0; i < ids.count(); i++) {
      values[i] = dictionary.entry(ids.id(i));
    }
    statistics.update(values, ids.count());
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
