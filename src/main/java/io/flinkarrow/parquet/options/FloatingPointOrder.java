package io.flinkarrow.parquet.options;

/** By which order columns of floating point numbers have their minima and maxima. */
public enum FloatingPointOrder {
  /**
   * Parquet's own, which says nothing of NaN: where a page has one, page, chunk and column index
   * have no minima and maxima. Every reader knows it.
   */
  TYPE_DEFINED,

  /**
   * IEEE 754's total order, in which -0.0 is below +0.0. Minima and maxima are those of all other
   * values than NaN, and statistics say how many NaNs there are. Readers that do not know it ignore
   * these statistics; some old ones refuse the file.
   */
  IEEE_754_TOTAL_ORDER
}
