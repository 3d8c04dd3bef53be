package io.flinkarrow.partition;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A column of texts in any layout, of decimals, or of UUIDs. */
final class BytesValues extends BatchValues {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer validity;
  private final TextForm form;
  private final ByteBuffer[] data;

  /** All of the body's buffers lie in it. */
  private final byte[] bytes;

  private final int[] starts;
  private final int[] lengths;

  /** How a value's bytes read. */
  interface TextForm {

    /**
     * @param row of the batch, which messages name
     * @throws PartitionException if they don't
     */
    String text(byte[] bytes, int row);
  }

  private BytesValues(TextForm form, ByteBuffer[] data, int rows) {
    this.validity = data[0];
    this.form = form;
    this.data = data;
    this.bytes = data[1].array();
    this.starts = new int[rows];
    this.lengths = new int[rows];
  }

  /**
   * @param buffers the column's, in one array: validity, then what its type has
   */
  static BytesValues of(ArrowType type, TextForm form, ByteBuffer[] buffers, int rows) {
    BytesValues values = new BytesValues(form, buffers, rows);
    for (int row = 0; row < rows; row++) {
      if (!Bitmaps.isNull(buffers[0], row)) {
        values.place(type, row);
      }
    }
    return values;
  }

  private void place(ArrowType type, int row) {
    ByteBuffer second = data[1];
    switch (type.getTypeID()) {
      case Utf8 -> {
        int start = second.getInt(row * Integer.BYTES);
        place(row, 2, start, second.getInt((row + 1) * Integer.BYTES) - start);
      }
      case LargeUtf8 -> {
        int start = (int) second.getLong(row * Long.BYTES);
        place(row, 2, start, (int) second.getLong((row + 1) * Long.BYTES) - start);
      }
      case Utf8View -> {
        int length = ViewForm.length(second, row);
        if (ViewForm.isInline(length)) {
          place(row, 1, row * ViewForm.WIDTH + ViewForm.VALUE, length);
        } else {
          place(row, 2 + ViewForm.buffer(second, row), ViewForm.offset(second, row), length);
        }
      }
      case FixedSizeBinary -> {
        int width = ((ArrowType.FixedSizeBinary) type).getByteWidth();
        place(row, 1, row * width, width);
      }
      default -> {
        int width = ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE;
        place(row, 1, row * width, width);
      }
    }
  }

  private void place(int row, int buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, data[buffer].limit());
    starts[row] = data[buffer].arrayOffset() + start;
    lengths[row] = length;
  }

  @Override
  boolean isNull(int row) {
    return lengths[row] == 0 || Bitmaps.isNull(validity, row);
  }

  @Override
  boolean same(int row, int other) {
    int length = lengths[row];
    if (length != lengths[other]) {
      return false;
    }
    int a = starts[row];
    int b = starts[other];
    int end = a + length;
    for (; end - a >= Long.BYTES; a += Long.BYTES, b += Long.BYTES) {
      if ((long) LONGS.get(bytes, a) != (long) LONGS.get(bytes, b)) {
        return false;
      }
    }
    for (; a < end; a++, b++) {
      if (bytes[a] != bytes[b]) {
        return false;
      }
    }
    return true;
  }

  @Override
  long hash(int row) {
    int at = starts[row];
    int end = at + lengths[row];
    long hash = SEED ^ lengths[row];
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(bytes, at));
    }
    for (; at < end; at++) {
      hash = mix(hash, bytes[at]);
    }
    return hash;
  }

  @Override
  String text(int entry, int row) {
    int start = starts[entry];
    return form.text(Arrays.copyOfRange(bytes, start, start + lengths[entry]), row);
  }
}
