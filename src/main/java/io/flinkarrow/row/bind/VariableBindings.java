package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.ViewForm;
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

  static VariableBindings strings(String path) {
    return new VariableBindings(StringData::fromBytes, HeapSizes::string, path);
  }

  static VariableBindings binary(String path) {
    return new VariableBindings(Function.identity(), HeapSizes::binary, path);
  }

  /**
   * @param column of the layout {@link ColumnLayout.Bytes} or {@link ColumnLayout.Views}
   */
  ColumnBinding in(ColumnLayout column) {
    return column instanceof ColumnLayout.Views
        ? views()
        : ranges(((ColumnLayout.Bytes) column).offsetWidth());
  }

  /** One after the other in one buffer. */
  private ColumnBinding ranges(int offsetWidth) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ElementRanges ranges = ElementRanges.byOffsets(offsetWidth, cursor.nextBuffer());
      ByteBuffer data = cursor.nextBuffer();
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity, slot -> value(data, ranges.start(slot), ranges.length(slot), budget));
    };
  }

  /** Short ones within the views, others anywhere in any number of buffers. */
  private ColumnBinding views() {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer views = cursor.nextBuffer();
      ByteBuffer[] data = cursor.nextDataBuffers();
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(validity, slot -> view(views, data, slot, budget));
    };
  }

  private Object view(ByteBuffer views, ByteBuffer[] data, int slot, RowBudget budget) {
    int length = ViewForm.length(views, slot);
    return ViewForm.isInline(length)
        ? value(views, slot * ViewForm.WIDTH + ViewForm.VALUE, length, budget)
        : value(data[ViewForm.buffer(views, slot)], ViewForm.offset(views, slot), length, budget);
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
