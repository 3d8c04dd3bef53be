package io.flinkarrow.parquet.options;

/**
 * What the two groups below a list are called in the Parquet schema, and so in the paths of its
 * columns. Readers tell lists by their structure; some old ones look at names.
 */
public enum ListNames {
  /** {@code list} and {@code element}, as the format prescribes. */
  STANDARD("list"),

  /**
   * {@code list} and the name of the list's child field in the Arrow schema, as arrow-rs names
   * them; {@code element} if the child has no name.
   */
  ARROW("list"),

  /** {@code bag} and {@code array_element}, as Hive wrote and old versions of it expect. */
  HIVE("bag");

  private static final String STANDARD_ELEMENT = "element";

  private final String repeated;

  ListNames(String repeated) {
    this.repeated = repeated;
  }

  /** The name of the repeated group. */
  public String repeated() {
    return repeated;
  }

  /**
   * The name of the element.
   *
   * @param arrowName what the child field is called
   */
  public String element(String arrowName) {
    return switch (this) {
      case STANDARD -> STANDARD_ELEMENT;
      case ARROW -> arrowName == null || arrowName.isEmpty() ? STANDARD_ELEMENT : arrowName;
      case HIVE -> "array_element";
    };
  }
}
