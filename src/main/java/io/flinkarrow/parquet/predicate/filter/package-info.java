/**
 * Which rows of a batch fulfil a predicate.
 *
 * <p>From: a {@code Condition} on the columns of batches, and a batch. To: the rows for which it is
 * true.
 */
package io.flinkarrow.parquet.predicate.filter;
