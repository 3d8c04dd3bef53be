package io.flinkarrow.read.field;

/** A field that the file does not have: always null. It has no levels that anyone could ask for. */
record MissingFieldReader() implements FieldReader {

  @Override
  public Object read() {
    return null;
  }

  @Override
  public void skipSlot() {
    // There is nothing to move on in.
  }

  @Override
  public int definitionLevel() {
    throw new IllegalStateException("A field that is not in the file has no definition level");
  }

  @Override
  public int repetitionLevel() {
    throw new IllegalStateException("A field that is not in the file has no repetition level");
  }
}
