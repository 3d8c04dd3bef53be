package io.flinkarrow.parquet.column;

/**
 * A stretch of whole rows of one leaf column, at most a page long: what everything that comes in is
 * shredded to, and all that the encoders ever see. Its arrays are lent until the call returns.
 *
 * @param rowCount the rows it covers
 * @param levels one entry a value or null; at least one a row
 * @param values the values of the entries at the column's maximum definition level
 */
public record LeafSlice(int rowCount, Levels levels, LeafValues values) {}
