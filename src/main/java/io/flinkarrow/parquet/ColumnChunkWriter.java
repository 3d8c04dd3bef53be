package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.RefusedRowsException;
import io.flinkarrow.parquet.encoding.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.EncodedLevels;
import io.flinkarrow.parquet.encoding.EncodedValues;
import io.flinkarrow.parquet.encoding.LevelsEncoder;
import io.flinkarrow.parquet.encoding.TrialCodec;
import io.flinkarrow.parquet.encoding.ValuesEncoder;
import io.flinkarrow.parquet.file.ColumnChunkPages;
import io.flinkarrow.parquet.file.DataPageInfo;
import io.flinkarrow.parquet.file.LeadingNullPages;
import io.flinkarrow.parquet.file.PageStore;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
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
final class ColumnChunkWriter {

  private final LeafColumn column;
  private final LevelsEncoder levels;
  private final ValuesEncoder values;
  private final ColumnChunkPages pages;
  private final LeadingNullPages leadingNullPages = new LeadingNullPages();

  private int pageRows;
  private long pageBytes;

  ColumnChunkWriter(LeafColumn column, PageStore store) {
    this.column = column;
    this.levels = new LevelsEncoder(column.maxRepetitionLevel(), column.maxDefinitionLevel());
    this.pages = new ColumnChunkPages(column, store);
    this.values = ValuesEncoder.of(column, new CodecOf(pages));
  }

  /** The column's codec, as encodings are tried with it. */
  private record CodecOf(ColumnChunkPages pages) implements TrialCodec {

    @Override
    public int compressorCount() {
      return pages.compressorCount();
    }

    @Override
    public int compressedLength(int compressor, byte[] bytes, int length) {
      return pages.compressedLength(compressor, bytes, length);
    }
  }

  /** Takes rows {@code [fromRow, fromRow + rowCount)} of the batch at hand. */
  void write(LeafRows rows, int fromRow, int rowCount) {
    int from = fromRow;
    int end = fromRow + rowCount;
    while (from < end) {
      int taken = rowsForOpenPage(rows, from, end - from);
      if (taken == 0) {
        sealPage();
        continue;
      }
      long bytes = rows.valueBytes(from, from + taken);
      LeafSlices slices = rows.slices(from, taken);
      for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
        levels.append(slice.levels());
        values.append(slice.values());
      }
      pageRows += taken;
      pageBytes += bytes;
      from += taken;
      if (pageRows == column.settings().pageRows()) {
        sealPage();
      }
    }
  }

  /** A row larger than a page gets one of its own, so an empty page takes at least one. */
  private int rowsForOpenPage(LeafRows rows, int from, int available) {
    int limit = Math.min(available, column.settings().pageRows() - pageRows);
    int fitting = rows.rowsWithin(from, limit, column.settings().pageBytes() - pageBytes);
    return fitting == 0 && pageRows == 0 ? 1 : fitting;
  }

  private void sealPage() {
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      sealPage(body);
    } catch (RefusedRowsException e) {
      throw new RefusedRowsException("Column %s: %s".formatted(column.path(), e.getMessage()), e);
    } finally {
      PageBodyScratch.giveBack();
    }
    pageRows = 0;
    pageBytes = 0;
  }

  private void sealPage(ByteArrayBuilder body) {
    EncodedLevels encodedLevels = levels.seal(body);
    EncodedValues encodedValues = values.sealPage(encodedLevels.nullCount(), body);
    DataPageInfo info =
        new DataPageInfo(
            encodedLevels.levelCount(),
            pageRows,
            encodedValues.encoding(),
            encodedValues.statistics(),
            encodedValues.unencodedByteArrayBytes(),
            counted(encodedLevels.repetitionHistogram()),
            counted(encodedLevels.definitionHistogram()));
    int compressor = encodedValues.compressor();
    if (values.mayBeginWithDictionary()) {
      leadingNullPages.add(body.array(), body.length(), info, compressor);
      return;
    }
    if (encodedValues.encoding() == Encoding.RLE_DICTIONARY) {
      leadingNullPages.moveAsDictionaryPagesTo(pages, compressor);
    } else {
      leadingNullPages.moveTo(pages);
    }
    pages.addDataPage(body.array(), body.length(), info, compressor);
  }

  /** A histogram that counts nothing has no place in the file. */
  private static long[] counted(long[] histogram) {
    return histogram.length == 0 ? null : histogram;
  }

  /** Seals the last page and the dictionary; the chunk is then complete in {@link #pages()}. */
  ChunkStatistics seal() {
    if (pageRows > 0) {
      sealPage();
    }
    leadingNullPages.moveTo(pages);
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      values
          .sealDictionary(body)
          .ifPresent(
              dictionary ->
                  pages.setDictionaryPage(body.array(), body.length(), dictionary.entryCount()));
    } finally {
      PageBodyScratch.giveBack();
    }
    return values.sealChunk();
  }

  ColumnChunkPages pages() {
    return pages;
  }

  /** Heap bytes held by the open page, the dictionary and what is known of sealed pages. */
  long retainedBytes() {
    return levels.retainedBytes()
        + values.retainedBytes()
        + leadingNullPages.retainedBytes()
        + pages.retainedBytes();
  }

  /** Bytes this chunk would still send to the stream: exact for stored pages, else estimated. */
  long bufferedBytes() {
    long open = leadingNullPages.bodyBytes() + levels.encodedBytes() + values.openBytes();
    return pages.storedBytes() + (long) (open * pages.compressionRatio());
  }

  /** Forgets the chunk, finished or not, and gives up what has grown. */
  void reset() {
    pageRows = 0;
    pageBytes = 0;
    levels.reset();
    values.reset();
    leadingNullPages.reset();
    pages.reset();
  }
}
