/**
 * One column chunk while it is written: rows are cut into pages, and full pages are encoded.
 *
 * <p>From: leaf slices of one column. To: {@code parquet.page}, which seals and keeps each page.
 * Owns the open page and, through {@code parquet.encoding}, the dictionary.
 */
package io.flinkarrow.parquet.chunk;
