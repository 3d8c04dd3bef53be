/**
 * Which rows of a file a predicate leaves out.
 *
 * <p>From: a {@code Condition} on the columns of a file, and its statistics, page indexes, Bloom
 * filters and dictionaries. To: ranges of rows. Reading never guesses: what a file does not tell
 * for certain is read.
 */
package io.flinkarrow.parquet.predicate.pruning;
