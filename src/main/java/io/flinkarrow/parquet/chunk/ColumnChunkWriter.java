package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.encoding.ValuesEncoder;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encryption.ColumnModules;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.LeadingNullPages;
import io.flinkarrow.parquet.page.PageCopies;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import javax.annotation.Nullable;
import org.apache.parquet.format.Encoding;

/**
 * One leaf column of the row group at hand: cuts rows into pages, encodes the open page, and hands
 * each full page to {@link ColumnChunkPages}, which compresses and keeps it, or while the chunk has
 * no value yet to {@link LeadingNullPages}.
 *
 * <p>Owns the open page and the dictionary; the page bytes lie in the writer's {@link PageStore}.
 * Call {@link #write} any number of times, {@link #seal} once, then {@link #reset} for the next row
 * group.
 */
public final class ColumnChunkWriter {

  /** Heap bytes of the objects, whatever they hold. */
  private static final int OBJECT_BYTES = 610;

  /** Those of the sealed pages. */
  private static final int PAGES_BYTES = 88;

  private final LeafColumn column;
  private final ValuesEncoder values;
  private final OpenDataPage page;
  private final PageStore store;
  private final ColumnModules modules;
  private final float compressionRatioBefore;

  /** Null before the first sealed page: of thousands of open files, most have few rows. */
  @Nullable private ColumnChunkPages pages;

  /** Null before the first page without values, to save heap as well. */
  @Nullable private LeadingNullPages leadingNullPages;

  /** Null before the first copy of the chunk. */
  @Nullable private ChunkCopies copies;

  private DictionaryEnd dictionaryEnd = DictionaryEnd.NONE;

  /** Only while pages are written again. */
  @Nullable private StoredReferences references;

  /**
   * @param compressionRatio of the chunk before, to estimate by
   */
  public ColumnChunkWriter(
      LeafColumn column, PageStore store, float compressionRatio, ColumnModules modules) {
    this.column = column;
    this.store = store;
    this.modules = modules;
    this.compressionRatioBefore = compressionRatio;
    this.values = ValuesEncoder.of(column, new ColumnCodec(this));
    this.page = new OpenDataPage(column, values);
  }

  ColumnChunkPages pages() {
    if (pages == null) {
      pages = new ColumnChunkPages(column, store, compressionRatioBefore, modules);
    }
    return pages;
  }

  /** Takes rows {@code [fromRow, fromRow + rowCount)} of the batch at hand. */
  public void write(LeafRows rows, int fromRow, int rowCount) {
    int from = fromRow;
    int end = fromRow + rowCount;
    while (from < end) {
      int fitting = page.fittingRows(rows, from, end - from);
      if (fitting > 0) {
        long bytes = page.bytes(rows, from, from + fitting);
        int taken = page.append(rows, from, fitting, bytes);
        if (taken < fitting) {
          dictionaryEnd = new DictionaryEnd(pageCount() - 1, page.rowCount() > 0);
        }
        from += taken;
      }
      if (fitting == 0 || page.isEnded() || page.rowCount() == column.settings().pageRows()) {
        sealPage();
      }
    }
  }

