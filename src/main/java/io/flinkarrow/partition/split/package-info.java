/**
 * The operator that splits batches by partition, and lets small parts wait for one another.
 *
 * <p>From: a stream of batches of mixed rows. To: a stream of batches of one partition each. Knows
 * Flink's operators.
 */
package io.flinkarrow.partition.split;
