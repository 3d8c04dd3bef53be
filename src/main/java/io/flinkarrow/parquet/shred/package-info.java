/**
 * Shredding: record batches, as field nodes and buffers, to leaf slices.
 *
 * <p>From: vectors, or buffers of an IPC message. To: levels and dense values of one leaf column at
 * a time, any stretch of rows. Copies what it hands out; keeps nothing of a batch after release.
 */
package io.flinkarrow.parquet.shred;
