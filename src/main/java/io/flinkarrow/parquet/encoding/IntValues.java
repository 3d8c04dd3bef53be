package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.IntDictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
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
        new IntStatistics(column.type(), column.settings().statistics()));
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
  int lookUp(LeafValues values, int[] ids) {
    return dictionary.lookUp(ints(values).values(), values.count(), ids);
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    out.putIntsLittleEndian(ints(values).values(), 0, values.count());
  }

  @Override
  int plainBytes(LeafValues values, int index) {
    return Integer.BYTES;
  }

  @Override
  void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    out.putIntsLittleEndian(ints(values).values(), index, 1);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    statistics.update(ints(values).values(), values.count());
  }

  @Override
  void observeIds(PageIds ids) {
    // They are cheaper to observe as they come.
  }

  @Override
  void observeOnly(PageIds ids) {
    statistics.forgetPage();
    int[] values = new int[ids.count()];
    for (int i = 0; i < ids.count(); i++) {
      values[i] = (int) dictionary.entry(ids.id(i));
    }
    statistics.update(values, ids.count());
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
