package io.flinkarrow.row.view;

import io.flinkarrow.compatibility.ArrayWithVariants;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Neighbouring slots of a column as an array. May be kept, as a {@link RowView}. */
final class ArrayView extends ArrayWithVariants {

  private final ColumnView elements;
  private final int start;
  private final int size;

  ArrayView(ColumnView elements, int start, int size) {
    this.elements = elements;
    this.start = start;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isNullAt(int index) {
    return elements.isNullAt(start + index);
  }

  @Override
  public boolean getBoolean(int index) {
    return elements.booleanAt(start + index);
  }

  @Override
  public byte getByte(int index) {
    return elements.byteAt(start + index);
  }

  @Override
  public short getShort(int index) {
    return elements.shortAt(start + index);
  }

  @Override
  public int getInt(int index) {
    return elements.intAt(start + index);
  }

  @Override
  public long getLong(int index) {
    return elements.longAt(start + index);
  }

  @Override
  public float getFloat(int index) {
    return elements.floatAt(start + index);
  }

  @Override
  public double getDouble(int index) {
    return elements.doubleAt(start + index);
  }

  @Override
  public StringData getString(int index) {
    return elements.stringAt(start + index);
  }

  @Override
  public DecimalData getDecimal(int index, int precision, int scale) {
    return elements.decimalAt(start + index);
  }

  @Override
  public TimestampData getTimestamp(int index, int precision) {
    return elements.timestampAt(start + index);
  }

  @Override
  public <T> RawValueData<T> getRawValue(int index) {
    throw new UnsupportedOperationException("Batches have no values of Flink's type RAW");
  }

  @Override
  public byte[] getBinary(int index) {
    return elements.binaryAt(start + index);
  }

  @Override
  public ArrayData getArray(int index) {
    return elements.arrayAt(start + index);
  }

  @Override
  public MapData getMap(int index) {
    return elements.mapAt(start + index);
  }

  @Override
  public RowData getRow(int index, int fields) {
    return elements.rowAt(start + index);
  }

  @Override
  protected Object variant(int index) {
    return elements.value(start + index);
  }

  @Override
  public boolean[] toBooleanArray() {
    boolean[] array = new boolean[size];
    for (int i = 0; i < size; i++) {
      array[i] = getBoolean(i);
    }
    return array;
  }

  @Override
  public byte[] toByteArray() {
    byte[] array = new byte[size];
    for (int i = 0; i < size; i++) {
      array[i] = getByte(i);
    }
    return array;
  }

  @Override
  public short[] toShortArray() {
    short[] array = new short[size];
    for (int i = 0; i < size; i++) {
      array[i] = getShort(i);
    }
    return array;
  }

  @Override
  public int[] toIntArray() {
    int[] array = new int[size];
    Arrays.setAll(array, this::getInt);
    return array;
  }

  @Override
  public long[] toLongArray() {
    long[] array = new long[size];
    Arrays.setAll(array, this::getLong);
    return array;
  }

  @Override
  public float[] toFloatArray() {
    float[] array = new float[size];
    for (int i = 0; i < size; i++) {
      array[i] = getFloat(i);
    }
    return array;
  }

  @Override
  public double[] toDoubleArray() {
    double[] array = new double[size];
    Arrays.setAll(array, this::getDouble);
    return array;
  }

  /** Whether the other one is a view of the same values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayView that && Arrays.deepEquals(values(), that.values());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values());
  }

  @Override
  public String toString() {
    return Arrays.deepToString(values());
  }

  private Object[] values() {
    return IntStream.range(start, start + size).mapToObj(elements::valueOrNull).toArray();
  }
}
