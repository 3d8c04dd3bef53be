package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.IntDictionary;
import io.flinkarrow.parquet.statistics.IntStatistics;

/** INT32, and FLOAT as raw bits. */
final class IntValues extends NumericValues {

  private final IntDictionary dictionary;
  private final IntStatistics statistics;

  IntValues(LeafColumn column) {
    super(column);
    this.dictionary = new IntDictionary(column.settings().dictionaryBytes());
    this.statistics = new IntStatistics(column.type(), column.settings().statistics());
  }

  private int[] ints(LeafValues values) {
    if (values.numbers() instanceof LeafValues.Ints ints) {
      return ints.values();
    }
    throw unexpected(values);
  }

  @Override
  int width() {
    return Integer.BYTES;
  }

  @Override
  IntDictionary dictionary() {
    return dictionary;
  }

  @Override
  IntStatistics statistics() {
    return statistics;
  }

  @Override
  void check(LeafValues values) {
    ints(values);
  }

  @Override
  int lookUpValues(LeafValues values, int[] ids) {
    return dictionary.lookUp(ints(values), values.count(), ids);
  }

  @Override
  void putPlain(LeafValues values, int from, int count, ByteArrayBuilder out) {
    out.putIntsLittleEndian(ints(values), from, count);
  }

  @Override
  void observe(LeafValues values) {
    statistics.update(ints(values), values.count());
  }

  @Override
  void observeEntries(int[] ids) {
    int[] entries = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      entries[i] = (int) dictionary.entry(ids[i]);
    }
    statistics.update(entries, entries.length);
  }
}
