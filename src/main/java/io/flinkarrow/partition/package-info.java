/**
 * Hive-style partitions: which rows belong together, and what their directory is called.
 *
 * <p>From: record batches of mixed rows, Flink's rows. To: batches of one partition each, names of
 * directories. Knows Flink, Arrow schemas and the heap layout of batches, but no files.
 */
package io.flinkarrow.partition;
