package io.flinkarrow.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Holds statistics of a page or chunk against what its values are. */
final class StatisticsCheck {

  private final ColumnDescriptor column;
  private final PageWalk.Rules rules;
  private final BoundsCheck bounds;

  StatisticsCheck(ColumnDescriptor column, PageWalk.Rules rules) {
    this.column = column;
    this.rules = rules;
    this.bounds = new BoundsCheck(column.getPrimitiveType(), rules.of(column).boundsLength());
  }

  void check(Place place, Statistics stored, Extremes expected, long nulls) {
    place.check(stored.isSetNull_count(), "has no null count");
    place.equal("null_count", nulls, stored.getNull_count());
    boolean countsNaNs = rules.of(column).countNaNs();
    if (rules.complete()) {
      place.equal("whether it has a nan_count", countsNaNs, stored.isSetNan_count());
      place.check(
          !countsNaNs || isInTotalOrder(), "has a nan_count, but the column order is another");
      place.check(
          !countsNaNs || !(stored.isSetMin() || stored.isSetMax()),
          "has deprecated bounds, whose readers know nothing of NaNs beside them");
    }
    if (stored.isSetNan_count()) {
      place.equal("nan_count", expected.nanCount(), stored.getNan_count());
    }
    boolean bounded = bounds.areStored(expected);
    place.equal("whether it has a minimum", bounded, stored.isSetMin_value());
    place.equal("whether it has a maximum", bounded, stored.isSetMax_value());
    place.check(
        bounded || !(stored.isSetMin() || stored.isSetMax()),
        "has a deprecated minimum or maximum but no valid one");
    if (!bounded) {
      return;
    }
    bounds.minimum(place, expected.min(), stored.getMin_value());
    bounds.maximum(place, expected.max(), stored.getMax_value());
    if (rules.complete()) {
      place.check(stored.isSetIs_min_value_exact(), "does not say whether the minimum is exact");
      place.check(stored.isSetIs_max_value_exact(), "does not say whether the maximum is exact");
    }
    if (stored.isSetIs_min_value_exact()) {
      place.equal(
          "is_min_value_exact",
          bounds.isExact(expected.min(), stored.getMin_value()),
          stored.isIs_min_value_exact());
    }
    if (stored.isSetIs_max_value_exact()) {
      place.equal(
          "is_max_value_exact",
          bounds.isExact(expected.max(), stored.getMax_value()),
          stored.isIs_max_value_exact());
    }
    if (stored.isSetMin() || stored.isSetMax()) {
      place.check(
          bounds.isExact(
                  Extremes.fromBytes(column.getPrimitiveType(), stored.getMin_value()),
                  stored.getMin())
              && bounds.isExact(
                  Extremes.fromBytes(column.getPrimitiveType(), stored.getMax_value()),
                  stored.getMax()),
          "the deprecated minimum and maximum differ from the valid ones");
    }
  }

  void checkSizes(Place place, SizeStatistics stored, ChunkFacts facts) {
    boolean binary = isByteArray();
    place.equal(
        "whether it has unencoded_byte_array_data_bytes",
        binary,
        stored.isSetUnencoded_byte_array_data_bytes());
    if (binary) {
      place.equal(
          "unencoded_byte_array_data_bytes",
          facts.pages().stream().mapToLong(PageFacts::unencodedBytes).sum(),
          stored.getUnencoded_byte_array_data_bytes());
    }
    histogram(
        place,
        "repetition_level_histogram",
        stored.getRepetition_level_histogram(),
        sum(facts.pages(), PageFacts::repetitionHistogram),
        column.getMaxRepetitionLevel() > 0);
    histogram(
        place,
        "definition_level_histogram",
        stored.getDefinition_level_histogram(),
        sum(facts.pages(), PageFacts::definitionHistogram),
        column.getMaxDefinitionLevel() > 1);
  }

  private boolean isInTotalOrder() {
    return column.getPrimitiveType().columnOrder().getColumnOrderName()
        == ColumnOrderName.IEEE_754_TOTAL_ORDER;
  }

  boolean isByteArray() {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  /**
   * @param needed whether readers can't tell the histogram from other counts
   */
  void histogram(Place place, String what, List<Long> stored, List<Long> expected, boolean needed) {
    if (stored == null) {
      place.check(!needed || !rules.complete(), "has no %s", what);
    } else {
      place.equal(what, expected, stored);
    }
  }

  static List<Long> sum(List<PageFacts> pages, Function<PageFacts, long[]> histogram) {
    long[] sum = histogram.apply(pages.get(0)).clone();
    for (PageFacts page : pages.subList(1, pages.size())) {
      for (int level = 0; level < sum.length; level++) {
        sum[level] += histogram.apply(page)[level];
      }
    }
    return boxed(sum);
  }

  static List<Long> boxed(long[] values) {
    List<Long> boxed = new ArrayList<>();
    for (long value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
