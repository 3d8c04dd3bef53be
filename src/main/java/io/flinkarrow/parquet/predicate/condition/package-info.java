/**
 * Predicates bound to columns.
 *
 * <p>From: a {@code Predicate}, and the columns of a file or of batches. To: a {@code Condition},
 * whose tests each ask whether the value of a known column is one of a set. Literals that do not
 * fit their column are refused here.
 */
package io.flinkarrow.parquet.predicate.condition;
