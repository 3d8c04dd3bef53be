package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/** A row in a row. */
final class StructShredder extends ValueShredder {

  private final ValueShredder[] fields;

  StructShredder(FieldPosition position, int nullDefinition, List<ValueShredder> fields) {
    super(position, nullDefinition);
    this.fields = fields.toArray(ValueShredder[]::new);
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    shredFields(row.getRow(index, fields.length), repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    shredFields(array.getRow(index, fields.length), repetition);
  }

  private void shredFields(RowData struct, int repetition) {
    if (struct.getArity() != fields.length) {
      throw refused(
          "the row has %d fields, but %d were declared; give it the fields of the declared type, in its order"
              .formatted(struct.getArity(), fields.length));
    }
    for (int i = 0; i < fields.length; i++) {
      fields[i].shred(struct, i, repetition);
    }
  }

  @Override
  void absent(int repetition, int definition) {
    for (ValueShredder field : fields) {
      field.absent(repetition, definition);
    }
  }
}
