package io.flinkarrow.parquet.column;

/**
 * Some rows of one leaf column that was read, with values as they are held. Lent until more is
 * read.
 *
 * @param levels one entry per value or null
 * @param values of the entries at the column's maximum definition level
 */
public record StoredSlice(int rowCount, Levels levels, StoredValues values) {

  /** The same with the values themselves. */
  public LeafSlice dense() {
    return new LeafSlice(rowCount, levels, values.dense());
  }
}
