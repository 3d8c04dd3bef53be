/**
 * Sets of values: what a comparison with a literal is true of.
 *
 * <p>From: literals and the types of columns. To: ranges of 64-bit keys or of byte strings, whose
 * order is that of the values. Knows Parquet's and Arrow's types; no files and no batches.
 */
package io.flinkarrow.parquet.predicate.values;
