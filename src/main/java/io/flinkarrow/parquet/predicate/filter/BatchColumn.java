package io.flinkarrow.parquet.predicate.filter;

import java.util.List;

/**
 * A column of a batch that conditions are on.
 *
 * @param indices of the column among those of the batch, and of each field among those of its
 *     struct
 */
record BatchColumn(List<Integer> indices) {}
