package io.flinkarrow.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Walks the pages of one column chunk: headers, checksums, bodies, levels, values. */
final class ChunkWalk {

  private final byte[] file;
  private final Place chunk;
  private final PageWalk.Rules rules;
  private final int rowGroup;
  private final ColumnDescriptor column;
  private final ColumnMetaData metaData;
  private final StatisticsCheck statistics;

  private final List<PageFacts> pages = new ArrayList<>();
  private final List<Object> chunkValues = new ArrayList<>();
  private final Map<String, Integer> encodings = new TreeMap<>();
  private List<Object> dictionary;
  private int dictionaryBytes;
  private long uncompressedTotal;

  ChunkWalk(
      byte[] file,
      Place chunk,
      PageWalk.Rules rules,
      int rowGroup,
      ColumnDescriptor column,
      ColumnMetaData metaData) {
    this.file = file;
    this.chunk = chunk;
    this.rules = rules;
    this.rowGroup = rowGroup;
    this.column = column;
    this.metaData = metaData;
    this.statistics = new StatisticsCheck(column, rules);
  }

  ChunkFacts walk() {
    long start =
        metaData.isSetDictionary_page_offset()
            ? metaData.getDictionary_page_offset()
            : metaData.getData_page_offset();
    long end = start + metaData.getTotal_compressed_size();
    chunk.check(start >= 4 && end <= file.length, "bytes %d to %d are not in the file", start, end);
    long position = start;
    while (position < end) {
      Place page = chunk.in("page at offset %d", position);
      try {
        position = page(page, position);
      } catch (IOException | RuntimeException e) {
        throw page.failure("cannot be decoded: " + e.getMessage(), e);
      }
    }
    chunk.equal("the end of the last page", end, position);
    ChunkFacts facts =
        new ChunkFacts(
            rowGroup,
            column,
            start,
            end,
            dictionaryBytes,
            dictionary == null ? 0 : dictionary.size(),
            List.copyOf(pages),
            Extremes.of(column.getPrimitiveType(), chunkValues));
    metaData(facts);
    return facts;
  }

  private long page(Place place, long position) throws IOException {
    int from = Math.toIntExact(position);
    ByteArrayInputStream in = new ByteArrayInputStream(file, from, file.length - from);
    PageHeader header = Util.readPageHeader(in);
    int headerBytes = file.length - from - in.available();
    int bodyStart = from + headerBytes;
    place.check(
        header.getCompressed_page_size() >= 0
            && bodyStart + header.getCompressed_page_size() <= file.length,
        "a body of %d bytes is not in the file",
        header.getCompressed_page_size());
    byte[] body = Arrays.copyOfRange(file, bodyStart, bodyStart + header.getCompressed_page_size());
    checksum(place, header, body);
    uncompressedTotal += headerBytes + header.getUncompressed_page_size();
    switch (header.getType()) {
      case DICTIONARY_PAGE -> dictionaryPage(place, position, header, body);
      case DATA_PAGE -> dataPage(place, position, headerBytes, header, body);
      case DATA_PAGE_V2 -> dataPageV2(place, position, headerBytes, header, body);
      case INDEX_PAGE -> place.check(false, "is an index page");
    }
    return (long) bodyStart + body.length;
  }

  private void checksum(Place place, PageHeader header, byte[] body) {
    place.equal("whether it has a checksum", rules.checksums(), header.isSetCrc());
    if (header.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(body);
      place.equal("the checksum", (int) crc.getValue(), header.getCrc());
    }
  }

  private void dictionaryPage(Place place, long position, PageHeader header, byte[] body)
      throws IOException {
    place.check(pages.isEmpty() && dictionary == null, "the dictionary page must come first");
    place.equal("dictionary_page_offset", metaData.getDictionary_page_offset(), position);
    DictionaryPageHeader page = header.getDictionary_page_header();
    place.check(
        page.getEncoding() == Encoding.PLAIN || page.getEncoding() == Encoding.PLAIN_DICTIONARY,
        "the dictionary is encoded %s",
        page.getEncoding());
    byte[] plain =
        PageDecoder.decompress(metaData.getCodec(), body, header.getUncompressed_page_size());
    dictionary = PageDecoder.plainDictionary(column, plain, page.getNum_values());
    dictionaryBytes = plain.length;
    encodings.merge(PageType.DICTIONARY_PAGE + " " + page.getEncoding(), 1, Integer::sum);
  }

  private void dataPage(Place place, long position, int headerBytes, PageHeader header, byte[] body)
      throws IOException {
    DataPageHeader page = header.getData_page_header();
    byte[] plain =
        PageDecoder.decompress(metaData.getCodec(), body, header.getUncompressed_page_size());
    PageDecoder.DecodedPage decoded = PageDecoder.version1(column, page, plain, dictionary);
    encodings.merge(PageType.DATA_PAGE + " " + page.getEncoding(), 1, Integer::sum);
    PageFacts facts = facts(place, position, headerBytes, header, page.getEncoding(), decoded);
    if (page.isSetStatistics()) {
      pageStatistics(place, page.getStatistics(), facts);
    }
  }

