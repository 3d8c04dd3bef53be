package io.flinkarrow.parquet.column;

import javax.annotation.Nullable;

/**
 * The slices of some rows of one leaf column, in order. A slice has at most {@link
 * LeafSlice#MOST_ENTRIES} entries, or runs of entries, and about {@link LeafSlice#MOST_BYTES} bytes
 * of values, so that what is needed to make it is bounded whatever a row holds. It has whole rows
 * only, unless a row is larger: such a row lies in slices of its own.
 */
@FunctionalInterface
public interface LeafSlices {

  /**
   * The next slice, lent until the next call on the same thread, for whatever column; null after
   * the last one.
   */
  @Nullable
  LeafSlice next();
}