  private void sealPage() {
    copies = null;
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      sealPage(body);
    } catch (RefusedRowsException e) {
      throw new RefusedRowsException("Column %s: %s".formatted(column.path(), e.getMessage()), e);
    } finally {
      PageBodyScratch.giveBack();
    }
  }

  private void sealPage(ByteArrayBuilder body) {
    EncodedDataPage encoded = page.encode(body);
    DataPageInfo info = encoded.info();
    CompressionVariant compression = encoded.compression();
    if (values.mayBeginWithDictionary()) {
      if (leadingNullPages == null) {
        leadingNullPages = new LeadingNullPages();
      }
      leadingNullPages.add(encoded.body(), info, compression);
      return;
    }
    if (leadingNullPages != null && info.encoding() == Encoding.RLE_DICTIONARY) {
      leadingNullPages.moveAsDictionaryPagesTo(pages(), compression);
    }
    addLeadingNullPages();
    pages().addDataPage(encoded.body(), info, compression);
  }

  /** Whether {@link #copy} may be called for pages of values in an encoding. */
  public boolean takesPages(Encoding encoding) {
    return values.takesPages(encoding);
  }

  /** Takes pages that fit the column's settings. The open page ends before them. */
  public void copy(PageCopies copied) {
    if (page.rowCount() > 0) {
      sealPage();
    }
    addLeadingNullPages();
    copied.pages().forEach(pages()::addDataPage);
    values.addPages(
        copied.pages().stream().map(each -> each.info().statistics()).toList(),
        copied.statistics());
  }

  /** Those that are left, as they are. */
  private void addLeadingNullPages() {
    if (leadingNullPages != null) {
      leadingNullPages.moveTo(pages());
      leadingNullPages = null;
    }
  }

  /** Seals the last page and the dictionary. The chunk is valid until {@link #reset}. */
  public SealedChunk seal() {
    if (page.rowCount() > 0) {
      sealPage();
    }
    addLeadingNullPages();
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      values
          .sealDictionary(body)
          .ifPresent(
              dictionary -> {
                pages().setDictionaryPage(body.array(), body.length(), dictionary.entryCount());
                values.bloomFilter().addDictionary(body.array(), dictionary.entryCount());
              });
    } finally {
      PageBodyScratch.giveBack();
    }
    values.bloomFilter().seal().ifPresent(filter -> pages().setBloomFilter(filter));
    return pages().seal(values.sealChunk());
  }

  /**
   * The chunk as it would be if it ended now, except for bounds of its values and a Bloom filter.
   * The store stays as it is.
   */
  public SealedChunk copy() {
    ColumnChunkPages copy =
        pages == null ? new ColumnChunkPages(column, store, 1, modules) : pages.copy();
    if (leadingNullPages != null) {
      leadingNullPages.copyTo(copy);
    }
    if (copies == null) {
      copies = new ChunkCopies(page, values);
    }
    return copies.complete(copy);
  }

  /** What another writer must know that is given the pages of the last {@link #copy}. */
  public ChunkState state() {
    return new ChunkState(
        copies == null ? 0 : copies.openPages(),
        page.bytes(),
        dictionaryEnd,
        (float) ratio(),
        values.state());
  }

  /** Begins a chunk as the writer did that had a state later. */
  public void begin(ChunkState state) {
    values.begin(state.values());
  }

  /** Has had the pages of a writer that had this state. */
  public void restore(ChunkState state) {
    page.restoreBytes(state.openBytes());
    values.restore(state.values());
    dictionaryEnd = state.dictionaryEnd();
    references = null;
  }

  /**
   * Takes entries that were in the open page before, whatever their size.
   *
   * @param byReference whether the values came by reference that decide on a dictionary
   */
  public void writeAgain(StoredSlice slice, boolean byReference) {
    if (references == null) {
      references = new StoredReferences();
    }
    page.appendAgain(values.holdsIds(byReference) ? references.in(slice) : slice.dense());
  }

  /** What it holds of pages that are written again. */
  public HeldPages held() {
    return new HeldPages(page.rowCount(), page.heldBytes(), storedBytes());
  }

  private long storedBytes() {
    return pages == null ? 0 : pages.storedBytes();
  }

  /** The open page ended here, or its dictionary. */
  public void endPage() {
    sealPage();
  }

  /** The dictionary took no more values from here on. */
  public void endDictionary() {
    values.endDictionary();
  }

  /** The data pages of the chunk, the open one too. */
  public int pageCount() {
    return 1
        + (leadingNullPages == null ? 0 : leadingNullPages.count())
        + (pages == null ? 0 : pages.dataPageCount());
  }

  /** Heap bytes of the objects that hold what {@link #retainedBytes()} counts. */
  public long objectBytes() {
    return pages == null ? OBJECT_BYTES : OBJECT_BYTES + PAGES_BYTES;
  }

  /**
   * Heap bytes of what is remembered of dictionaries that values came with, and for the next copy:
   * what does not depend on the rows alone.
   */
  public long besideBytes() {
    return values.lookUpBytes() + page.copyBytes() + (copies == null ? 0 : copies.retainedBytes());
  }

  /**
   * Heap bytes held by the open page, the dictionary and what is known of sealed pages: what row
   * groups are ended by. They depend on the rows alone.
   */
  public long retainedBytes() {
    return page.retainedBytes()
        + values.bloomFilter().retainedBytes()
        + (leadingNullPages == null ? 0 : leadingNullPages.retainedBytes())
        + (pages == null ? 0 : pages.retainedBytes());
  }

  /** Bytes this chunk would still send to the stream: exact for stored pages, else estimated. */
  public long bufferedBytes() {
    long leading = leadingNullPages == null ? 0 : leadingNullPages.bodyBytes();
    double ratio = ratio();
    return storedBytes()
        + (long) ((leading + page.openBytes()) * ratio)
        + values.bloomFilter().estimatedBytes();
  }

  private double ratio() {
    return pages == null ? compressionRatioBefore : pages.compressionRatio();
  }

  /** Forgets the chunk, finished or not, and gives up what has grown. */
  public void reset() {
    page.reset();
    values.bloomFilter().reset();
    leadingNullPages = null;
    copies = null;
    dictionaryEnd = DictionaryEnd.NONE;
    if (pages != null) {
      pages.reset();
    }
  }
}
