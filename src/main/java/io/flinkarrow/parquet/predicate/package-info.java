/**
 * Conditions on rows, as users write them.
 *
 * <p>From: names of columns and literals. To: a {@code Predicate}, which knows no types and no
 * files.
 */
package io.flinkarrow.parquet.predicate;
