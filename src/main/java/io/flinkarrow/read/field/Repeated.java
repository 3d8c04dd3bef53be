package io.flinkarrow.read.field;

/**
 * The levels of a repeated field.
 *
 * @param definitionLevel from which on there is an element; one less means empty, still less null
 * @param repetitionLevel of an element that is not the first
 */
record Repeated(int definitionLevel, int repetitionLevel) {

  boolean hasElement(FieldReader element) {
    return element.definitionLevel() >= definitionLevel;
  }

  boolean isEmpty(FieldReader element) {
    return element.definitionLevel() == definitionLevel - 1;
  }

  /**
   * Once an element was read: whether there is another one.
   *
   * @throws IllegalArgumentException if the list goes on with a null or empty list
   */
  boolean goesOn(FieldReader element) {
    boolean goesOn = element.repetitionLevel() >= repetitionLevel;
    if (goesOn && !hasElement(element)) {
      throw new IllegalArgumentException(
          "a list goes on, but not with an element. The file is damaged; write it again");
    }
    return goesOn;
  }
}
