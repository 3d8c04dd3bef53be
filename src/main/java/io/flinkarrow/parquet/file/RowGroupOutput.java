package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.file.ColumnChunkPages.DataPage;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;

/**
 * Writes the pages of one row group, notes where they went, and serializes what the end of the file
 * will say of them.
 */
final class RowGroupOutput {

  private final BufferedFileOutput out;
  private final LayoutCheck layoutCheck;
  private final int ordinal;
  private final long rowCount;
  private final int chunks;
  private final PackedStructs.Builder metadata;
  private final PackedStructs.Builder columnIndexes;
  private final PackedStructs.Builder offsetIndexes;
  private long uncompressedBytes;

  private RowGroupOutput(
      BufferedFileOutput out, LayoutCheck layoutCheck, int ordinal, long rowCount, int chunks) {
    this.out = out;
    this.layoutCheck = layoutCheck;
    this.ordinal = ordinal;
    this.rowCount = rowCount;
    this.chunks = chunks;
    this.metadata = new PackedStructs.Builder(chunks);
    this.columnIndexes = new PackedStructs.Builder(chunks);
    this.offsetIndexes = new PackedStructs.Builder(chunks);
  }

  /**
   * @throws IllegalStateException if the footer would not say where the pages are
   */
  static RowGroupEntry write(
      BufferedFileOutput out,
      LayoutCheck layoutCheck,
      int ordinal,
      long rowCount,
      List<ColumnChunkPages> chunks,
      List<ChunkStatistics> statistics)
      throws IOException {
    RowGroupOutput output = new RowGroupOutput(out, layoutCheck, ordinal, rowCount, chunks.size());
    long start = out.position();
    for (int i = 0; i < chunks.size(); i++) {
      output.writeChunk(i, chunks.get(i), statistics.get(i));
    }
    return output.entry(start);
  }

  private void writeChunk(int ordinalInRowGroup, ColumnChunkPages pages, ChunkStatistics statistics)
      throws IOException {
    LeafColumn column = pages.column();
    long start = out.position();
    ColumnMetaData chunk = ChunkMetadata.of(pages, statistics);
    if (pages.hasDictionaryPage()) {
      chunk.setDictionary_page_offset(start);
      pages.writeDictionaryPage(out);
    }
    chunk.setData_page_offset(out.position());
    List<DataPage> dataPages = pages.dataPages();
    OffsetIndex offsetIndex = PageIndexes.offsetIndex(column, dataPages, writeDataPages(pages));
    layoutCheck.checkChunk(
        ordinal, ordinalInRowGroup, rowCount, chunk, offsetIndex, start, out.position());
    metadata.add(to -> Util.writeColumnMetaData(chunk, to, null, null));
    Optional<ColumnIndex> columnIndex = PageIndexes.columnIndex(column, dataPages, statistics);
    if (columnIndex.isPresent()) {
      columnIndexes.add(to -> Util.writeColumnIndex(columnIndex.get(), to));
    } else {
      columnIndexes.addNothing();
    }
    offsetIndexes.add(to -> Util.writeOffsetIndex(offsetIndex, to));
    uncompressedBytes += pages.uncompressedBytes();
  }

  private List<PageLocation> writeDataPages(ColumnChunkPages pages) throws IOException {
    List<PageLocation> locations = new ArrayList<>(pages.dataPages().size());
    long firstRow = 0;
    for (DataPage page : pages.dataPages()) {
      locations.add(new PageLocation(out.position(), page.location().length(), firstRow));
      pages.writeDataPage(page, out);
      firstRow += page.info().rowCount();
    }
    return locations;
  }

  private RowGroupEntry entry(long start) {
    return new RowGroupEntry(
        ordinal,
        rowCount,
        start,
        out.position() - start,
        uncompressedBytes,
        chunks,
        metadata.build(),
        columnIndexes.build(),
        offsetIndexes.build());
  }
}
