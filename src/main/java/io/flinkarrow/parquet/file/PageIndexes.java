package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.footer.FooterStatistics;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.page.SealedDataPage;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Offset index and column index of a chunk. */
final class PageIndexes {

  /**
   * A column index with more bytes of minima and maxima a page is left out, as parquet-java does.
   */
  private static final int MAXIMUM_BYTES_A_PAGE = 4096;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private PageIndexes() {}

  static OffsetIndex offsetIndex(SealedChunk chunk, List<PageLocation> locations) {
    OffsetIndex index = new OffsetIndex(locations);
    if (chunk.column().settings().statistics().areCollected()
        && chunk.column().type().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
      List<Long> bytes = new ArrayList<>(chunk.dataPages().size());
      for (SealedDataPage page : chunk.dataPages()) {
        bytes.add(page.info().unencodedByteArrayBytes());
      }
      index.setUnencoded_byte_array_data_bytes(bytes);
    }
    return index;
  }

  /** Empty if readers could not rely on it: then they read every page. */
  static Optional<ColumnIndex> columnIndex(SealedChunk chunk) {
    List<SealedDataPage> pages = chunk.dataPages();
    ChunkStatistics statistics = chunk.statistics();
    if (!chunk.column().settings().statistics().areIndexed()
        || !statistics.columnIndexValid()
        || !FooterStatistics.isOrdered(chunk.column().type())
        || !pages.stream().allMatch(PageIndexes::isIndexable)
        || valueBytes(pages) > (long) MAXIMUM_BYTES_A_PAGE * pages.size()) {
      return Optional.empty();
    }
    List<Boolean> nullPages = new ArrayList<>(pages.size());
    List<ByteBuffer> minima = new ArrayList<>(pages.size());
    List<ByteBuffer> maxima = new ArrayList<>(pages.size());
    List<Long> nullCounts = new ArrayList<>(pages.size());
    for (SealedDataPage page : pages) {
      PageStatistics pageStatistics = page.info().statistics();
      boolean nullPage = isNullPage(page);
      nullPages.add(nullPage);
      minima.add(nullPage ? NO_BYTES : ByteBuffer.wrap(pageStatistics.min()));
      maxima.add(nullPage ? NO_BYTES : ByteBuffer.wrap(pageStatistics.max()));
      nullCounts.add(pageStatistics.nullCount());
    }
    ColumnIndex index = new ColumnIndex(nullPages, minima, maxima, statistics.boundaryOrder());
    index.setNull_counts(nullCounts);
    if (statistics.countsNaNs()) {
      index.setNan_counts(pages.stream().map(page -> page.info().statistics().nanCount()).toList());
    }
    concatenated(pages, DataPageInfo::repetitionHistogram)
        .ifPresent(index::setRepetition_level_histograms);
    concatenated(pages, DataPageInfo::definitionHistogram)
        .ifPresent(index::setDefinition_level_histograms);
    return Optional.of(index);
  }

  private static boolean isNullPage(SealedDataPage page) {
    return page.info().statistics().nullCount() == page.info().levelCount();
  }

  private static boolean isIndexable(SealedDataPage page) {
    return isNullPage(page) || page.info().statistics().hasMinMax();
  }

  private static long valueBytes(List<SealedDataPage> pages) {
    long bytes = 0;
    for (SealedDataPage page : pages) {
      if (!isNullPage(page)) {
        PageStatistics statistics = page.info().statistics();
        bytes += (long) statistics.min().length + statistics.max().length;
      }
    }
    return bytes;
  }

  /** The pages' histograms one after the other, if every page has one. */
  private static Optional<List<Long>> concatenated(
      List<SealedDataPage> pages, Function<DataPageInfo, long[]> histogram) {
    List<Long> counts = new ArrayList<>();
    for (SealedDataPage page : pages) {
      long[] pageCounts = histogram.apply(page.info());
      if (pageCounts == null) {
        return Optional.empty();
      }
      for (long count : pageCounts) {
        counts.add(count);
      }
    }
    return Optional.of(counts);
  }
}
