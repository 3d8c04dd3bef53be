package io.flinkarrow.testing;

import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.PrimitiveType;

/** Holds a chunk's column index and offset index against its pages. */
final class IndexCheck {

  private final Place place;
  private final ChunkFacts chunk;
  private final PageWalk.Rules rules;
  private final PrimitiveType type;
  private final StatisticsSettings settings;
  private final StatisticsCheck statistics;

  IndexCheck(Place place, ChunkFacts chunk, PageWalk.Rules rules) {
    this.place = place;
    this.chunk = chunk;
    this.rules = rules;
    this.type = chunk.column().getPrimitiveType();
    this.settings = rules.of(chunk.column());
    this.statistics = new StatisticsCheck(chunk.column(), rules);
  }

  /**
   * Whether it shall be, values have an order, and every page with values has a minimum and a
   * maximum to put into it.
   */
  boolean canHaveColumnIndex() {
    BoundsCheck bounds = new BoundsCheck(type, settings.boundsLength());
    return settings.areIndexed()
        && type.columnOrder().getColumnOrderName() != ColumnOrderName.UNDEFINED
        && chunk.pages().stream()
            .allMatch(page -> bounds.areStored(page.extremes()) || page.nulls() == page.levels());
  }

  void check(OffsetIndex index) {
    Place at = place.in("offset index");
    at.equal("the number of pages", chunk.pages().size(), index.getPage_locationsSize());
    List<Long> unencoded = new ArrayList<>();
    for (int i = 0; i < chunk.pages().size(); i++) {
      PageFacts page = chunk.pages().get(i);
      PageLocation location = index.getPage_locations().get(i);
      at.in("page %d", i).equal("offset", page.offset(), location.getOffset());
      at.in("page %d", i)
          .equal("compressed_page_size", page.totalBytes(), location.getCompressed_page_size());
      at.in("page %d", i).equal("first_row_index", page.firstRow(), location.getFirst_row_index());
      unencoded.add(page.unencodedBytes());
    }
    boolean sized = statistics.isByteArray() && settings.areCollected();
    if (sized && (rules.complete() || index.isSetUnencoded_byte_array_data_bytes())) {
      at.equal(
          "unencoded_byte_array_data_bytes", unencoded, index.getUnencoded_byte_array_data_bytes());
    }
    at.check(
        sized || !index.isSetUnencoded_byte_array_data_bytes(),
        "has unencoded_byte_array_data_bytes for a %s",
        type);
  }

  void check(ColumnIndex index) {
    Place at = place.in("column index");
    at.check(canHaveColumnIndex(), "is there although a page with values has no minimum");
    int count = chunk.pages().size();
    at.equal("the number of null_pages", count, index.getNull_pagesSize());
    at.equal("the number of min_values", count, index.getMin_valuesSize());
    at.equal("the number of max_values", count, index.getMax_valuesSize());
    at.check(index.isSetNull_counts(), "has no null_counts");
    BoundsCheck bounds = new BoundsCheck(type, settings.boundsLength());
    List<Long> nulls = new ArrayList<>();
    List<Long> nans = new ArrayList<>();
    List<Long> repetition = new ArrayList<>();
    List<Long> definition = new ArrayList<>();
    List<Object> minima = new ArrayList<>();
    List<Object> maxima = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PageFacts page = chunk.pages().get(i);
      Place atPage = at.in("page %d", i);
      byte[] min = bytes(index.getMin_values().get(i));
      byte[] max = bytes(index.getMax_values().get(i));
      boolean nullPage = page.nulls() == page.levels();
      atPage.equal("null_pages", nullPage, index.getNull_pages().get(i));
      if (nullPage) {
        atPage.check(min.length == 0 && max.length == 0, "is all null but has bounds");
      } else {
        bounds.minimum(atPage, page.extremes().min(), min);
        bounds.maximum(atPage, page.extremes().max(), max);
        minima.add(Extremes.fromBytes(type, min));
        maxima.add(Extremes.fromBytes(type, max));
      }
      nulls.add((long) page.nulls());
      nans.add(page.extremes().nanCount());
      repetition.addAll(StatisticsCheck.boxed(page.repetitionHistogram()));
      definition.addAll(StatisticsCheck.boxed(page.definitionHistogram()));
    }
    at.equal("null_counts", nulls, index.getNull_counts());
    if (rules.complete()) {
      at.equal("whether it has nan_counts", settings.countNaNs(), index.isSetNan_counts());
    }
    if (index.isSetNan_counts()) {
      at.equal("nan_counts", nans, index.getNan_counts());
    }
    at.equal("boundary_order", order(minima, maxima), index.getBoundary_order());
    statistics.histogram(
        at,
        "repetition_level_histograms",
        index.getRepetition_level_histograms(),
        repetition,
        chunk.column().getMaxRepetitionLevel() > 0);
    statistics.histogram(
        at,
        "definition_level_histograms",
        index.getDefinition_level_histograms(),
        definition,
        chunk.column().getMaxDefinitionLevel() > 1);
  }

  private BoundaryOrder order(List<Object> minima, List<Object> maxima) {
    Comparator<Object> up = Extremes.comparator(type);
    if (isSorted(minima, up) && isSorted(maxima, up)) {
      return BoundaryOrder.ASCENDING;
    }
    Comparator<Object> down = Collections.reverseOrder(up);
    return isSorted(minima, down) && isSorted(maxima, down)
        ? BoundaryOrder.DESCENDING
        : BoundaryOrder.UNORDERED;
  }

  private static boolean isSorted(List<Object> values, Comparator<Object> comparator) {
    for (int i = 1; i < values.size(); i++) {
      if (comparator.compare(values.get(i - 1), values.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
