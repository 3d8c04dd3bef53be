package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;

/**
 * Copies the pages of one row group and behind them its Bloom filters, and says where they are now.
 * All else stays as it was: statistics, column indexes, encodings, sorting columns.
 */
final class RowGroupCopy {

  private final BufferedFileOutput out;
  private final LayoutCheck layoutCheck;
  private final int ordinal;
  private final CopyableRowGroup rowGroup;
  private final CopiedPages pages;
  private final PackedStructs.Builder metadata;
  private final PackedStructs.Builder columnIndexes;
  private final PackedStructs.Builder offsetIndexes;
  private long uncompressedBytes;

  /** Where the next Bloom filter will be. */
  private long bloomFilterStart;

  private RowGroupCopy(
      BufferedFileOutput out, LayoutCheck layoutCheck, int ordinal, CopyableRowGroup rowGroup) {
    this.out = out;
    this.layoutCheck = layoutCheck;
    this.ordinal = ordinal;
    this.rowGroup = rowGroup;
    this.pages = new CopiedPages(rowGroup.file(), rowGroup.place());
    int chunks = rowGroup.chunks().size();
    this.metadata = new PackedStructs.Builder(chunks);
    this.columnIndexes = new PackedStructs.Builder(chunks);
    this.offsetIndexes = new PackedStructs.Builder(chunks);
  }

  /**
   * @throws IOException if a page is damaged
   * @throws IllegalStateException if the footer would not say where the pages are
   */
  static RowGroupEntry write(
      BufferedFileOutput out, LayoutCheck layoutCheck, int ordinal, CopyableRowGroup rowGroup)
      throws IOException {
    return new RowGroupCopy(out, layoutCheck, ordinal, rowGroup).write();
  }

  private RowGroupEntry write() throws IOException {
    List<CopyableChunk> chunks = rowGroup.chunks();
    long start = out.position();
    long end = start + chunks.stream().mapToLong(chunk -> chunk.range().length()).sum();
    bloomFilterStart = end;
    for (int i = 0; i < chunks.size(); i++) {
      writeChunk(i, chunks.get(i));
    }
    writeBloomFilters(end);
    RowGroupEntry entry =
        new RowGroupEntry(
            ordinal,
            rowGroup.rows(),
            start,
            end - start,
            out.position() - end,
            uncompressedBytes,
            chunks.size(),
            FileModules.plain(),
            metadata.build(),
            null,
            null,
            columnIndexes.build(),
            offsetIndexes.build());
    entry.sortedBy(rowGroup.sortingColumns());
    return entry;
  }

  private void writeChunk(int ordinalInRowGroup, CopyableChunk chunk) throws IOException {
    long start = out.position();
    pages.copy(chunk, out);
    long shift = start - chunk.range().start();
    ColumnMetaData footerEntry = new ColumnMetaData(chunk.metadata());
    footerEntry.setData_page_offset(chunk.metadata().getData_page_offset() + shift);
    if (footerEntry.isSetDictionary_page_offset()) {
      footerEntry.setDictionary_page_offset(start);
    }
    OffsetIndex offsetIndex = shifted(chunk.offsetIndex(), shift);
    layoutCheck.checkChunk(
        ordinal,
        ordinalInRowGroup,
        rowGroup.rows(),
        footerEntry,
        offsetIndex,
        start,
        out.position());
    if (chunk.bloomFilter() != null) {
      footerEntry.setBloom_filter_offset(bloomFilterStart);
      bloomFilterStart += chunk.bloomFilter().length();
    }
    metadata.add(to -> Util.writeColumnMetaData(footerEntry, to, null, null));
    if (chunk.columnIndex() == null) {
      columnIndexes.addNothing();
    } else {
      columnIndexes.add(to -> to.write(chunk.columnIndex()));
    }
    offsetIndexes.add(to -> Util.writeOffsetIndex(offsetIndex, to));
    uncompressedBytes += footerEntry.getTotal_uncompressed_size();
  }

  private static OffsetIndex shifted(OffsetIndex index, long shift) {
    List<PageLocation> locations = new ArrayList<>(index.getPage_locationsSize());
    for (PageLocation page : index.getPage_locations()) {
      locations.add(
          new PageLocation(
              page.getOffset() + shift, page.getCompressed_page_size(), page.getFirst_row_index()));
    }
    return new OffsetIndex(index).setPage_locations(locations);
  }

  /** Where {@link #writeChunk} has said that they will be. */
  private void writeBloomFilters(long pagesEnd) throws IOException {
    long stated = pagesEnd;
    for (int i = 0; i < rowGroup.chunks().size(); i++) {
      Range filter = rowGroup.chunks().get(i).bloomFilter();
      if (filter != null) {
        long start = out.position();
        pages.copy(filter.start(), filter.end(), out);
        layoutCheck.checkBloomFilter(ordinal, i, stated, filter.length(), start, out.position());
        stated += filter.length();
      }
    }
  }
}
