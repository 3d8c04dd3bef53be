package io.flinkarrow.parquet.statistics;

import javax.annotation.Nullable;

/** The keys of NaNs, which are bounds only where there is nothing else. */
final class NaNRanges {

  /** Of the open page. */
  final KeyRange page = new KeyRange();

  /** Of the pages that are closed. */
  final KeyRange chunk = new KeyRange();

  /** Null for columns whose NaNs are not counted, which are most. */
  @Nullable
  static NaNRanges of(StatisticsSettings settings) {
    return settings.countNaNs() ? new NaNRanges() : null;
  }
}
