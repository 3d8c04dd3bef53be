package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.codec.PageCompressor;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.CompressionCodec;
import io.flinkarrow.parquet.column.LeafColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/**
 * The sealed pages of one leaf column's open chunk: compressed, with their headers, in a {@link
 * PageStore} shared by the columns of a writer. Page bodies are lent for the call only; the
 * statistics and histograms of a page are kept.
 *
 * <p>Data pages come in the order of their rows, the dictionary page at most once and at any time.
 * {@link ParquetFileAssembler#writeRowGroup} writes them; then the caller calls {@link #reset()}
 * here and on the store, and the next chunk may begin.
 */
public final class ColumnChunkPages {

  /** A data page's record with its location and its place in the list. */
  private static final int PAGE_OBJECT_BYTES = 56;

  private final LeafColumn column;
  private final PageStore store;
  private final List<PageCompressor> compressors;

  private PageStore.Location dictionaryPage;
  private List<DataPage> dataPages = List.of();
  private long levelCount;
  private long rowCount;
  private long storedBytes;
  private long uncompressedBytes;
  private long retainedBytes;
  private double compressionRatio = 1;

  /** A sealed data page, header included. */
  record DataPage(PageStore.Location location, DataPageInfo info) {}

  public ColumnChunkPages(LeafColumn column, PageStore store) {
    ColumnSettings settings = column.settings();
    this.column = column;
    this.store = store;
    this.compressors = PageCompressor.variants(settings.codec(), settings.compressionLevel());
  }

  /** How many ways there are to compress a page, numbered from 0, which is the usual one. */
  public int compressorCount() {
    return compressors.size();
  }

  /** The bytes that a page's body would take if compressed by compressor number {@code number}. */
  public int compressedLength(int number, byte[] body, int length) {
    PageCompressor compressor = compressors.get(number);
    if (compressor.codec() == CompressionCodec.UNCOMPRESSED) {
      return length;
    }
    byte[] target = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
    return compressor.compress(body, 0, length, target, 0);
  }

  /** Seals a data page: levels and values as they are before compression. */
  public void addDataPage(byte[] body, int length, DataPageInfo info) {
    addDataPage(body, length, info, 0);
  }

  /** Seals a data page, to be compressed by compressor number {@code compressor}. */
  public void addDataPage(byte[] body, int length, DataPageInfo info, int compressor) {
    PageStore.Location location =
        seal(PageHeaders.dataPage(info), body, length, compressors.get(compressor));
    if (dataPages.isEmpty()) {
      dataPages = new ArrayList<>(1);
    }
    dataPages.add(new DataPage(location, info));
    levelCount += info.levelCount();
    rowCount += info.rowCount();
    retainedBytes += PAGE_OBJECT_BYTES + info.retainedBytes();
  }

  /**
   * Seals the dictionary page, PLAIN-encoded values. It will be written before the data pages.
   *
   * @throws IllegalStateException if the chunk has one already
   */
  public void setDictionaryPage(byte[] body, int length, int entryCount) {
    if (dictionaryPage != null) {
      throw new IllegalStateException(
          "Column %s: the chunk has a dictionary page already".formatted(column.path()));
    }
    dictionaryPage = seal(PageHeaders.dictionaryPage(entryCount), body, length, compressors.get(0));
    retainedBytes += PAGE_OBJECT_BYTES;
  }

  public LeafColumn column() {
    return column;
  }

  /** Level entries of the data pages. */
  public long levelCount() {
    return levelCount;
  }

  /** Rows of the data pages. */
  public long rowCount() {
    return rowCount;
  }

  /** Exactly the bytes that the pages so far will take in the file. */
  public long storedBytes() {
    return storedBytes;
  }

  /** The bytes of the pages so far before compression, headers included. */
  public long uncompressedBytes() {
    return uncompressedBytes;
  }

  /**
   * Stored to uncompressed bytes, to estimate what an open page will become: of this chunk, or if
   * it has no page yet of the chunk before it, or 1.
   */
  public double compressionRatio() {
    return uncompressedBytes == 0 ? compressionRatio : (double) storedBytes / uncompressedBytes;
  }

  /** Heap bytes of what is kept about the pages. Their bytes are the store's. */
  public long retainedBytes() {
    return retainedBytes;
  }

  /** Forgets the pages. The store must be reset too, once for all columns. */
  public void reset() {
    compressionRatio = compressionRatio();
    dictionaryPage = null;
    dataPages = List.of();
    levelCount = 0;
    rowCount = 0;
    storedBytes = 0;
    uncompressedBytes = 0;
    retainedBytes = 0;
  }

  List<DataPage> dataPages() {
    return Collections.unmodifiableList(dataPages);
  }

  boolean hasDictionaryPage() {
    return dictionaryPage != null;
  }

  void writeDictionaryPage(OutputStream out) throws IOException {
    store.copyTo(out, dictionaryPage);
  }

  void writeDataPage(DataPage page, OutputStream out) throws IOException {
    store.copyTo(out, page.location());
  }

  /** Completes the header and stores it with the compressed body behind it. */
  private PageStore.Location seal(
      PageHeader header, byte[] body, int length, PageCompressor compressor) {
    byte[] stored = body;
    int storedLength = length;
    if (compressor.codec() != CompressionCodec.UNCOMPRESSED) {
      stored = CompressedPageScratch.atLeast(compressor.maximumCompressedLength(length));
      storedLength = compressor.compress(body, 0, length, stored, 0);
    }
    header.setUncompressed_page_size(length);
    header.setCompressed_page_size(storedLength);
    if (column.settings().checksums()) {
      header.setCrc(PageHeaders.checksum(stored, storedLength));
    }
    PageStore.Location mark = store.mark();
    writeHeader(header);
    store.write(stored, 0, storedLength);
    PageStore.Location location = store.since(mark);
    storedBytes += location.length();
    uncompressedBytes += location.length() - storedLength + (long) length;
    return location;
  }

  private void writeHeader(PageHeader header) {
    try {
      Util.writePageHeader(header, store);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Column %s: page header could not be serialized".formatted(column.path()), e);
    }
  }
}
