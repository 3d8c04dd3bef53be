package io.flinkarrow.read.field;

/**
 * A column of the type UNKNOWN, which has only nulls, as any type.
 *
 * @param path for messages
 */
record NullFieldReader(LeafReader column, String path) implements FieldReader {

  @Override
  public Object read() {
    if (column.hasValue()) {
      throw new IllegalArgumentException(
          "Column '%s' is of the type UNKNOWN but holds a value. The file is damaged; write it again"
              .formatted(path));
    }
    column.skipSlot();
    return null;
  }

  @Override
  public void skipSlot() {
    column.skipSlot();
  }

  @Override
  public int definitionLevel() {
    return column.definitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return column.repetitionLevel();
  }
}
