/**
 * Repetition and definition levels, encoded as runs and packed bits.
 *
 * <p>From: the levels of slices. To: the level sections of a page.
 */
package io.flinkarrow.parquet.encoding.levels;
