/**
 * Leaf columns and their levels to Arrow's layout, the reverse of shredding.
 *
 * <p>From: slices of a file's columns, and {@code row}, which collects rows to batches. To: plans
 * of bodies ({@code batch.body}); and, for rows that are views, the columns with their slots.
 */
package io.flinkarrow.parquet.assemble;
