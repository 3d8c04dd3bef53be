package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.WholeDictionary;
import io.flinkarrow.reconcile.values.ConversionMemoryLimit;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the dictionaries of reconciled batches. Each dictionary is joined from parts: dictionaries
 * of the payload, converted if need be, and those made of plain columns. If a batch brings the same
 * dictionary as the batch before, its converted or joined form is used again.
 */
public final class DictionaryParts {

  private final ConversionMemoryLimit budget;
  private final Map<SourceDictionary, Converted> converted = new IdentityHashMap<>();
  private final Map<Long, DictionaryBatch> made = new HashMap<>();
  private final Map<Long, DictionaryBatch> came = new HashMap<>();
  private final Map<Long, List<BatchBody>> parts = new HashMap<>();

  private record Converted(DictionaryBatch source, BatchBody body) {}

  public DictionaryParts(ConversionMemoryLimit budget) {
    this.budget = budget;
  }

  /** Begins the next batch. */
  public void begin(List<DictionaryBatch> dictionaries) {
    came.clear();
    parts.clear();
    dictionaries.forEach(dictionary -> came.put(dictionary.id(), dictionary));
  }

  /** A dictionary that came, in the wanted type. */
  BatchBody values(SourceDictionary which) throws IOException {
    DictionaryBatch source = came.get(which.id());
    if (which.conversion().isEmpty()) {
      return source.body();
    }
    Converted known = converted.get(which);
    if (known != null && known.source == source) {
      return known.body;
    }
    ConversionTarget target = new ConversionTarget(new BodyPlan(), this, budget);
    which.conversion().get().convert(SourceColumn.only(which.came(), source.body()), target);
    BatchBody body = target.copy();
    converted.put(which, new Converted(source, body));
    return body;
  }

  /**
   * Makes values part of a wanted dictionary, once.
   *
   * @return where in it they begin
   */
  int add(long id, BatchBody values) {
    List<BatchBody> before = parts.computeIfAbsent(id, unused -> new ArrayList<>());
    long start = 0;
    for (BatchBody part : before) {
      if (part == values) {
        return (int) start;
      }
      start += size(part);
    }
    if (start + size(values) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Dictionary %d would have more values than fit in a batch".formatted(id));
    }
    before.add(values);
    return (int) start;
  }

  private static int size(BatchBody dictionary) {
    return dictionary.nodeLengths()[0];
  }

  /** Those of the batch, of all parts together. */
  public List<DictionaryBatch> whole(BatchSchema wanted) throws IOException {
    List<DictionaryBatch> whole = new ArrayList<>();
    if (!wanted.dictionaries().isEmpty() && parts.size() < wanted.dictionaries().size()) {
      // No column has anything for them.
      for (DictionaryBatch empty : RecordBatch.empty(wanted).dictionaries()) {
        if (!parts.containsKey(empty.id())) {
          whole.add(empty);
        }
      }
    }
    for (Map.Entry<Long, List<BatchBody>> entry : parts.entrySet()) {
      long id = entry.getKey();
      List<BatchBody> bodies = entry.getValue();
      whole.add(
          bodies.size() == 1
              ? single(id, bodies.get(0))
              : joined(wanted.dictionaries().get(id), bodies));
    }
    return whole;
  }

  private DictionaryBatch single(long id, BatchBody body) {
    DictionaryBatch before = made.get(id);
    if (before != null && before.body() == body) {
      return before;
    }
    DictionaryBatch source = came.get(id);
    DictionaryBatch dictionary =
        source != null && source.body() == body ? source : DictionaryBatch.of(id, body);
    made.put(id, dictionary);
    return dictionary;
  }

  private DictionaryBatch joined(BatchSchema.DictionaryColumn column, List<BatchBody> bodies)
      throws IOException {
    for (BatchBody body : bodies) {
      // Cut to what is used first, then copied behind one another.
      budget.charge(2 * body.sizeInBytes());
    }
    return WholeDictionary.join(column, bodies);
  }
}
