package io.flinkarrow.row.view;

import javax.annotation.Nullable;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * One column of some rows, as one of Flink's types, slot by slot. Immutable, and so are the arrays
 * behind it: any thread may read it, as long as it likes. What it gives may be views of them, too.
 *
 * <p>Each method is for slots that are not null, of columns of its type.
 */
public abstract class ColumnView {

  private final Slots slots;
  private final long[] validity;

  protected ColumnView(Slots slots) {
    this.slots = slots;
    this.validity = slots.validity();
  }

  public final Slots slots() {
    return slots;
  }

  public final boolean isNullAt(int slot) {
    return validity != null && (validity[slot >>> 6] >>> slot & 1) == 0;
  }

  /** The value as an object, or null. */
  @Nullable
  public final Object valueOrNull(int slot) {
    return isNullAt(slot) ? null : value(slot);
  }

  /** The value as Flink's rows of objects hold it. */
  public abstract Object value(int slot);

  boolean booleanAt(int slot) {
    return (boolean) value(slot);
  }

  byte byteAt(int slot) {
    return (byte) value(slot);
  }

  short shortAt(int slot) {
    return (short) value(slot);
  }

  int intAt(int slot) {
    return (int) value(slot);
  }

  long longAt(int slot) {
    return (long) value(slot);
  }

  float floatAt(int slot) {
    return (float) value(slot);
  }

  double doubleAt(int slot) {
    return (double) value(slot);
  }

  final StringData stringAt(int slot) {
    return (StringData) value(slot);
  }

  final byte[] binaryAt(int slot) {
    return (byte[]) value(slot);
  }

  final DecimalData decimalAt(int slot) {
    return (DecimalData) value(slot);
  }

  final TimestampData timestampAt(int slot) {
    return (TimestampData) value(slot);
  }

  final ArrayData arrayAt(int slot) {
    return (ArrayData) value(slot);
  }

  final MapData mapAt(int slot) {
    return (MapData) value(slot);
  }

  final RowData rowAt(int slot) {
    return (RowData) value(slot);
  }
}
