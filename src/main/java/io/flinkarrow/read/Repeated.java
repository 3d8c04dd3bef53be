package io.flinkarrow.read;

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

  /** Once an element was read: whether there is another one. */
  boolean goesOn(FieldReader element) {
    return element.repetitionLevel() >= repetitionLevel;
  }
}
