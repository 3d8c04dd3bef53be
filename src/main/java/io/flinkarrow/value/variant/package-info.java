/**
 * Shredded variants become whole again, by the rules of the Parquet format, however their parts
 * were read.
 *
 * <p>From: {@code read.field} and {@code row.bind} (metadata, values and typed values). To: the
 * bytes of whole values, in the format's encoding of variants. Knows neither Flink nor Parquet's
 * columns.
 */
package io.flinkarrow.value.variant;
