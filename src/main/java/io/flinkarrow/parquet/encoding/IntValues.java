package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.IntDictionary;
import io.flinkarrow.parquet.statistics.IntStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;

/** INT32, and FLOAT as raw bits. Statistics are taken from the slices, whatever the encoding. */
final class IntValues extends TypedValues {

  private final IntDictionary dictionary;
  private final IntStatistics statistics;

  IntValues(LeafColumn column) {
    this(
        column,
        new IntDictionary(column.settings().dictionaryBytes()),
        new IntStatistics(column.type()));
  }

  private IntValues(LeafColumn column, IntDictionary dictionary, IntStatistics statistics) {
    super(column);
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
  Dictionary dictionary() {
    return dictionary;
  }

  @Override
  StatisticsCollector statistics() {
    return statistics;
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
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    out.putIntsLittleEndian(ints(values).values(), 0, values.count());
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    statistics.update(ints(values).values(), values.count());
  }

  @Override
  void observeIds(int[] ids, int count) {
    // They are cheaper to observe as they come.
  }

  @Override
  void observeOnly(int[] ids, int count) {
    statistics.forgetPage();
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (int) dictionary.entry(ids[i]);
    }
    statistics.update(values, count);
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
