package io.flinkarrow.read.page;

import io.flinkarrow.read.file.ChunkInput.Bytes;
import io.flinkarrow.read.file.FileFooter;
import io.flinkarrow.read.file.ParquetInput;
import io.flinkarrow.read.file.RowGroupChunks;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;

/**
 * Reads a whole file and checks what can be checked without decoding values: the footer, every
 * page's header and CRC-32, that its body can be decompressed, and how many row groups, rows and
 * values there are. Chunks that are encrypted are not looked at.
 */
public final class FileCheck {

  private static final int MAXIMUM_DEPTH = 512;

  /** Of a piece of a chunk that is read at a time. */
  private static final int PIECE_BYTES = 1 << 20;

  private final ParquetInput file;
  private final FileFooter footer;

  private FileCheck(ParquetInput file, FileFooter footer) {
    this.file = file;
    this.footer = footer;
  }

  /**
   * @param rows that the file must have
   * @param rowGroups that the file must have
   * @throws IOException if the file is damaged or has others; the message says where
   */
  public static void check(ParquetInput file, long rows, int rowGroups) throws IOException {
    FileFooter footer = FileFooter.read(file, Integer.MAX_VALUE, MAXIMUM_DEPTH);
    long found = footer.rowGroups().stream().mapToLong(RowGroupChunks::rows).sum();
    if (found != rows || footer.rowGroups().size() != rowGroups) {
      throw new IOException(
          "The footer of %s should have %d rows in %d row groups, but has %d in %d"
              .formatted(file.path(), rows, rowGroups, found, footer.rowGroups().size()));
    }
    FileCheck check = new FileCheck(file, footer);
    for (RowGroupChunks group : footer.rowGroups()) {
      check.check(group);
    }
  }

  private void check(RowGroupChunks group) throws IOException {
    List<ColumnDescriptor> columns = footer.schema().getColumns();
    for (int i = 0; i < columns.size(); i++) {
      if (group.isHere(i)) {
        String name = String.join(".", columns.get(i).getPath());
        String place = "of column '%s' in %s".formatted(name, group.place(file));
        ColumnMetaData chunk = group.chunk(i, name, file);
        boolean flat = columns.get(i).getMaxRepetitionLevel() == 0;
        if (flat && chunk.getNum_values() != group.rows()) {
          throw new IOException(
              "The chunk %s should have %d values, one per row, but has %d"
                  .formatted(place, group.rows(), chunk.getNum_values()));
        }
        check(chunk, place);
      }
    }
  }

  private void check(ColumnMetaData chunk, String place) throws IOException {
    RawPages pages =
        new RawPages(
            footer.open(file, chunk, PIECE_BYTES),
            place,
            chunk,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);
    long values = 0;
    for (int number = 0; pages.hasMore(); number++) {
      String page = "page " + number;
      PageHeader header = pages.header(page);
      Bytes body = pages.body(page, header);
      decompress(pages, page, header, body);
      values += values(header);
    }
    if (values != chunk.getNum_values()) {
      throw new IOException(
          "The pages %s should have %d values, but have %d"
              .formatted(place, chunk.getNum_values(), values));
    }
  }

  /** Levels of pages V2 are never compressed, and their values not always. */
  private static void decompress(RawPages pages, String page, PageHeader header, Bytes body)
      throws IOException {
    int levels = 0;
    if (header.isSetData_page_header_v2()) {
      DataPageHeaderV2 details = header.getData_page_header_v2();
      levels =
          details.getRepetition_levels_byte_length() + details.getDefinition_levels_byte_length();
      if (!details.isIs_compressed()) {
        return;
      }
    }
    pages.decompress(page, body, levels, header.getUncompressed_page_size() - levels);
  }

  private static long values(PageHeader header) {
    if (header.isSetData_page_header_v2()) {
      return header.getData_page_header_v2().getNum_values();
    }
    return header.isSetData_page_header() ? header.getData_page_header().getNum_values() : 0;
  }
}
