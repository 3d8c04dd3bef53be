/**
 * Pages to file: page headers, the pages' store until their row group ends, indexes and footer.
 *
 * <p>From: {@code parquet.encoding}, page bodies with their statistics. To: an output stream. Knows
 * the Parquet file format's structures; nothing of values or of Arrow.
 */
package io.flinkarrow.parquet.file;
