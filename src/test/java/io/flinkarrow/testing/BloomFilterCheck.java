package io.flinkarrow.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;

/** Holds the Bloom filter of a chunk against the chunk's values, by parquet-java's hashes. */
final class BloomFilterCheck {

  private final byte[] file;
  private final Place chunk;

  BloomFilterCheck(byte[] file, Place chunk) {
    this.file = file;
    this.chunk = chunk;
  }

  void check(ColumnMetaData metaData, List<PageFacts> pages, List<Object> values) {
    chunk.check(
        !pages.stream().allMatch(page -> page.encoding() == Encoding.RLE_DICTIONARY),
        "has a Bloom filter although readers have its dictionary");
    BloomFilter filter = read(metaData);
    for (Object value : values) {
      chunk.check(filter.findHash(hash(filter, value)), "%s is not in the Bloom filter", value);
      if (value instanceof Double number && number == 0) {
        chunk.check(filter.findHash(filter.hash(-number)), "the other zero is not in the filter");
      }
      if (value instanceof Float number && number == 0) {
        chunk.check(filter.findHash(filter.hash(-number)), "the other zero is not in the filter");
      }
    }
  }

  private BloomFilter read(ColumnMetaData metaData) {
    int from = Math.toIntExact(metaData.getBloom_filter_offset());
    ByteArrayInputStream in = new ByteArrayInputStream(file, from, file.length - from);
    try {
      BloomFilterHeader header = Util.readBloomFilterHeader(in);
      chunk.check(
          header.getAlgorithm().isSetBLOCK()
              && header.getHash().isSetXXHASH()
              && header.getCompression().isSetUNCOMPRESSED(),
          "the Bloom filter is %s",
          header);
      int start = file.length - in.available();
      chunk.equal(
          "bloom_filter_length",
          start - from + header.getNumBytes(),
          metaData.getBloom_filter_length());
      return new BlockSplitBloomFilter(
          Arrays.copyOfRange(file, start, start + header.getNumBytes()));
    } catch (IOException e) {
      throw chunk.failure("the header of the Bloom filter cannot be read", e);
    }
  }

  private static long hash(BloomFilter filter, Object value) {
    if (value instanceof Integer number) {
      return filter.hash(number.intValue());
    }
    if (value instanceof Long number) {
      return filter.hash(number.longValue());
    }
    if (value instanceof Float number) {
      return filter.hash(number.floatValue());
    }
    if (value instanceof Double number) {
      return filter.hash(number.doubleValue());
    }
    return filter.hash((Binary) value);
  }
}
