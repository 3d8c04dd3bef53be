/**
 * Values of leaf columns, a stretch of slots at a time.
 *
 * <p>From: {@code parquet.shred.nodes} and the slots that hold values. To: dense arrays in
 * Parquet's physical form, or ids and a dictionary.
 */
package io.flinkarrow.parquet.shred.values;
