/**
 * Row groups, indexes and footer of a file, both ways.
 *
 * <p>Down. From: {@code parquet.page}, the sealed chunks of a row group. To: an output stream. Up.
 * From: a {@code parquet.input}. To: what a file says of itself and where its chunks are; nothing
 * that it says is trusted. Knows the Parquet file format's structures; nothing of values or of
 * Arrow.
 */
package io.flinkarrow.parquet.file;
