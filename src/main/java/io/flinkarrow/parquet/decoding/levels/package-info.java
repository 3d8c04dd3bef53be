/**
 * The levels of data pages, decoded in bulk: the reverse of {@code parquet.encoding.levels}.
 *
 * <p>From: the bytes of a page's levels, not trusted. To: levels as {@code parquet.column}
 * describes them. Any stretch may be decoded or passed over.
 */
package io.flinkarrow.parquet.decoding.levels;
