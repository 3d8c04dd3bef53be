package io.flinkarrow.parquet.statistics;

import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.StatisticsLevel;

/**
 * Which statistics a column has.
 *
 * @param level for which parts of the file
 * @param boundsLength longer minima and maxima of binary columns are truncated to this many bytes
 * @param order of a column of floating point numbers; type-defined for others
 */
public record StatisticsSettings(
    StatisticsLevel level, int boundsLength, FloatingPointOrder order) {

  /** Those of a column that nothing is chosen for. */
  public static final StatisticsSettings DEFAULT = new StatisticsSettings(StatisticsLevel.PAGE, 64);

  /** Those in the type-defined order. */
  public StatisticsSettings(StatisticsLevel level, int boundsLength) {
    this(level, boundsLength, FloatingPointOrder.TYPE_DEFINED);
  }

  /** Whether there are any. */
  public boolean areCollected() {
    return level != StatisticsLevel.OFF;
  }

  /** Whether they are in IEEE 754's total order, and say how many NaNs there are. */
  public boolean countNaNs() {
    return areCollected() && order == FloatingPointOrder.IEEE_754_TOTAL_ORDER;
  }

  /** Whether the column index has those of pages. */
  public boolean areIndexed() {
    return level == StatisticsLevel.PAGE;
  }
}
