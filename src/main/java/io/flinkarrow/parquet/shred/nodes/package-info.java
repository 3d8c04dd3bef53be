/**
 * Batches as Arrow lays them out, bound to the fields of a plan, and checked.
 *
 * <p>From: vectors, or buffers of an IPC message. To: nodes whose offsets and buffers may be read
 * unchecked.
 */
package io.flinkarrow.parquet.shred.nodes;
