package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.LongStatistics;

/** INT64, and DOUBLE as raw bits. Statistics are taken from the slices, whatever the encoding. */
final class LongValuesEncoder extends DictionaryValuesEncoder {

  private final LongDictionary dictionary;
  private final LongStatistics statistics;

  LongValuesEncoder(LeafColumn column, TrialCodec codec) {
    this(
        column,
        codec,
        new LongDictionary(column.settings().dictionaryBytes()),
        new LongStatistics(column.type()));
  }

  private LongValuesEncoder(
      LeafColumn column, TrialCodec codec, LongDictionary dictionary, LongStatistics statistics) {
    super(column, codec, dictionary, statistics);
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
  long plainBytes(LeafValues values) {
    return (long) Long.BYTES * longs(values).count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids, int at) {
    return dictionary.lookUp(longs(values).values(), values.count(), ids, at);
  }

  @Override
  void putPlain(LeafValues values, int from, ByteArrayBuilder out) {
    out.putLongsLittleEndian(longs(values).values(), from, values.count() - from);
  }

  @Override
  void observe(LeafValues values, int plainFrom) {
    statistics.update(longs(values).values(), values.count());
  }

  @Override
  void observeIds(int[] ids, int count) {}

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
