/**
 * Leaf columns and their levels to Arrow's layout, the reverse of shredding.
 *
 * <p>From: {@code row}, which collects rows to batches. To: plans of bodies ({@code batch.body}).
 */
package io.flinkarrow.parquet.assemble;
