package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.bloom.BloomFilter;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * A complete column chunk: the pages of one leaf column in one row group. Valid until its store is
 * reset.
 *
 * @param store has the bytes of the pages that are not kept
 * @param dictionaryPage the dictionary page; null if no data page refers to one
 * @param dictionaryEntries the values in it
 * @param dataPages in the order of their rows
 * @param uncompressedBytes of all pages before compression, headers included
 * @param statistics of the values of all pages
 * @param bloomFilter of the same; null if there is none
 * @param geometries of the values of all pages; null if they are no geometries
 */
public record SealedChunk(
    LeafColumn column,
    PageStore store,
    @Nullable StoredPage dictionaryPage,
    int dictionaryEntries,
    List<SealedDataPage> dataPages,
    long uncompressedBytes,
    ChunkStatistics statistics,
    @Nullable BloomFilter bloomFilter,
    @Nullable GeometryStatistics geometries) {

  /** The same chunk, of geometries. */
  public SealedChunk withGeometries(GeometryStatistics ofGeometries) {
    return new SealedChunk(
        column,
        store,
        dictionaryPage,
        dictionaryEntries,
        dataPages,
        uncompressedBytes,
        statistics,
        bloomFilter,
        ofGeometries);
  }

  public boolean hasDictionaryPage() {
    return dictionaryPage != null;
  }

  /** Whether all data pages refer to the dictionary: its entries are the values of the chunk. */
  public boolean isAllDictionary() {
    return hasDictionaryPage()
        && dataPages.stream().allMatch(page -> page.info().encoding() == Encoding.RLE_DICTIONARY);
  }

  /** Level entries of the data pages: values and nulls. */
  public long levelCount() {
    return dataPages.stream().mapToLong(page -> page.info().levelCount()).sum();
  }

  /** Rows of the data pages. */
  public long rowCount() {
    return dataPages.stream().mapToLong(page -> page.info().rowCount()).sum();
  }

  /** Exactly the bytes that the pages take in the file. */
  public long storedBytes() {
    long dictionaryBytes = hasDictionaryPage() ? dictionaryPage.length() : 0;
    return dictionaryBytes + dataPages.stream().mapToLong(page -> page.bytes().length()).sum();
  }

  /** Stored to uncompressed bytes. A chunk has a page with a header, so neither is zero. */
  public double compressionRatio() {
    return (double) storedBytes() / uncompressedBytes;
  }

  /** Copies the dictionary page, which the chunk has, into the file. */
  public void writeDictionaryPage(SharingOutput out) throws IOException {
    dictionaryPage.writeTo(out, store);
  }

  /** Copies one of the data pages into the file. */
  public void writeDataPage(SealedDataPage page, SharingOutput out) throws IOException {
    page.bytes().writeTo(out, store);
  }
}
