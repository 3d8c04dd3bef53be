package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.BytesDictionary;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
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
        new BinaryStatistics(column.type(), column.settings().statistics()));
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
    return (long) LENGTH_BYTES * values.count() + values.accept(new Forms()).byteCount();
  }

  @Override
  int lookUp(LeafValues values, int[] ids) {
    return values.accept(new Forms()).lookUp(ids);
  }

  @Override
  int lookUpRuns(LeafValues distinct, int[] ids) {
    return distinct instanceof LeafValues.Bytes values
        ? dictionary.lookUpEntries(values.bytes(), values.offsets(), values.count(), ids)
        : lookUp(distinct, ids);
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    values.accept(new Forms()).putPlain(out);
  }

  @Override
  int plainBytes(LeafValues values, int index) {
    return LENGTH_BYTES + values.accept(new Forms()).length(index);
  }

  @Override
  void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    values.accept(new Forms()).putPlain(index, out);
  }

  private static void putPlain(byte[] bytes, int from, int length, ByteArrayBuilder out) {
    int at = out.reserve(LENGTH_BYTES + length);
    ByteArrayBuilder.INT.set(out.array(), at, length);
    ByteArrayBuilder.copy(bytes, from, out.array(), at + LENGTH_BYTES, length);
    out.advance(LENGTH_BYTES + length);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    if (!heldAsIds) {
      values.accept(new Forms()).observe();
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

  /** What is done with values, by the form in which they come. */
  private interface Form {

    /** The bytes of all values, without their lengths. */
    long byteCount();

    /** The bytes of one value, without its length. */
    int length(int index);

    int lookUp(int[] ids);

    void putPlain(ByteArrayBuilder out);

    void putPlain(int index, ByteArrayBuilder out);

    void observe();
  }

  private final class Forms implements LeafValues.VisitorOfFew<Form> {

    @Override
    public Form bytes(LeafValues.Bytes values) {
      return new Values(values);
    }

    @Override
    public Form dictionaryIds(LeafValues.DictionaryIds values) {
      return new References(values);
    }

    @Override
    public Form others(LeafValues values) {
      throw unexpected(values);
    }
  }

  private final class Values implements Form {

    private final LeafValues.Bytes values;

    private Values(LeafValues.Bytes values) {
      this.values = values;
    }

    @Override
    public long byteCount() {
      return (long) values.offsets()[values.count()] - values.offsets()[0];
    }

    @Override
    public int lookUp(int[] ids) {
      return dictionary.lookUp(values.bytes(), values.offsets(), values.count(), ids);
    }

    @Override
    public void putPlain(ByteArrayBuilder out) {
      int[] offsets = values.offsets();
      for (int i = 0; i < values.count(); i++) {
        int start = offsets[i];
        ByteArrayValues.putPlain(values.bytes(), start, offsets[i + 1] - start, out);
      }
    }

    @Override
    public void putPlain(int index, ByteArrayBuilder out) {
      ByteArrayValues.putPlain(values.bytes(), values.offsets()[index], length(index), out);
    }

    @Override
    public int length(int index) {
      return values.offsets()[index + 1] - values.offsets()[index];
    }

    @Override
    public void observe() {
      statistics.update(values.bytes(), values.offsets(), 0, values.count());
    }
  }

  private final class References implements Form {

    private final LeafValues.DictionaryIds values;
    private final int[] sourceIds;
    private final int count;
    private final SliceDictionary source;

    private References(LeafValues.DictionaryIds values) {
      this.values = values;
      this.sourceIds = values.ids();
      this.count = values.count();
      this.source = values.dictionary();
    }

    @Override
    public long byteCount() {
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        bytes += source.length(sourceIds[i]);
      }
      return bytes;
    }

    @Override
    public int lookUp(int[] ids) {
      return mappings.lookUp(values, dictionary, ids);
    }

    @Override
    public void putPlain(ByteArrayBuilder out) {
      for (int i = 0; i < count; i++) {
        int id = sourceIds[i];
        ByteArrayValues.putPlain(source.bytes(), source.offset(id), source.length(id), out);
      }
    }

    @Override
    public void putPlain(int index, ByteArrayBuilder out) {
      int id = sourceIds[index];
      ByteArrayValues.putPlain(source.bytes(), source.offset(id), source.length(id), out);
    }

    @Override
    public int length(int index) {
      return source.length(sourceIds[index]);
    }

    @Override
    public void observe() {
      for (int i = 0; i < count; i++) {
        int from = source.offset(sourceIds[i]);
        statistics.update(source.bytes(), from, from + source.length(sourceIds[i]));
      }
    }
  }
}
