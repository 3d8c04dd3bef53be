/**
 * Leaf columns and their levels to Arrow's layout, the reverse of shredding.
 *
 * <p>From: slices of a file's columns, and {@code row}, which collects rows to batches. To: plans
 * of bodies ({@code batch.body}).
 */
package io.flinkarrow.parquet.assemble;
