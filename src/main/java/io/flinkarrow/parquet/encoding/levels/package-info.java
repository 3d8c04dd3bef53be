/** Repetition and definition levels to the level sections of a page: runs and packed bits. */
package io.flinkarrow.parquet.encoding.levels;
