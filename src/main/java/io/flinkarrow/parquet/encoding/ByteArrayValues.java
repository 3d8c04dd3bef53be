package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.BytesDictionary;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryMapping;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryMappings;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.dictionary.ReferencedEntries;
import io.flinkarrow.parquet.statistics.BinaryStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;

/**
 * BYTE_ARRAY, from values and from ids of dictionaries, in any mixture. While the chunk has a
 * dictionary, an entry of an incoming one is looked up once and statistics are taken from the
 * entries.
 */
final class ByteArrayValues extends TypedValues {

  private static final int LENGTH_BYTES = Integer.BYTES;

  private final BytesDictionary dictionary;
  private final BinaryStatistics statistics;
  private final DictionaryMappings mappings = new DictionaryMappings();

  ByteArrayValues(LeafColumn column) {
    this(
        column,
        BytesDictionary.ofVariableWidth(column.settings().dictionaryBytes()),
        new BinaryStatistics(column.type(), column.settings().statisticsBytes()));
  }

  private ByteArrayValues(
      LeafColumn column, BytesDictionary dictionary, BinaryStatistics statistics) {
    super(column);
    this.dictionary = dictionary;
    this.statistics = statistics;
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
    long lengths = (long) LENGTH_BYTES * values.count();
    if (values instanceof LeafValues.Bytes bytes) {
      return lengths + bytes.offsets()[bytes.count()] - bytes.offsets()[0];
    }
    if (values instanceof LeafValues.DictionaryIds ids) {
      long bytes = 0;
      for (int i = 0; i < ids.count(); i++) {
        bytes += ids.dictionary().length(ids.ids()[i]);
      }
      return lengths + bytes;
    }
    throw unexpected(values);
  }

  @Override
  int lookUp(LeafValues values, int[] ids) {
    if (values instanceof LeafValues.Bytes bytes) {
      return dictionary.lookUp(bytes.bytes(), bytes.offsets(), bytes.count(), ids);
    }
    if (values instanceof LeafValues.DictionaryIds dictionaryIds) {
      return lookUp(dictionaryIds, ids);
    }
    throw unexpected(values);
  }

  private int lookUp(LeafValues.DictionaryIds values, int[] ids) {
    SliceDictionary source = values.dictionary();
    DictionaryMapping mapping = mappings.of(source);
    int[] sourceIds = values.ids();
    for (int i = 0; i < values.count(); i++) {
      int sourceId = sourceIds[i];
      int id = mapping.idOf(sourceId);
      if (id == DictionaryMapping.UNMAPPED) {
        id =
            dictionary.lookUpEntry(
                source.bytes(), source.offset(sourceId), source.length(sourceId));
        if (id == Dictionary.FULL) {
          return i;
        }
        mapping.put(sourceId, id);
      }
      ids[i] = id;
    }
    return values.count();
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    if (values instanceof LeafValues.Bytes bytes) {
      for (int i = 0; i < bytes.count(); i++) {
        int start = bytes.offsets()[i];
        putPlain(bytes.bytes(), start, bytes.offsets()[i + 1] - start, out);
      }
    } else if (values instanceof LeafValues.DictionaryIds ids) {
      SliceDictionary source = ids.dictionary();
      for (int i = 0; i < ids.count(); i++) {
        int id = ids.ids()[i];
        putPlain(source.bytes(), source.offset(id), source.length(id), out);
      }
    } else {
      throw unexpected(values);
    }
  }

  private static void putPlain(byte[] bytes, int from, int length, ByteArrayBuilder out) {
    int at = out.reserve(LENGTH_BYTES + length);
    ByteArrayBuilder.INT.set(out.array(), at, length);
    ByteArrayBuilder.copy(bytes, from, out.array(), at + LENGTH_BYTES, length);
    out.advance(LENGTH_BYTES + length);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    if (heldAsIds) {
      return;
    }
    if (values instanceof LeafValues.Bytes bytes) {
      statistics.update(bytes.bytes(), bytes.offsets(), 0, bytes.count());
    } else if (values instanceof LeafValues.DictionaryIds ids) {
      SliceDictionary source = ids.dictionary();
      for (int i = 0; i < ids.count(); i++) {
        int from = source.offset(ids.ids()[i]);
        statistics.update(source.bytes(), from, from + source.length(ids.ids()[i]));
      }
    } else {
      throw unexpected(values);
    }
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
    return rawBytes - (long) LENGTH_BYTES * valueCount;
  }

  @Override
  void releaseLookUp() {
    mappings.release();
  }

  @Override
  long retainedLookUpBytes() {
    return mappings.retainedBytes();
  }
}
