package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.footer.FooterStatistics;
import io.flinkarrow.parquet.footer.FormatEnums;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.page.SealedDataPage;
import io.flinkarrow.parquet.statistics.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** What the footer says of a chunk, all but its place in the file. */
final class ChunkMetadata {

  private ChunkMetadata() {}

  static ColumnMetaData of(SealedChunk chunk) {
    LeafColumn column = chunk.column();
    Map<Encoding, Integer> pagesByEncoding = pagesByEncoding(chunk.dataPages());
    ColumnMetaData metadata = new ColumnMetaData();
    metadata.setType(FormatEnums.type(column.type().getPrimitiveTypeName()));
    metadata.setPath_in_schema(Arrays.asList(column.descriptor().getPath()));
    metadata.setCodec(FormatEnums.codec(column.settings().codec()));
    metadata.setEncodings(encodings(pagesByEncoding.keySet(), chunk.hasDictionaryPage()));
    metadata.setEncoding_stats(
        encodingStats(pageType(column), pagesByEncoding, chunk.hasDictionaryPage()));
    metadata.setNum_values(chunk.levelCount());
    metadata.setTotal_uncompressed_size(chunk.uncompressedBytes());
    metadata.setTotal_compressed_size(chunk.storedBytes());
    if (column.settings().statistics().areCollected()) {
      metadata.setStatistics(statistics(chunk));
      sizeStatistics(column, chunk.dataPages()).ifPresent(metadata::setSize_statistics);
      if (chunk.geometries() != null) {
        FooterStatistics.geospatial(column.type(), chunk.geometries())
            .ifPresent(metadata::setGeospatial_statistics);
      }
    }
    return metadata;
  }

  /**
   * What is left of a chunk's metadata for readers without its key: where the chunk is, not what is
   * in it.
   */
  static ColumnMetaData redacted(ColumnMetaData metadata) {
    ColumnMetaData redacted =
        new ColumnMetaData(
            metadata.getType(),
            metadata.getEncodings(),
            metadata.getPath_in_schema(),
            metadata.getCodec(),
            metadata.getNum_values(),
            metadata.getTotal_uncompressed_size(),
            metadata.getTotal_compressed_size(),
            metadata.getData_page_offset());
    if (metadata.isSetDictionary_page_offset()) {
      redacted.setDictionary_page_offset(metadata.getDictionary_page_offset());
    }
    return redacted;
  }

  private static Statistics statistics(SealedChunk chunk) {
    LeafColumn column = chunk.column();
    Statistics statistics = FooterStatistics.of(column.type(), chunk.statistics());
    if (column.settings().distinctCounts()
        && chunk.isAllDictionary()
        // A zero has two forms, and a NaN many, each with an entry of its own.
        && !ValueOrder.isFloatingPoint(column.type())) {
      statistics.setDistinct_count(chunk.dictionaryEntries());
    }
    return statistics;
  }

  private static Map<Encoding, Integer> pagesByEncoding(List<SealedDataPage> pages) {
    Map<Encoding, Integer> counts = new EnumMap<>(Encoding.class);
    for (SealedDataPage page : pages) {
      counts.merge(page.info().encoding(), 1, Integer::sum);
    }
    return counts;
  }

  /** Of levels, values and dictionary. */
  private static List<Encoding> encodings(Set<Encoding> dataPages, boolean dictionaryPage) {
    Set<Encoding> encodings = EnumSet.of(Encoding.RLE);
    encodings.addAll(dataPages);
    if (dictionaryPage) {
      encodings.add(Encoding.PLAIN);
    }
    return List.copyOf(encodings);
  }

  private static PageType pageType(LeafColumn column) {
    return switch (column.settings().pageVersion()) {
      case V1 -> PageType.DATA_PAGE;
      case V2 -> PageType.DATA_PAGE_V2;
    };
  }

  private static List<PageEncodingStats> encodingStats(
      PageType dataPages, Map<Encoding, Integer> pagesByEncoding, boolean dictionaryPage) {
    List<PageEncodingStats> stats = new ArrayList<>(2);
    if (dictionaryPage) {
      stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
    }
    pagesByEncoding.forEach(
        (encoding, count) -> stats.add(new PageEncodingStats(dataPages, encoding, count)));
    return stats;
  }

  private static Optional<SizeStatistics> sizeStatistics(
      LeafColumn column, List<SealedDataPage> pages) {
    SizeStatistics statistics = new SizeStatistics();
    if (column.type().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
      statistics.setUnencoded_byte_array_data_bytes(
          pages.stream().mapToLong(page -> page.info().unencodedByteArrayBytes()).sum());
    }
    sum(pages, DataPageInfo::repetitionHistogram)
        .ifPresent(statistics::setRepetition_level_histogram);
    sum(pages, DataPageInfo::definitionHistogram)
        .ifPresent(statistics::setDefinition_level_histogram);
    return statistics.equals(new SizeStatistics()) ? Optional.empty() : Optional.of(statistics);
  }

  /** The sum of the pages' histograms, if every page has one. */
  private static Optional<List<Long>> sum(
      List<SealedDataPage> pages, Function<DataPageInfo, long[]> histogram) {
    long[] sum = null;
    for (SealedDataPage page : pages) {
      long[] counts = histogram.apply(page.info());
      if (counts == null) {
        return Optional.empty();
      }
      if (sum == null) {
        sum = new long[counts.length];
      }
      for (int level = 0; level < sum.length; level++) {
        sum[level] += counts[level];
      }
    }
    return sum == null ? Optional.empty() : Optional.of(Arrays.stream(sum).boxed().toList());
  }
}
