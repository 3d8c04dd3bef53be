/**
 * Sealed chunks to a file: row groups, indexes and footer.
 *
 * <p>From: {@code parquet.page}, the chunks of a row group. To: an output stream. Knows the Parquet
 * file format's structures; nothing of values or of Arrow.
 */
package io.flinkarrow.parquet.file;
