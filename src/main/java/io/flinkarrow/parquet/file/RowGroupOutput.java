package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.file.ColumnChunkPages.DataPage;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;

/** Writes the pages of one row group and notes, page by page, where they went. */
final class RowGroupOutput {

  private final BufferedFileOutput out;
  private final List<ColumnChunk> chunks = new ArrayList<>();
  private final List<ColumnIndex> columnIndexes = new ArrayList<>();
  private final List<OffsetIndex> offsetIndexes = new ArrayList<>();
  private long uncompressedBytes;

  /**
   * A row group in the file.
   *
   * @param columnIndexes one a chunk, {@code null} for a chunk without
   */
  record Written(
      RowGroup rowGroup, List<ColumnIndex> columnIndexes, List<OffsetIndex> offsetIndexes) {}

  private RowGroupOutput(BufferedFileOutput out) {
    this.out = out;
  }

  static Written write(
      BufferedFileOutput out,
      int ordinal,
      long rowCount,
      List<ColumnChunkPages> chunks,
      List<ChunkStatistics> statistics)
      throws IOException {
    long start = out.position();
    RowGroupOutput output = new RowGroupOutput(out);
    for (int i = 0; i < chunks.size(); i++) {
      output.writeChunk(chunks.get(i), statistics.get(i));
    }
    RowGroup rowGroup = new RowGroup(output.chunks, output.uncompressedBytes, rowCount);
    rowGroup.setFile_offset(start);
    rowGroup.setTotal_compressed_size(out.position() - start);
    if (ordinal <= Short.MAX_VALUE) {
      rowGroup.setOrdinal((short) ordinal);
    }
    return new Written(rowGroup, output.columnIndexes, output.offsetIndexes);
  }

  private void writeChunk(ColumnChunkPages pages, ChunkStatistics statistics) throws IOException {
    LeafColumn column = pages.column();
    ColumnMetaData metadata = ChunkMetadata.of(pages, statistics);
    if (pages.hasDictionaryPage()) {
      metadata.setDictionary_page_offset(out.position());
      pages.writeDictionaryPage(out);
    }
    metadata.setData_page_offset(out.position());
    List<DataPage> dataPages = pages.dataPages();
    List<PageLocation> locations = new ArrayList<>(dataPages.size());
    long firstRow = 0;
    for (DataPage page : dataPages) {
      locations.add(new PageLocation(out.position(), page.location().length(), firstRow));
      pages.writeDataPage(page, out);
      firstRow += page.info().rowCount();
    }
    // The metadata lies in the footer only; the format wants 0 then.
    chunks.add(new ColumnChunk(0).setMeta_data(metadata));
    columnIndexes.add(PageIndexes.columnIndex(column, dataPages, statistics).orElse(null));
    offsetIndexes.add(PageIndexes.offsetIndex(column, dataPages, locations));
    uncompressedBytes += pages.uncompressedBytes();
  }
}
