package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/** An array. */
final class ListShredder extends ValueShredder {

  private final ValueShredder element;

  /** The repetition level of all elements but the first. */
  private final int elementRepetition;

  ListShredder(
      FieldPosition position, int nullDefinition, int elementRepetition, ValueShredder element) {
    super(position, nullDefinition);
    this.elementRepetition = elementRepetition;
    this.element = element;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    shredElements(row.getArray(index), repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    shredElements(array.getArray(index), repetition);
  }

  private void shredElements(ArrayData elements, int repetition) {
    int size = elements.size();
    if (size == 0) {
      absent(repetition, definition());
      return;
    }
    element.shred(elements, 0, repetition);
    for (int i = 1; i < size; i++) {
      element.shred(elements, i, elementRepetition);
    }
  }

  @Override
  void absent(int repetition, int definition) {
    element.absent(repetition, definition);
  }
}
