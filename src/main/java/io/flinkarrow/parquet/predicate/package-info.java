/**
 * Conditions on rows: what users write, which rows of a file can fulfil it, and which rows of a
 * batch do.
 *
 * <p>From: a {@code Predicate}, the statistics, indexes and filters of a file, and batches. To: row
 * groups and ranges of rows that may be skipped, and rows of a batch that are kept. Reading never
 * guesses: what a file does not tell for certain is read.
 */
package io.flinkarrow.parquet.predicate;
