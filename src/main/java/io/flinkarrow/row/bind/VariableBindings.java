package io.flinkarrow.row.bind;

import io.flinkarrow.value.HeapSizes;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.apache.flink.table.data.StringData;

/**
 * Strings and binaries, whose bytes are copied.
 *
 * @param conversion of the bytes to the value
 * @param cost heap bytes of a value of so many bytes
 * @param path for messages
 */
record VariableBindings(Function<byte[], ?> conversion, LongUnaryOperator cost, String path) {

  private static final int VIEW_BYTES = 16;
  private static final int MAXIMUM_INLINE = 12;
  private static final int VIEW_BUFFER = 8;
  private static final int VIEW_OFFSET = 12;

  static VariableBindings strings(String path) {
    return new VariableBindings(StringData::fromBytes, HeapSizes::string, path);
  }

  static VariableBindings binary(String path) {
    return new VariableBindings(Function.identity(), HeapSizes::binary, path);
  }

  /** One after the other in one buffer. */
  ColumnBinding ranges(Function<ByteBuffer, ElementRanges> layout) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ElementRanges ranges = layout.apply(cursor.nextBuffer());
      ByteBuffer data = cursor.nextBuffer();
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity, slot -> value(data, ranges.start(slot), ranges.length(slot), budget));
    };
  }

  /** Short ones within the views, others anywhere in any number of buffers. */
  ColumnBinding views() {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer views = cursor.nextBuffer();
      ByteBuffer[] data = cursor.nextDataBuffers();
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(validity, slot -> view(views, data, slot * VIEW_BYTES, budget));
    };
  }

  private Object view(ByteBuffer views, ByteBuffer[] data, int at, RowBudget budget) {
    int length = views.getInt(at);
    return length <= MAXIMUM_INLINE
        ? value(views, at + Integer.BYTES, length, budget)
        : value(
            data[views.getInt(at + VIEW_BUFFER)], views.getInt(at + VIEW_OFFSET), length, budget);
  }

  private Object value(ByteBuffer from, int start, int length, RowBudget budget) {
    budget.charge(cost.applyAsLong(length), path);
    return conversion.apply(copy(from, start, length));
  }

  static byte[] copy(ByteBuffer from, int start, int length) {
    byte[] bytes = new byte[length];
    from.get(start, bytes);
    return bytes;
  }
}
