/**
 * Levels of leaf columns, a stretch of entries at a time.
 *
 * <p>From: {@code parquet.shred.nodes}. To: levels, and the leaf's slots that hold values.
 */
package io.flinkarrow.parquet.shred.levels;
