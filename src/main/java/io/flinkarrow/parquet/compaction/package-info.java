/**
 * Rows of files that are read, as those of a file that is written: what several files have in
 * common, and their leaf columns without rows between.
 *
 * <p>From: footers and {@code StoredSlice}. To: {@code LeafRows}. Knows no Flink.
 */
package io.flinkarrow.parquet.compaction;
