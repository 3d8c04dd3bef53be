package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.WholeDictionary;
import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The dictionaries of one payload as they are at one point of it: they come, grow by deltas and, in
 * streams, are replaced. What they are at a batch is put together only when the batch comes. One
 * that has not come by then is empty: the format lets it be left out while nothing refers to it.
 */
public final class PayloadDictionaries {

  private final BatchSchema schema;
  private final PayloadMemoryLimit budget;
  private final Map<Long, GrowingDictionary> dictionaries = new HashMap<>();
  private final Map<Long, DictionaryBatch> missing = new HashMap<>();
  private List<DictionaryBatch> current;

  public PayloadDictionaries(BatchSchema schema, PayloadMemoryLimit budget) {
    this.schema = schema;
    this.budget = budget;
  }

  public BatchSchema.DictionaryColumn column(long id, int where) throws MalformedBytesException {
    BatchSchema.DictionaryColumn column = schema.dictionaries().get(id);
    if (column == null) {
      throw new MalformedBytesException(
          where, "a dictionary with the id %d, which no field of the schema has".formatted(id));
    }
    return column;
  }

  /** The first of its id, or one that takes the place of those before. */
  public void put(long id, CheckedBody body) throws MalformedBytesException {
    dictionaries.put(id, new GrowingDictionary(column(id, body.where()), body));
    current = null;
  }

  public boolean contains(long id) {
    return dictionaries.containsKey(id);
  }

  /** More values behind those there are. */
  public void append(long id, CheckedBody body) throws MalformedBytesException {
    GrowingDictionary dictionary = dictionaries.get(id);
    if (dictionary == null) {
      throw new MalformedBytesException(
          body.where(), "a delta for dictionary %d, which has not come yet".formatted(id));
    }
    dictionary.append(body);
    current = null;
  }

  /** Those of the batch that comes next, its indices into them checked. */
  public List<DictionaryBatch> of(CheckedBody batch) throws MalformedBytesException {
    budget.charge((long) Long.BYTES * schema.dictionaries().size(), batch.where());
    if (current == null) {
      current = putTogether(batch.where());
    }
    require(batch.indexColumns());
    chargeValues(batch.indexColumns());
    return current;
  }

  /** For the values that rows refer to; those of other types are of one width each, or nested. */
  private void chargeValues(List<IndexColumn> columns) throws MalformedBytesException {
    for (IndexColumn column : columns) {
      GrowingDictionary dictionary = dictionaries.get(column.dictionaryId());
      if (dictionary != null) {
        Optional<IntToLongFunction> lengths = dictionary.valueLengths(budget);
        if (lengths.isPresent()) {
          column.chargeValues(lengths.get(), budget);
        }
      }
    }
  }

  private List<DictionaryBatch> putTogether(int where) throws MalformedBytesException {
    List<DictionaryBatch> whole = new ArrayList<>();
    for (long id : schema.dictionaries().keySet()) {
      GrowingDictionary dictionary = dictionaries.get(id);
      whole.add(dictionary == null ? missing(id, where) : dictionary.whole(budget));
    }
    for (GrowingDictionary dictionary : dictionaries.values()) {
      budget.charge((long) Long.BYTES * dictionary.indexColumns().size(), where);
      require(dictionary.indexColumns());
    }
    return whole;
  }

  private DictionaryBatch missing(long id, int where) throws MalformedBytesException {
    DictionaryBatch known = missing.get(id);
    if (known != null) {
      return known;
    }
    BatchSchema.DictionaryColumn column = schema.dictionaries().get(id);
    budget.charge(BatchHeader.heapBytes(column.layout().shape()), where);
    DictionaryBatch empty = WholeDictionary.empty(column);
    missing.put(id, empty);
    return empty;
  }

  private void require(List<IndexColumn> columns) throws MalformedBytesException {
    for (IndexColumn column : columns) {
      GrowingDictionary dictionary = dictionaries.get(column.dictionaryId());
      if (dictionary == null) {
        column.requireUnused();
      } else {
        column.require(dictionary.whole(budget), budget);
      }
    }
  }
}
