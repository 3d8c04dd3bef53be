package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.bloom.BloomFilter;
import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.ColumnModules;
import io.flinkarrow.parquet.encryption.PageModules;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * The sealed pages of one leaf column's open chunk: as a {@link PageSealer} has made them, in a
 * {@link PageStore} shared by the columns of a writer. Page bodies are lent for the call only; the
 * statistics and histograms of a page are kept.
 *
 * <p>Data pages come in the order of their rows, the dictionary page at most once and at any time.
 * {@link #seal} makes them a {@link SealedChunk}. When that is in the file, the caller calls {@link
 * #reset()} here and on the store, and the next chunk may begin.
 */
public final class ColumnChunkPages {

  /** A data page's record with its location and its place in the list. */
  private static final int PAGE_OBJECT_BYTES = 56;

  private final LeafColumn column;
  private final PageStore store;
  private final PageSealer sealer;

  private StoredPage dictionaryPage;
  private int dictionaryEntries;
  @Nullable private BloomFilter bloomFilter;
  private List<SealedDataPage> dataPages = List.of();
  private long storedBytes;
  private long uncompressedBytes;
  private long retainedBytes;
  private double compressionRatio;

  public ColumnChunkPages(LeafColumn column, PageStore store) {
    this(column, store, 1, ColumnModules.plain());
  }

  /**
   * @param compressionRatio of the column's chunk before
   * @param modules encrypt the pages, or leave them as they are
   */
  public ColumnChunkPages(
      LeafColumn column, PageStore store, double compressionRatio, ColumnModules modules) {
    this(column, store, compressionRatio, new PageSealer(column, modules));
  }

  private ColumnChunkPages(
      LeafColumn column, PageStore store, double compressionRatio, PageSealer sealer) {
    this.column = column;
    this.store = store;
    this.compressionRatio = compressionRatio;
    this.sealer = sealer;
  }

  /** The ways there are to compress a page. */
  public Set<CompressionVariant> compressionVariants() {
    return sealer.variants();
  }

  /** The bytes that a page's body would take if compressed that way. */
  public int compressedLength(CompressionVariant variant, byte[] body, int length) {
    return sealer.compressedLength(variant, body, length);
  }

  /** Seals a data page of version 1: levels and values as they are before compression. */
  public void addDataPage(byte[] body, int length, DataPageInfo info) {
    addDataPage(new DataPageBody(body, length, 0, 0), info, CompressionVariant.BY_LEVEL);
  }

  /** Seals a data page, to be compressed in one of the {@link #compressionVariants()}. */
  public void addDataPage(DataPageBody body, DataPageInfo info, CompressionVariant compression) {
    addDataPage(sealDataPage(body, info, compression, store), info);
  }

  private SealedPage sealDataPage(
      DataPageBody body, DataPageInfo info, CompressionVariant compression, PageKeeper keeper) {
    return sealer.sealDataPage(body, info, compression, PageModules.data(dataPages.size()), keeper);
  }

  /** Adds a data page that is sealed already: one that {@link #keepDataPage} gave. */
  public void addDataPage(SealedPage page, DataPageInfo info) {
    if (dataPages.isEmpty()) {
      dataPages = new ArrayList<>(1);
    }
    dataPages.add(new SealedDataPage(keep(page), info));
    retainedBytes += PAGE_OBJECT_BYTES + info.retainedBytes();
  }

  /** Adds a data page of another file. */
  public void addDataPage(PageCopy page) {
    StoredPage kept = store.keep(header -> {}, page.stored(), page.stored().length);
    addDataPage(new SealedPage(kept, page.uncompressedBytes()), page.info());
  }

  /**
   * Seals the dictionary page, PLAIN-encoded values. It will be written before the data pages.
   *
   * @throws IllegalStateException if the chunk has one already
   */
  public void setDictionaryPage(byte[] body, int length, int entryCount) {
    setDictionaryPage(sealer.sealDictionaryPage(body, length, entryCount, store), entryCount);
  }

  /** Sets one that is sealed already: one that {@link #keepDictionaryPage} gave. */
  public void setDictionaryPage(SealedPage page, int entryCount) {
    if (dictionaryPage != null) {
      throw new IllegalStateException(
          "Column %s: the chunk has a dictionary page already".formatted(column.path()));
    }
    dictionaryPage = keep(page);
    dictionaryEntries = entryCount;
    retainedBytes += PAGE_OBJECT_BYTES;
  }

  /**
   * Adds a data page as {@link #addDataPage} does, but not to the store: other copies of the chunk
   * may have it, too.
   */
  public SealedPage keepDataPage(
      DataPageBody body, DataPageInfo info, CompressionVariant compression) {
    SealedPage page = sealDataPage(body, info, compression, KeptPage::of);
    addDataPage(page, info);
    return page;
  }

  /** Seals a dictionary page, which is to be set, for this and other copies of the chunk. */
  public SealedPage keepDictionaryPage(byte[] body, int length, int entryCount) {
    return sealer.sealDictionaryPage(body, length, entryCount, KeptPage::of);
  }

  /** Adds the Bloom filter of the chunk's values, which is no page. */
  public void setBloomFilter(BloomFilter filter) {
    bloomFilter = filter;
  }

  /** Another chunk, which has the pages that this one has, in the same store. */
  public ColumnChunkPages copy() {
    ColumnChunkPages copy = new ColumnChunkPages(column, store, compressionRatio, sealer);
    copy.dataPages = new ArrayList<>(dataPages);
    copy.storedBytes = storedBytes;
    copy.uncompressedBytes = uncompressedBytes;
    return copy;
  }

  /**
   * Completes the chunk. Nothing can be added to it; the next call is {@link #reset()}.
   *
   * @param statistics of its values
   */
  public SealedChunk seal(ChunkStatistics statistics) {
    return new SealedChunk(
        column,
        store,
        dictionaryPage,
        dictionaryEntries,
        Collections.unmodifiableList(dataPages),
        uncompressedBytes,
        statistics,
        bloomFilter,
        null);
  }

  /** The same for values of which only the nulls are known. */
  public SealedChunk sealWithoutBounds() {
    return seal(
        ChunkStatistics.withoutBounds(
            dataPages.stream().mapToLong(page -> page.info().statistics().nullCount()).sum()));
  }

  /** The data pages so far. */
  public int dataPageCount() {
    return dataPages.size();
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
    dictionaryEntries = 0;
    bloomFilter = null;
    dataPages = List.of();
    storedBytes = 0;
    uncompressedBytes = 0;
    retainedBytes = 0;
  }

  private StoredPage keep(SealedPage page) {
    storedBytes += page.bytes().length();
    uncompressedBytes += page.uncompressedBytes();
    return page.bytes();
  }
}
