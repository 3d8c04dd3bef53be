package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.IntStatistics;

/** INT32, and FLOAT as raw bits. Statistics are taken from the slices, whatever the encoding. */
final class IntValuesEncoder extends DictionaryValuesEncoder {

  private final IntDictionary dictionary;
  private final IntStatistics statistics;

  IntValuesEncoder(LeafColumn column, TrialCodec codec) {
    this(
        column,
        codec,
        new IntDictionary(column.settings().dictionaryBytes()),
        new IntStatistics(column.type()));
  }

  private IntValuesEncoder(
      LeafColumn column, TrialCodec codec, IntDictionary dictionary, IntStatistics statistics) {
    super(column, codec, dictionary, statistics);
    this.dictionary = dictionary;
    this.statistics = statistics;
  }

  private LeafValues.Ints ints(LeafValues values) {
    if (values instanceof LeafValues.Ints ints) {
      return ints;
    }
    throw unexpected(values);
  }

  @Override
  long plainBytes(LeafValues values) {
    return (long) Integer.BYTES * ints(values).count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids, int at) {
    return dictionary.lookUp(ints(values).values(), values.count(), ids, at);
  }

  @Override
  void putPlain(LeafValues values, int from, ByteArrayBuilder out) {
    out.putIntsLittleEndian(ints(values).values(), from, values.count() - from);
  }

  @Override
  void observe(LeafValues values, int plainFrom) {
    statistics.update(ints(values).values(), values.count());
  }

  @Override
  void observeIds(int[] ids, int count) {}

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
