package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.encoding.OpenValues;
import io.flinkarrow.parquet.encoding.levels.PageLevelsEncoder;

/**
 * The first rows of an open page, which copies have.
 *
 * @param count how many there are
 * @param values behind their values
 * @param levelsBehind takes the levels of the rows behind them
 */
record CopiedRows(int count, OpenValues.Position values, PageLevelsEncoder levelsBehind) {}
