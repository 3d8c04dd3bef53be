package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.parquet.schema.FieldPosition.Nullability;
import io.flinkarrow.refusal.RefusedValueException;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/**
 * Takes one field's value out of a row, or out of an array, and appends it to the leaf columns
 * below the field: exactly one entry in each of them, or one for each element of a list.
 */
abstract class ValueShredder {

  private final FieldPosition position;

  /** The definition level of an entry where this field is null and nothing above it. */
  private final int nullDefinition;

  ValueShredder(FieldPosition position, int nullDefinition) {
    this.position = position;
    this.nullDefinition = nullDefinition;
  }

  /** The field's value in a row. */
  final void shred(RowData row, int index, int repetition) {
    if (row.isNullAt(index)) {
      shredNull(repetition);
    } else {
      shredValue(row, index, repetition);
    }
  }

  /** The field's value as an element. */
  final void shred(ArrayData array, int index, int repetition) {
    if (array.isNullAt(index)) {
      shredNull(repetition);
    } else {
      shredValue(array, index, repetition);
    }
  }

  private void shredNull(int repetition) {
    if (!position.nullable()) {
      throw refused(
          position.nullability() == Nullability.MAP_KEY
              ? "a map's key is null, which Parquet doesn't have; filter such entries out"
              : "the value is null, but the column is NOT NULL; correct the row or drop it");
    }
    absent(repetition, nullDefinition);
  }

  abstract void shredValue(RowData row, int index, int repetition);

  abstract void shredValue(ArrayData array, int index, int repetition);

  /** An entry without value in all leaf columns below: something above them is null or empty. */
  abstract void absent(int repetition, int definition);

  /** The definition level of an entry where this field is not null and nothing below it is. */
  final int definition() {
    return nullDefinition + (position.nullable() ? 1 : 0);
  }

  final RefusedValueException refused(String problem) {
    return new RefusedValueException(position.path(), problem);
  }
}
