package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.WholeDictionary;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.SlotBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** A dictionary and the deltas that have come for it. */
final class GrowingDictionary {

  private final BatchSchema.DictionaryColumn column;
  private final List<BatchBody> bodies = new ArrayList<>();
  private final List<IndexColumn> indexColumns = new ArrayList<>();
  private int where;
  private DictionaryBatch whole;

  /** Looked for once, whatever the number of buffers; null if not yet. */
  private Optional<IntToLongFunction> valueLengths;

  GrowingDictionary(BatchSchema.DictionaryColumn column, CheckedBody first) {
    this.column = column;
    append(first);
  }

  void append(CheckedBody part) {
    bodies.add(part.body());
    where = part.where();
    indexColumns.addAll(part.indexColumns());
    whole = null;
    valueLengths = null;
  }

  /** Dictionary-encoded columns among the values. */
  List<IndexColumn> indexColumns() {
    return indexColumns;
  }

  /** Bytes of the value with an index; empty if all have the same number, or they are nested. */
  Optional<IntToLongFunction> valueLengths(PayloadMemoryLimit budget)
      throws MalformedBytesException {
    BatchBody body = whole(budget).body();
    if (valueLengths == null) {
      valueLengths = lengths(body);
    }
    return valueLengths;
  }

  private Optional<IntToLongFunction> lengths(BatchBody body) {
    if (column.layout() instanceof ColumnLayout.Fixed) {
      return Optional.empty();
    }
    // What stands under a null is anything.
    return SlotBytes.of(column.layout(), List.of(body.bufferViews()))
        .map(values -> index -> Math.max(0, values.length(index)));
  }

  /** All values so far. */
  DictionaryBatch whole(PayloadMemoryLimit budget) throws MalformedBytesException {
    if (whole == null) {
      whole = bodies.size() == 1 ? DictionaryBatch.of(column.id(), bodies.get(0)) : join(budget);
    }
    return whole;
  }

  private DictionaryBatch join(PayloadMemoryLimit budget) throws MalformedBytesException {
    for (BatchBody body : bodies) {
      // Copied twice, also what came with earlier deltas.
      budget.charge(2 * body.sizeInBytes(), where);
    }
    try {
      DictionaryBatch joined = WholeDictionary.join(column, bodies);
      bodies.clear();
      bodies.add(joined.body());
      return joined;
    } catch (IllegalArgumentException e) {
      throw new MalformedBytesException(
          where, "a delta for dictionary %d: %s".formatted(column.id(), e.getMessage()), e);
    }
  }
}
