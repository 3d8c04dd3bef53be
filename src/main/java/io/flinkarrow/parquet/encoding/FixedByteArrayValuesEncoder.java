package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.statistics.BinaryStatistics;

/**
 * FIXED_LEN_BYTE_ARRAY and INT96. While there is a dictionary, statistics are taken from its
 * entries.
 */
final class FixedByteArrayValuesEncoder extends DictionaryValuesEncoder {

  private final int width;
  private final BytesDictionary dictionary;
  private final BinaryStatistics statistics;

  FixedByteArrayValuesEncoder(LeafColumn column, TrialCodec codec) {
    this(
        column,
        codec,
        BytesDictionary.ofFixedWidth(
            column.settings().dictionaryBytes(), PageEncoder.widthOf(column.type())),
        new BinaryStatistics(column.type(), column.settings().statisticsBytes()));
  }

  private FixedByteArrayValuesEncoder(
      LeafColumn column,
      TrialCodec codec,
      BytesDictionary dictionary,
      BinaryStatistics statistics) {
    super(column, codec, dictionary, statistics);
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
  long plainBytes(LeafValues values) {
    return (long) width * fixedBytes(values).count();
  }

  @Override
  int lookUp(LeafValues values, int[] ids, int at) {
    byte[] bytes = fixedBytes(values).bytes();
    int count = values.count();
    for (int i = 0; i < count; i++) {
      int id = dictionary.lookUp(bytes, i * width, width);
      if (id == Dictionary.FULL) {
        return i;
      }
      ids[at + i] = id;
    }
    return count;
  }

  @Override
  void putPlain(LeafValues values, int from, ByteArrayBuilder out) {
    out.put(fixedBytes(values).bytes(), from * width, (values.count() - from) * width);
  }

  @Override
  void observe(LeafValues values, int plainFrom) {
    statistics.updateFixed(
        fixedBytes(values).bytes(), plainFrom * width, width, values.count() - plainFrom);
  }

  @Override
  void observeIds(int[] ids, int count) {
    DictionaryMarks.observe(ids, count, dictionary, statistics);
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
