/**
 * Compaction of directories of Parquet files that no job writes any more.
 *
 * <p>From: files of Flink's file systems. To: fewer and larger ones in their place.
 */
package io.flinkarrow.compaction;
