package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageHeaders;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;

/**
 * Reads a whole file and checks what can be checked without decoding values: the footer, every
 * page's header and CRC-32, that its body can be decompressed, and how many row groups, rows and
 * values there are. Of an encrypted file, every module is decrypted, too.
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
   * @param decryption null if the file is not encrypted
   * @throws IOException if the file is damaged or has others; the message says where
   * @throws UnsupportedOperationException if there is no key for a part of the file
   */
  public static void check(
      ParquetInput file, long rows, int rowGroups, @Nullable DecryptionSettings decryption)
      throws IOException {
    FileFooter footer = FileFooter.read(file, Integer.MAX_VALUE, MAXIMUM_DEPTH, decryption);
    long found = footer.rowGroups().stream().mapToLong(RowGroupChunks::rows).sum();
    if (found != rows || footer.rowGroups().size() != rowGroups) {
      throw new IOException(
          "The footer of %s should have %d rows in %d row groups, but has %d in %d"
              .formatted(file.name(), rows, rowGroups, found, footer.rowGroups().size()));
    }
    FileCheck check = new FileCheck(file, footer);
    for (RowGroupChunks group : footer.rowGroups()) {
      check.check(group);
    }
  }

  private void check(RowGroupChunks group) throws IOException {
    List<ColumnDescriptor> columns = footer.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (group.isHere(i) || footer.isDecrypted()) {
        String name = String.join(".", columns.get(i).getPath());
        String place = "of column '%s' in %s".formatted(name, group.place(file));
        ReadableChunk readable = footer.chunk(file, group, i);
        ColumnMetaData chunk = readable.metadata();
        boolean flat = columns.get(i).getMaxRepetitionLevel() == 0;
        if (flat && chunk.getNum_values() != group.rows()) {
          throw new IOException(
              "The chunk %s should have %d values, one per row, but has %d"
                  .formatted(place, group.rows(), chunk.getNum_values()));
        }
        check(readable, place);
      }
    }
  }

  private void check(ReadableChunk chunk, String place) throws IOException {
    RawPages pages =
        new RawPages(
            footer.open(file, chunk.metadata(), PIECE_BYTES),
            place,
            chunk,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);
    long stated = chunk.metadata().getNum_values();
    long values = 0;
    for (int number = 0; pages.hasMore(); number++) {
      String page = "page " + number;
      PageHeader header = pages.header(page);
      Bytes body = pages.body(page, header);
      decompress(pages, page, header, body);
      values += PageHeaders.valueCount(header);
    }
    if (values != stated) {
      throw new IOException(
          "The pages %s should have %d values, but have %d".formatted(place, stated, values));
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
}
