/**
 * Bytes of a file that is read, wherever it is stored, and of its column chunks in their order.
 *
 * <p>From: whoever opens a file. To: {@code parquet.file}, footers, and {@code parquet.page},
 * pages. Knows no store.
 */
package io.flinkarrow.parquet.input;