  private void dataPageV2(
      Place place, long position, int headerBytes, PageHeader header, byte[] body)
      throws IOException {
    DataPageHeaderV2 page = header.getData_page_header_v2();
    int levelBytes =
        page.getRepetition_levels_byte_length() + page.getDefinition_levels_byte_length();
    byte[] levels = Arrays.copyOf(body, levelBytes);
    byte[] values = Arrays.copyOfRange(body, levelBytes, body.length);
    int valueBytes = header.getUncompressed_page_size() - levelBytes;
    boolean compressed = (!page.isSetIs_compressed() || page.isIs_compressed()) && valueBytes > 0;
    if (rules.complete()) {
      place.check(page.isSetIs_compressed(), "does not say whether it is compressed");
      place.check(
          !page.isIs_compressed() || values.length < valueBytes,
          "is compressed to %d bytes from %d",
          values.length,
          valueBytes);
    }
    byte[] plain =
        compressed ? PageDecoder.decompress(metaData.getCodec(), values, valueBytes) : values;
    PageDecoder.DecodedPage decoded = PageDecoder.version2(column, page, levels, plain, dictionary);
    encodings.merge(PageType.DATA_PAGE_V2 + " " + page.getEncoding(), 1, Integer::sum);
    PageFacts facts = facts(place, position, headerBytes, header, page.getEncoding(), decoded);
    place.equal("num_nulls", facts.nulls(), page.getNum_nulls());
    place.equal("num_rows", facts.rows(), page.getNum_rows());
    if (page.isSetStatistics()) {
      pageStatistics(place, page.getStatistics(), facts);
    }
  }

  private void pageStatistics(Place place, Statistics stored, PageFacts facts) {
    statistics.check(place.in("statistics in the header"), stored, facts.extremes(), facts.nulls());
  }

  private PageFacts facts(
      Place place,
      long position,
      int headerBytes,
      PageHeader header,
      Encoding encoding,
      PageDecoder.DecodedPage decoded) {
    place.check(decoded.levels() > 0, "has no values");
    place.equal("the first repetition level", 0, decoded.repetition()[0]);
    if (pages.isEmpty()) {
      place.equal("data_page_offset", metaData.getData_page_offset(), position);
    }
    long firstRow =
        pages.isEmpty()
            ? 0
            : pages.get(pages.size() - 1).firstRow() + pages.get(pages.size() - 1).rows();
    chunkValues.addAll(decoded.values());
    PageFacts facts =
        new PageFacts(
            position,
            headerBytes,
            header.getCompressed_page_size(),
            header.getUncompressed_page_size(),
            header.getType() == PageType.DATA_PAGE_V2,
            encoding,
            firstRow,
            decoded.rows(),
            decoded.levels(),
            decoded.levels() - decoded.values().size(),
            plainBytes(decoded.values()),
            unencodedBytes(decoded.values()),
            Extremes.of(column.getPrimitiveType(), decoded.values()),
            histogram(decoded.repetition(), column.getMaxRepetitionLevel()),
            histogram(decoded.definition(), column.getMaxDefinitionLevel()));
    pages.add(facts);
    return facts;
  }

  private void metaData(ChunkFacts facts) {
    chunk.check(!pages.isEmpty(), "has no data page");
    chunk.equal(
        "whether it has a dictionary page",
        metaData.isSetDictionary_page_offset(),
        dictionary != null);
    if (rules.complete() && dictionary != null) {
      // Readers skip by a dictionary only if all pages refer to it; a page of nulls can, too.
      chunk.equal(
          "the encoding of the first data page", Encoding.RLE_DICTIONARY, pages.get(0).encoding());
    }
    chunk.equal("num_values", facts.levels(), metaData.getNum_values());
    chunk.equal(
        "total_uncompressed_size", uncompressedTotal, metaData.getTotal_uncompressed_size());
    new EncodingsCheck(chunk, column, rules).check(metaData, encodings);
    boolean collected = rules.of(column).areCollected();
    if (rules.complete()) {
      chunk.equal("whether it has statistics", collected, metaData.isSetStatistics());
    }
    if (metaData.isSetStatistics()) {
      statistics.check(
          chunk.in("statistics"), metaData.getStatistics(), facts.extremes(), facts.nulls());
    }
    if (metaData.isSetBloom_filter_offset()) {
      new BloomFilterCheck(file, chunk).check(metaData, pages, chunkValues);
    }
    distinctCount();
    boolean sizesSaySomething =
        statistics.isByteArray()
            || column.getMaxRepetitionLevel() > 0
            || column.getMaxDefinitionLevel() > 1;
    if ((rules.complete() && collected && sizesSaySomething) || metaData.isSetSize_statistics()) {
      chunk.check(metaData.isSetSize_statistics(), "has no size statistics");
      chunk.check(collected, "has size statistics, though statistics are off");
      statistics.checkSizes(chunk.in("size statistics"), metaData.getSize_statistics(), facts);
    }
  }

  private void distinctCount() {
    if (metaData.isSetStatistics() && metaData.getStatistics().isSetDistinct_count()) {
      chunk.equal(
          "distinct_count",
          (long) new HashSet<>(chunkValues).size(),
          metaData.getStatistics().getDistinct_count());
    }
  }

  private long plainBytes(List<Object> values) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> (values.size() + 7) / 8;
      case INT32, FLOAT -> 4L * values.size();
      case INT64, DOUBLE -> 8L * values.size();
      case INT96 -> 12L * values.size();
      case FIXED_LEN_BYTE_ARRAY -> (long) column.getPrimitiveType().getTypeLength() * values.size();
      case BINARY -> 4L * values.size() + unencodedBytes(values);
    };
  }

  private long unencodedBytes(List<Object> values) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        ? values.stream().mapToLong(value -> ((Binary) value).length()).sum()
        : 0;
  }

  private static long[] histogram(int[] levels, int max) {
    long[] histogram = new long[max + 1];
    for (int level : levels) {
      histogram[level]++;
    }
    return histogram;
  }
}
