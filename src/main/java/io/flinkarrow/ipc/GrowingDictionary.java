package io.flinkarrow.ipc;

import io.flinkarrow.batch.BatchBody;
import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.batch.ColumnShape;
import io.flinkarrow.batch.DictionaryBatch;
import java.nio.ByteBuffer;
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

  GrowingDictionary(BatchSchema.DictionaryColumn column, CheckedBody first) {
    this.column = column;
    append(first);
  }

  void append(CheckedBody part) {
    bodies.add(part.body());
    where = part.where();
    indexColumns.addAll(part.indexColumns());
    whole = null;
  }

  /** Dictionary-encoded columns among the values. */
  List<IndexColumn> indexColumns() {
    return indexColumns;
  }

  /** Bytes of the value with an index; empty if all have the same number, or they are nested. */
  Optional<IntToLongFunction> valueLengths(Budget budget) throws MalformedPayloadException {
    BatchBody body = whole(budget).body();
    return switch (ColumnShape.storageType(column.values()).getTypeID()) {
      case Utf8, Binary -> {
        ByteBuffer offsets = body.buffer(1);
        yield Optional.of(
            index ->
                (long) offsets.getInt((index + 1) * Integer.BYTES)
                    - offsets.getInt(index * Integer.BYTES));
      }
      case LargeUtf8, LargeBinary -> {
        ByteBuffer offsets = body.buffer(1);
        yield Optional.of(
            index ->
                offsets.getLong((index + 1) * Long.BYTES) - offsets.getLong(index * Long.BYTES));
      }
      case Utf8View, BinaryView -> {
        ByteBuffer views = body.buffer(1);
        // What stands under a null is anything.
        yield Optional.of(index -> Math.max(0, views.getInt(index * ViewCheck.WIDTH)));
      }
      default -> Optional.empty();
    };
  }

  /** All values so far. */
  DictionaryBatch whole(Budget budget) throws MalformedPayloadException {
    if (whole == null) {
      whole = bodies.size() == 1 ? DictionaryBatch.of(column.id(), bodies.get(0)) : join(budget);
    }
    return whole;
  }

  private DictionaryBatch join(Budget budget) throws MalformedPayloadException {
    for (BatchBody body : bodies) {
      // Copied twice, also what came with earlier deltas.
      budget.charge(2 * body.sizeInBytes(), where);
    }
    try {
      DictionaryBatch joined = DictionaryBatch.join(column, bodies);
      bodies.clear();
      bodies.add(joined.body());
      return joined;
    } catch (IllegalArgumentException e) {
      throw new MalformedPayloadException(
          where, "a delta for dictionary %d: %s".formatted(column.id(), e.getMessage()), e);
    }
  }
}
