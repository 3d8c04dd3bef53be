package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.BytesDictionary;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.dictionary.ReferencedEntries;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import io.flinkarrow.parquet.statistics.BinaryStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;

/**
 * FIXED_LEN_BYTE_ARRAY and INT96. While there is a dictionary, statistics are taken from its
 * entries.
 */
final class FixedByteArrayValues extends TypedValues {

  private final int width;
  private final BytesDictionary dictionary;
  private final BinaryStatistics statistics;

  FixedByteArrayValues(LeafColumn column) {
    this(
        column,
        BytesDictionary.ofFixedWidth(
            column.settings().dictionaryBytes(), PageEncoder.widthOf(column.type())),
        new BinaryStatistics(column.type(), column.settings().statistics()));
  }

  private FixedByteArrayValues(
      LeafColumn column, BytesDictionary dictionary, BinaryStatistics statistics) {
    super(column);
    this.width = PageEncoder.widthOf(column.type());
    this.dictionary = dictionary;
    this.statistics = statistics;
  }

  private LeafValues.FixedBytes fixedBytes(LeafValues values) {
    if (values instanceof LeafValues.FixedBytes fixedBytes && fixedBytes.width() == width) {
      return fixedBytes;
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
    return (long) width * fixedBytes(values).count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids) {
    byte[] bytes = fixedBytes(values).bytes();
    int count = values.count();
    for (int i = 0; i < count; i++) {
      int id = dictionary.lookUp(bytes, i * width, width);
      if (id == Dictionary.FULL) {
        return i;
      }
      ids[i] = id;
    }
    return count;
  }

  @Override
  int lookUpRuns(LeafValues distinct, int[] ids) {
    byte[] bytes = fixedBytes(distinct).bytes();
    int count = distinct.count();
    for (int i = 0; i < count; i++) {
      ids[i] = dictionary.lookUpEntry(bytes, i * width, width);
      if (ids[i] == Dictionary.FULL) {
        return i;
      }
    }
    return count;
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    out.put(fixedBytes(values).bytes(), 0, values.count() * width);
  }

  @Override
  int plainBytes(LeafValues values, int index) {
    return width;
  }

  @Override
  void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    out.put(fixedBytes(values).bytes(), index * width, width);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    if (heldAsIds) {
      return;
    }
    statistics.updateFixed(fixedBytes(values).bytes(), 0, width, values.count());
  }

  @Override
  void observeIds(PageIds ids) {
    ReferencedEntries.observe(ids, dictionary, statistics);
  }

  @Override
  void observeOnly(PageIds ids) {
    // Nothing of a page of ids has been observed yet.
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
