package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import shaded.parquet.org.apache.thrift.TException;

/**
 * What a file says of the pages of a chunk, of a column in no list: all that a writer knows of
 * pages that it has written, and nothing that contradicts itself. Whether it is true depends on who
 * wrote the file.
 */
record StatedPages(LeafColumn column, CopyableChunk chunk, ColumnIndex index) {

  /** Empty if something is missing, or contradicts the rest. */
  static Optional<StatedPages> of(LeafColumn column, CopyableChunk chunk) {
    if (chunk.columnIndex() == null) {
      return Optional.empty();
    }
    try {
      return StoredPageIndex.of(
              chunk.pages(), BoundedThrift.columnIndex(chunk.columnIndex()), chunk.metadata())
          .filter(index -> index.columnIndex().isSetNull_counts())
          .map(index -> new StatedPages(column, chunk, index.columnIndex()))
          .filter(StatedPages::isComplete);
    } catch (TException | RuntimeException e) {
      // The chunk can be read without it.
      return Optional.empty();
    }
  }

  private boolean isComplete() {
    return index.isSetDefinition_level_histograms() == hasHistograms()
        && (!hasHistograms() || histograms().size() == count() * levels())
        && (!isBinary() || byteArraysAddUp())
        && hasStatistics()
        && IntStream.range(0, count()).allMatch(this::isComplete);
  }

  private boolean isComplete(int page) {
    return (column.maxDefinitionLevel() > 0 || nulls(page) == 0)
        && (!hasHistograms() || agreesWithHistogram(page))
        && (index.getNull_pages().get(page)
            || (isValue(index.getMin_values().get(page))
                && isValue(index.getMax_values().get(page))));
  }

  /** To what the chunk has by the footer, by which room for it is made. */
  private boolean byteArraysAddUp() {
    SizeStatistics sizes = chunk.metadata().getSize_statistics();
    if (sizes == null || byteArrays().size() != count()) {
      return false;
    }
    long left = sizes.getUnencoded_byte_array_data_bytes();
    for (long bytes : byteArrays()) {
      if (bytes < 0 || bytes > left) {
        return false;
      }
      left -= bytes;
    }
    return left == 0;
  }

  /** Whether the chunk has a minimum and a maximum if a page has. */
  private boolean hasStatistics() {
    Statistics stated = chunk.metadata().getStatistics();
    return stated != null
        && stated.isSetNull_count()
        && (!hasValues()
            || (stated.isSetMin_value()
                && stated.isSetMax_value()
                && isValue(ByteBuffer.wrap(stated.getMin_value()))
                && isValue(ByteBuffer.wrap(stated.getMax_value()))));
  }

  private boolean agreesWithHistogram(int page) {
    long[] counts = histogram(page);
    long sum = 0;
    for (long count : counts) {
      if (count < 0 || count > rows(page)) {
        return false;
      }
      sum += count;
    }
    return sum == rows(page) && counts[counts.length - 1] == rows(page) - nulls(page);
  }

  /** Whether a bound is a value of the type, no NaN, and need not be truncated. */
  private boolean isValue(ByteBuffer bound) {
    ByteBuffer value = bound.slice().order(ByteOrder.LITTLE_ENDIAN);
    int length = value.remaining();
    return switch (column.type().getPrimitiveTypeName()) {
      case BOOLEAN -> length == 1 && (value.get(0) == 0 || value.get(0) == 1);
      case INT32 -> length == Integer.BYTES;
      case INT64 -> length == Long.BYTES;
      case FLOAT -> length == Float.BYTES && !Float.isNaN(value.getFloat(0));
      case DOUBLE -> length == Double.BYTES && !Double.isNaN(value.getDouble(0));
      case INT96 -> false;
      case FIXED_LEN_BYTE_ARRAY -> length == column.type().getTypeLength();
      case BINARY -> length <= column.settings().statistics().boundsLength();
    };
  }

  int count() {
    return chunk.pages().count();
  }

  boolean hasValues() {
    return index.getNull_pages().contains(false);
  }

  long rows(int page) {
    return chunk.pages().rows(page);
  }

  long nulls(int page) {
    return index.getNull_counts().get(page);
  }

  private boolean isBinary() {
    return column.type().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  private List<Long> byteArrays() {
    return chunk.offsetIndex().isSetUnencoded_byte_array_data_bytes()
        ? chunk.offsetIndex().getUnencoded_byte_array_data_bytes()
        : List.of();
  }

  /** Of byte arrays of any length, without their lengths; else 0. */
  long byteArrayBytes(int page) {
    return isBinary() ? byteArrays().get(page) : 0;
  }

  /** {@link PlainSizes} of a page. */
  long plainBytes(int page) {
    return PlainSizes.of(column.type(), rows(page) - nulls(page), byteArrayBytes(page));
  }

  private int levels() {
    return column.maxDefinitionLevel() + 1;
  }

  /** Of two levels the number of nulls says it all. */
  private boolean hasHistograms() {
    return column.maxDefinitionLevel() > 1;
  }

  private List<Long> histograms() {
    return index.getDefinition_level_histograms();
  }

  /** Entries by definition level; null if they are not counted. */
  @Nullable
  long[] histogram(int page) {
    return hasHistograms()
        ? histograms().subList(page * levels(), (page + 1) * levels()).stream()
            .mapToLong(Long::longValue)
            .toArray()
        : null;
  }

  PageStatistics statistics(int page) {
    return index.getNull_pages().get(page)
        ? PageStatistics.withoutMinMax(nulls(page))
        : new PageStatistics(
            bytes(index.getMin_values().get(page)),
            bytes(index.getMax_values().get(page)),
            false,
            false,
            nulls(page));
  }

  /** Of all pages. */
  PageStatistics statistics() {
    Statistics stated = chunk.metadata().getStatistics();
    return hasValues()
        ? new PageStatistics(
            stated.getMin_value(),
            stated.getMax_value(),
            stated.isIs_min_value_exact(),
            stated.isIs_max_value_exact(),
            stated.getNull_count())
        : PageStatistics.withoutMinMax(stated.getNull_count());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
