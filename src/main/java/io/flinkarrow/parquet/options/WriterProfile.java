package io.flinkarrow.parquet.options;

/** What a file is made for, where no option says otherwise. */
public enum WriterProfile {
  /**
   * Dictionaries and PLAIN only, pages of at most 20,000 rows: the encodings that every reader
   * knows.
   */
  COMPATIBLE(20_000),

  /**
   * The smallest file: each column's encoding is found by trial among all that the format has for
   * its type, and pages have up to 65,536 rows, which compress better. For readers that know the
   * format's version 2 encodings.
   */
  COMPACT(65_536);

  /**
   * Open pages of all columns together may take this part of a row group: files of many columns
   * have shorter pages, but none shorter than those of {@link #COMPATIBLE}.
   */
  private static final int OPEN_PAGES_PART = 4;

  private final int mostPageRows;

  WriterProfile(int mostPageRows) {
    this.mostPageRows = mostPageRows;
  }

  /** The most rows of a page, in a file of so many columns. */
  public int pageRows(int columns, long rowGroupBytes) {
    long fitting = rowGroupBytes / OPEN_PAGES_PART / Math.max(1, columns) / Long.BYTES;
    return (int) Math.min(mostPageRows, Math.max(COMPATIBLE.mostPageRows, fitting));
  }
}
