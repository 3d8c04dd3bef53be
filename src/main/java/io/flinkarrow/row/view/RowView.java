package io.flinkarrow.row.view;

import io.flinkarrow.compatibility.RowWithVariants;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.StringUtils;

/**
 * One row of some, or of a struct's slots. May be kept as long as one likes; then all that was
 * decoded with it stays on the heap, and a copy is smaller.
 */
public final class RowView extends RowWithVariants {

  private final ColumnView[] columns;
  private final int slot;
  private RowKind kind = RowKind.INSERT;

  /**
   * @param columns kept, and never changed
   */
  public RowView(ColumnView[] columns, int slot) {
    this.columns = columns;
    this.slot = slot;
  }

  @Override
  public int getArity() {
    return columns.length;
  }

  @Override
  public RowKind getRowKind() {
    return kind;
  }

  @Override
  public void setRowKind(RowKind kind) {
    this.kind = kind;
  }

  @Override
  public boolean isNullAt(int index) {
    return columns[index].isNullAt(slot);
  }

  @Override
  public boolean getBoolean(int index) {
    return columns[index].booleanAt(slot);
  }

  @Override
  public byte getByte(int index) {
    return columns[index].byteAt(slot);
  }

  @Override
  public short getShort(int index) {
    return columns[index].shortAt(slot);
  }

  @Override
  public int getInt(int index) {
    return columns[index].intAt(slot);
  }

  @Override
  public long getLong(int index) {
    return columns[index].longAt(slot);
  }

  @Override
  public float getFloat(int index) {
    return columns[index].floatAt(slot);
  }

  @Override
  public double getDouble(int index) {
    return columns[index].doubleAt(slot);
  }

  @Override
  public StringData getString(int index) {
    return columns[index].stringAt(slot);
  }

  @Override
  public DecimalData getDecimal(int index, int precision, int scale) {
    return columns[index].decimalAt(slot);
  }

  @Override
  public TimestampData getTimestamp(int index, int precision) {
    return columns[index].timestampAt(slot);
  }

  @Override
  public <T> RawValueData<T> getRawValue(int index) {
    throw new UnsupportedOperationException("Batches have no values of Flink's type RAW");
  }

  @Override
  public byte[] getBinary(int index) {
    return columns[index].binaryAt(slot);
  }

  @Override
  public ArrayData getArray(int index) {
    return columns[index].arrayAt(slot);
  }

  @Override
  public MapData getMap(int index) {
    return columns[index].mapAt(slot);
  }

  @Override
  public RowData getRow(int index, int fields) {
    return columns[index].rowAt(slot);
  }

  @Override
  protected Object variant(int index) {
    return columns[index].value(slot);
  }

  /** Whether the other one is a view of a row with the same values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RowView that
        && kind == that.kind
        && Arrays.deepEquals(values(), that.values());
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.deepHashCode(values());
  }

  /** As {@code GenericRowData} has it. */
  @Override
  public String toString() {
    return Arrays.stream(values())
        .map(StringUtils::arrayAwareToString)
        .collect(Collectors.joining(",", kind.shortString() + "(", ")"));
  }

  private Object[] values() {
    return IntStream.range(0, columns.length)
        .mapToObj(index -> columns[index].valueOrNull(slot))
        .toArray();
  }
}
