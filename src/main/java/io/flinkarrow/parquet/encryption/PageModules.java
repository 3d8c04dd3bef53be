package io.flinkarrow.parquet.encryption;

/**
 * The two modules of one page.
 *
 * @param ordinal of a data page in its chunk, {@link #NO_ORDINAL} of a dictionary page
 */
public record PageModules(ModuleType header, ModuleType body, int ordinal) {

  /** Of modules that are no data pages. */
  public static final int NO_ORDINAL = -1;

  private static final PageModules DICTIONARY =
      new PageModules(ModuleType.DICTIONARY_PAGE_HEADER, ModuleType.DICTIONARY_PAGE, NO_ORDINAL);

  public static PageModules dictionary() {
    return DICTIONARY;
  }

  /**
   * @param ordinal counts the data pages of the chunk from 0
   */
  public static PageModules data(int ordinal) {
    return new PageModules(ModuleType.DATA_PAGE_HEADER, ModuleType.DATA_PAGE, ordinal);
  }
}
