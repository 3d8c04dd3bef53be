package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.StoredPageIndex;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;

/**
 * What a file's statistics say of one leaf column that is in no list. What contradicts itself, or
 * comes from a writer that is known to get it wrong, says nothing.
 */
final class ColumnStatistics {

  private final FileColumn column;

  /** Whether minima and maxima are in an order that is defined, and rightly so. */
  private final boolean isOrdered;

  private final boolean oldBoundsAreRight;

  ColumnStatistics(FileColumn column, FileFooter footer) {
    this.column = column;
    this.isOrdered =
        footer.hasDefinedOrder(column.leaf())
            && StatisticsTrust.ordersRightly(
                column.descriptor().getPrimitiveType(), footer.writer());
    this.oldBoundsAreRight =
        StatisticsTrust.oldBoundsAreRight(column.descriptor().getPrimitiveType());
  }

  /**
   * The values of a chunk.
   *
   * @param rows of the row group
   */
  KnownValues ofChunk(ColumnMetaData chunk, long rows) {
    if (chunk.getNum_values() != rows) {
      return KnownValues.UNKNOWN;
    }
    if (!chunk.isSetStatistics()) {
      return known(-1, -1, rows, Optional.empty());
    }
    Statistics statistics = chunk.getStatistics();
    long nulls = statistics.isSetNull_count() ? statistics.getNull_count() : -1;
    long nans = statistics.isSetNan_count() ? statistics.getNan_count() : -1;
    return known(nulls, nans, rows, bounds(statistics));
  }

  private Optional<Bounds> bounds(Statistics statistics) {
    if (column.keys().isEmpty()) {
      return Optional.empty();
    }
    if (isOrdered && (statistics.isSetMin_value() || statistics.isSetMax_value())) {
      return column.keys().get().bounds(statistics.getMin_value(), statistics.getMax_value());
    }
    return oldBoundsAreRight && statistics.isSetMin() && statistics.isSetMax()
        ? column.keys().get().bounds(statistics.getMin(), statistics.getMax())
        : Optional.empty();
  }

  /** The values of a page. */
  KnownValues ofPage(StoredPageIndex stored, int page) {
    ColumnIndex index = stored.columnIndex();
    long rows = stored.pages().rows(page);
    if (index.getNull_pages().get(page)) {
      return known(rows, -1, rows, Optional.empty());
    }
    long nulls = index.isSetNull_counts() ? index.getNull_counts().get(page) : -1;
    long nans = index.isSetNan_counts() ? index.getNan_counts().get(page) : -1;
    Optional<Bounds> bounds =
        isOrdered
            ? column
                .keys()
                .flatMap(
                    keys ->
                        keys.bounds(
                            bytes(index.getMin_values().get(page)),
                            bytes(index.getMax_values().get(page))))
            : Optional.empty();
    return known(nulls, nans, rows, bounds);
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  /**
   * @param nulls -1 if it is not known
   * @param nans -1 if it is not known
   */
  private KnownValues known(long nulls, long nans, long rows, Optional<Bounds> bounds) {
    if (nulls < -1 || nulls > rows || nans < -1 || nans > rows) {
      return KnownValues.UNKNOWN;
    }
    return new KnownValues(
        !column.isRequired() && nulls != 0, nulls != rows, nans != 0 && haveNaNs(), bounds);
  }

  private boolean haveNaNs() {
    return column.keys().map(PlainKeys::haveNaNs).orElse(false);
  }
}
