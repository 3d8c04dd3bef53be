package io.flinkarrow.read.field;

import io.flinkarrow.value.HeapSizes;
import org.apache.flink.table.data.GenericRowData;

/**
 * A group as a row.
 *
 * @param fields those asked for
 * @param siblings those of them that are in the file
 * @param memory of the row that this one becomes part of
 */
record RowFieldReader(FieldReader[] fields, Siblings siblings, RowMemory memory)
    implements FieldReader {

  @Override
  public Object read() {
    if (!siblings.areDefined()) {
      skipSlot();
      return null;
    }
    memory.charge(HeapSizes.row(fields.length));
    GenericRowData row = new GenericRowData(fields.length);
    for (int i = 0; i < fields.length; i++) {
      row.setField(i, fields[i].read());
    }
    return row;
  }

  @Override
  public void skipSlot() {
    siblings.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return siblings.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return siblings.repetitionLevel();
  }
}
