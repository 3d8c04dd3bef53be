/**
 * The structures of a footer and what they stand for: schemas, logical types, statistics, codecs.
 *
 * <p>From: Parquet schemas and statistics for {@code parquet.file}, which writes footers; footers'
 * structures for {@code parquet.file}, which reads them. To: the other. Both directions stand side
 * by side.
 */
package io.flinkarrow.parquet.footer;
