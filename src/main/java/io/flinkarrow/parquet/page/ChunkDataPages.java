package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.levels.LevelDecoder;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.page.RawPages.Place;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/**
 * The data pages of a chunk in a file. A dictionary page before them goes to the chunk's decoding.
 * Memory for a page is charged before it is allocated, and given back for the next one, or by
 * {@link #letGo}.
 */
public final class ChunkDataPages implements DataPages {

  private final RawPages pages;
  private final ColumnDescriptor column;
  private final PageBuffer buffer;
  private final ChunkDictionaryPage dictionary;
  private final PageSequence sequence;

  private final RereadAllowance rereads;

  /** What messages call the page at hand. */
  private String page = "the first page";

  /** The header of the page at hand, and where its body is; null before the first page. */
  @Nullable private PageHeader current;

  @Nullable private Place place;

  /**
   * @param decoding is given the dictionary
   * @param valueCount that the footer has
   * @param locations where the pages are; null if they are found one behind the other
   * @param skipped counts the pages that are passed over one behind the other
   */
  public ChunkDataPages(
      RawPages pages,
      ColumnDescriptor column,
      ChunkDecoding<?> decoding,
      long valueCount,
      @Nullable PageLocations locations,
      PageMemory memory,
      RereadAllowance rereads,
      SkippedPages skipped) {
    this.pages = pages;
    this.column = column;
    this.rereads = rereads;
    this.buffer = new PageBuffer(pages, memory);
    this.dictionary = new ChunkDictionaryPage(pages, buffer, decoding, memory, rereads);
    this.sequence =
        locations == null
            ? new AdjacentPages(
                pages,
                buffer,
                dictionary,
                new StatedRows(pages, column.getMaxRepetitionLevel()),
                valueCount,
                skipped)
            : new LocatedPages(
                pages, dictionary, locations, column.getMaxRepetitionLevel() > 0, valueCount);
  }

  @Override
  @Nullable
  public OpenedDataPage next() throws IOException {
    String next = sequence.nextName();
    try {
      PageHeader header = sequence.next();
      if (header == null) {
        return null;
      }
      page = next;
      current = PageHeaders.withoutStatistics(header);
      place = pages.place();
      OpenedDataPage opened = open();
      rereads.earn(PageHeaders.bytes(header));
      return opened;
    } catch (TooLargeException e) {
      throw pages.tooLarge(next, e);
    }
  }

  @Override
  public OpenedDataPage again(int passed) throws IOException {
    try {
      rereads.spend(PageHeaders.bytes(current) + passed);
      pages.returnTo(place);
      return open();
    } catch (TooLargeException e) {
      throw pages.tooLarge(page, e);
    }
  }

  private OpenedDataPage open() throws IOException {
    dictionary.takeAgainFor(PageHeaders.encoding(current));
    return current.isSetData_page_header() ? pageV1(current) : pageV2(current);
  }

  @Override
  public long pass(long rows) throws IOException {
    try {
      return sequence.pass(rows);
    } catch (TooLargeException e) {
      throw pages.tooLarge(sequence.nextName(), e);
    }
  }

  @Override
  public IOException damaged(IOException found) {
    return pages.damaged(page, found.getMessage(), found);
  }

  @Override
  public void letGo() {
    dictionary.letGo();
    buffer.letGo();
    pages.letGo();
  }

  @Override
  public long retainedBytes() {
    return buffer.retainedBytes() + pages.retainedBytes();
  }

  private OpenedDataPage pageV1(PageHeader header) throws IOException {
    DataPageHeader details = header.getData_page_header();
    int length = header.getUncompressed_page_size();
    Encoding repetition =
        ofLevels(column.getMaxRepetitionLevel(), details.getRepetition_level_encoding());
    Encoding definition =
        ofLevels(column.getMaxDefinitionLevel(), details.getDefinition_level_encoding());
    Encoding encoding = pages.known(page, details.getEncoding());
    Bytes body = buffer.body(page, header);
    Bytes decompressed = buffer.decompressed(page, body, 0, length);
    PageBytes content = bytes(decompressed);
    int count = details.getNum_values();
    try {
      if (sequence.statedRows() >= 0 && column.getMaxRepetitionLevel() > 0) {
        StatedRows.require(
            LevelDecoder.ofPageV1(
                repetition, column.getMaxRepetitionLevel(), bytes(decompressed), count),
            count,
            sequence.statedRows(),
            "the offset index");
      }
      return new OpenedDataPage(
          count,
          LevelDecoder.ofPageV1(repetition, column.getMaxRepetitionLevel(), content, count),
          LevelDecoder.ofPageV1(definition, column.getMaxDefinitionLevel(), content, count),
          encoding,
          content);
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
  }

  /** Where there are no levels, what the header says of them does not matter. */
  private Encoding ofLevels(int maximum, Encoding stated) throws IOException {
    return maximum == 0 ? Encoding.RLE : pages.known(page, stated);
  }

  /** Levels come first and are never compressed. */
  private OpenedDataPage pageV2(PageHeader header) throws IOException {
    Bytes body = buffer.body(page, header);
    DataPageHeaderV2 details = header.getData_page_header_v2();
    PageV2Levels levels = PageV2Levels.of(pages, page, header, body);
    int length = header.getUncompressed_page_size() - levels.length();
    Encoding encoding = pages.known(page, details.getEncoding());
    Bytes values =
        details.isIs_compressed()
            ? buffer.decompressed(page, body, levels.length(), length)
            : body.from(levels.length());
    try {
      if (sequence.statedRows() >= 0 && column.getMaxRepetitionLevel() > 0) {
        StatedRows.require(
            LevelDecoder.ofPageV2(column.getMaxRepetitionLevel(), bytes(levels.repetition())),
            details.getNum_values(),
            sequence.statedRows(),
            "the offset index");
      }
      return new OpenedDataPage(
          details.getNum_values(),
          LevelDecoder.ofPageV2(column.getMaxRepetitionLevel(), bytes(levels.repetition())),
          LevelDecoder.ofPageV2(column.getMaxDefinitionLevel(), bytes(levels.definition())),
          encoding,
          bytes(values));
    } catch (IOException e) {
      throw pages.damaged(page, e.getMessage(), e);
    }
  }

  static PageBytes bytes(Bytes bytes) {
    return new PageBytes(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
  }
}
