/**
 * The values of a column chunk to its Bloom filter, by which readers skip row groups.
 *
 * <p>From: {@code parquet.encoding}, values in PLAIN encoding. To: {@code parquet.file}, a {@code
 * BloomFilter} with its header. Knows Parquet's types and the format of filters.
 */
package io.flinkarrow.parquet.bloom;
