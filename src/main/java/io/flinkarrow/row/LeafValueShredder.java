package io.flinkarrow.row;

import io.flinkarrow.parquet.schema.FieldPosition;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/** A value without fields or elements: one leaf column. Subclasses are for one Flink type each. */
abstract class LeafValueShredder extends ValueShredder {

  private final LevelBuffer levels;

  LeafValueShredder(FieldPosition position, int nullDefinition, LevelBuffer levels) {
    super(position, nullDefinition);
    this.levels = levels;
  }

  @Override
  final void shredValue(RowData row, int index, int repetition) {
    add(row, index);
    levels.addValue(repetition);
  }

  @Override
  final void shredValue(ArrayData array, int index, int repetition) {
    add(array, index);
    levels.addValue(repetition);
  }

  @Override
  final void absent(int repetition, int definition) {
    levels.addNull(repetition, definition);
  }

  /** Appends the value at an index, which is not null. */
  abstract void add(RowData row, int index);

  abstract void add(ArrayData array, int index);
}
