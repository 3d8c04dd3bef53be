package io.flinkarrow.read;

import org.apache.flink.table.data.GenericRowData;

/** A group as a row. */
final class RowFieldReader implements FieldReader {

  private final FieldReader[] fields;
  private final int definedLevel;

  /** A field that is in the file, and so has levels. */
  private final FieldReader levels;

  /**
   * @param definedLevel from which definition level on the group is not null
   * @param levels one of the fields
   */
  RowFieldReader(FieldReader[] fields, int definedLevel, FieldReader levels) {
    this.fields = fields;
    this.definedLevel = definedLevel;
    this.levels = levels;
  }

  @Override
  public Object read() {
    if (levels.definitionLevel() < definedLevel) {
      skipSlot();
      return null;
    }
    GenericRowData row = new GenericRowData(fields.length);
    for (int i = 0; i < fields.length; i++) {
      row.setField(i, fields[i].read());
    }
    return row;
  }

  @Override
  public void skipSlot() {
    for (FieldReader field : fields) {
      field.skipSlot();
    }
  }

  @Override
  public int definitionLevel() {
    return levels.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return levels.repetitionLevel();
  }
}
