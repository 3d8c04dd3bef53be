/**
 * Minima, maxima and null counts of pages and column chunks, in the order the column's type
 * defines.
 *
 * <p>From: {@code parquet.encoding}, which shows every value. To: page headers, column index and
 * footer ({@code parquet.file}).
 */
package io.flinkarrow.parquet.statistics;
