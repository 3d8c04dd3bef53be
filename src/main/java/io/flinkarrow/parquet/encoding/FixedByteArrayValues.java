package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.BytesDictionary;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.DictionaryMappings;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.dictionary.ReferencedEntries;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import io.flinkarrow.parquet.statistics.BinaryStatistics;
import io.flinkarrow.parquet.statistics.StatisticsCollector;
import javax.annotation.Nullable;

/**
 * FIXED_LEN_BYTE_ARRAY and INT96. While there is a dictionary, statistics are taken from its
 * entries.
 */
final class FixedByteArrayValues extends TypedValues {

  private final int width;
  private final BytesDictionary dictionary;
  private final BinaryStatistics statistics;

  /** Null before the first values that come by reference, which few columns have. */
  @Nullable private DictionaryMappings mappings;

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
    return (long) width * form(values).count;
  }

  @Override
  int lookUp(LeafValues values, int[] ids) {
    Form form = form(values);
    if (form.references != null) {
      return lookUp(form.references, ids);
    }
    for (int i = 0; i < form.count; i++) {
      int id = dictionary.lookUp(form.bytes, i * width, width);
      if (id == Dictionary.FULL) {
        return i;
      }
      ids[i] = id;
    }
    return form.count;
  }

  private int lookUp(DictionaryIds references, int[] ids) {
    if (mappings == null) {
      mappings = new DictionaryMappings();
    }
    return mappings.lookUp(references, dictionary, ids);
  }

  @Override
  int lookUpRuns(LeafValues distinct, int[] ids) {
    Form form = form(distinct);
    if (form.references != null) {
      return lookUp(form.references, ids);
    }
    for (int i = 0; i < form.count; i++) {
      ids[i] = dictionary.lookUpEntry(form.bytes, i * width, width);
      if (ids[i] == Dictionary.FULL) {
        return i;
      }
    }
    return form.count;
  }

  @Override
  void putPlain(LeafValues values, ByteArrayBuilder out) {
    Form form = form(values);
    if (form.references == null) {
      out.put(form.bytes, 0, form.count * width);
      return;
    }
    for (int i = 0; i < form.count; i++) {
      out.put(form.bytes, start(form, i), width);
    }
  }

  @Override
  int plainBytes(LeafValues values, int index) {
    return width;
  }

  @Override
  void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    Form form = form(values);
    out.put(form.bytes, start(form, index), width);
  }

  @Override
  void observe(LeafValues values, boolean heldAsIds) {
    if (heldAsIds) {
      return;
    }
    Form form = form(values);
    if (form.references == null) {
      statistics.updateFixed(form.bytes, 0, width, form.count);
      return;
    }
    for (int i = 0; i < form.count; i++) {
      statistics.updateFixed(form.bytes, start(form, i), width, 1);
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
  void releaseLookUp() {
    mappings = null;
  }

  @Override
  long retainedLookUpBytes() {
    return mappings == null ? 0 : mappings.retainedBytes();
  }

  @Override
  long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }

  private Form form(LeafValues values) {
    return values.accept(new Forms());
  }

  private int start(Form form, int index) {
    return form.references == null
        ? index * width
        : form.references.dictionary().offset(form.references.ids()[index]);
  }

  /**
   * Values, one behind the other or anywhere in an array.
   *
   * @param references where in the array they are; null if one behind the other
   */
  private record Form(byte[] bytes, int count, @Nullable DictionaryIds references) {}

  private final class Forms implements LeafValues.VisitorOfFew<Form> {

    @Override
    public Form fixedBytes(LeafValues.FixedBytes values) {
      return values.width() == width
          ? new Form(values.bytes(), values.count(), null)
          : others(values);
    }

    @Override
    public Form dictionaryIds(DictionaryIds values) {
      SliceDictionary source = values.dictionary();
      return source.bytes().length == (long) width * source.size()
          ? new Form(source.bytes(), values.count(), values)
          : others(values);
    }

    @Override
    public Form others(LeafValues values) {
      throw unexpected(values);
    }
  }
}
