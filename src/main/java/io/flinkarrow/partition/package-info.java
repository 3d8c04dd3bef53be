/**
 * Hive-style partitions: which rows belong together, and what their folder is called.
 *
 * <p>From: record batches of mixed rows, Flink's rows. To: batches of one partition each, names of
 * folders. Knows Flink, Arrow schemas and the heap layout of batches, but no files.
 */
package io.flinkarrow.partition;
