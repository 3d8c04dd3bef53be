/**
 * Whether rows lie in the order that options claim for them.
 *
 * <p>From: leaf slices of the sorting columns, before they are written. To: the sorting columns
 * that a row group may claim, or a refusal. Keeps the last row of the batch before, nothing else.
 */
package io.flinkarrow.parquet.sort;
