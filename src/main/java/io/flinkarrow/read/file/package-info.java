/**
 * Files of Flink's file systems, as the Parquet reader takes them.
 *
 * <p>From: a path. To: {@code parquet.input}. Knows Flink's streams; nothing of Parquet.
 */
package io.flinkarrow.read.file;
