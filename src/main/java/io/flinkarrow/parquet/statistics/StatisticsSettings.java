package io.flinkarrow.parquet.statistics;

import io.flinkarrow.parquet.options.StatisticsLevel;

/**
 * Which statistics a column has.
 *
 * @param level for which parts of the file
 * @param boundsLength longer minima and maxima of binary columns are truncated to this many bytes
 */
public record StatisticsSettings(StatisticsLevel level, int boundsLength) {

  /** Those of a column that nothing is chosen for. */
  public static final StatisticsSettings DEFAULT = new StatisticsSettings(StatisticsLevel.PAGE, 64);

  /** Whether there are any. */
  public boolean areCollected() {
    return level != StatisticsLevel.OFF;
  }

  /** Whether the column index has those of pages. */
  public boolean areIndexed() {
    return level == StatisticsLevel.PAGE;
  }
}
