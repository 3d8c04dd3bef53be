/**
 * A file as record batches, or as columns that are not put together: which row groups and columns
 * are read, and in what steps.
 *
 * <p>From: an open file ({@code parquet.input}) and what is wanted of it. To: record batches or
 * columns with their places in the file. Knows no Flink.
 */
package io.flinkarrow.parquet.scan;
