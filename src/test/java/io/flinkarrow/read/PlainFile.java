package io.flinkarrow.read;

import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A file whose footer and pages are not encrypted, taken apart, to be put together with changes.
 *
 * @param body all before the footer
 */
record PlainFile(byte[] body, FileMetaData footer) {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  /**
   * Where a page lies.
   *
   * @param column the path of its leaf column
   * @param content the first byte behind the header
   * @param end the first byte behind the page
   */
  record Page(String column, int start, int content, int end, PageHeader header) {

    int contentLength() {
      return end - content;
    }
  }

  static PlainFile of(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    int start = file.length - TAIL - length;
    return new PlainFile(
        Arrays.copyOf(file, start),
        Util.readFileMetaData(new ByteArrayInputStream(file, start, length)));
  }

  /** In the order of the footer. */
  List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData metadata = chunk.getMeta_data();
        int start = (int) ReadableChunk.start(metadata);
        int end = start + (int) metadata.getTotal_compressed_size();
        for (int at = start; at < end; at = pages.get(pages.size() - 1).end()) {
          pages.add(page(metadata, at, end));
        }
      }
    }
    return pages;
  }

  private Page page(ColumnMetaData chunk, int at, int end) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(body, at, end - at);
    PageHeader header = Util.readPageHeader(in);
    int content = end - in.available();
    return new Page(
        String.join(".", chunk.getPath_in_schema()),
        at,
        content,
        content + header.getCompressed_page_size(),
        header);
  }

  /** The file with another footer. */
  byte[] with(FileMetaData otherFooter) throws IOException {
    return file(body, otherFooter);
  }

  /** The file with another header of a page, and a footer that knows where all is then. */
  byte[] with(Page page, PageHeader header) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(body, 0, page.start());
    Util.writePageHeader(header, changed);
    int growth = changed.size() - page.content();
    changed.write(body, page.content(), body.length - page.content());
    return file(changed.toByteArray(), moved(page.start(), growth));
  }

  /**
   * The file with another content of a page, as long as before, and its checksum, if it has one.
   */
  byte[] with(Page page, byte[] content) throws IOException {
    byte[] changed = body.clone();
    System.arraycopy(content, 0, changed, page.content(), page.contentLength());
    PageHeader header = new PageHeader(page.header());
    if (header.isSetCrc()) {
      CRC32 checksum = new CRC32();
      checksum.update(content);
      header.setCrc((int) checksum.getValue());
    }
    return new PlainFile(changed, footer).with(page, header);
  }

  byte[] content(Page page) {
    return Arrays.copyOfRange(body, page.content(), page.end());
  }

  /** The footer if all behind a byte has moved. */
  private FileMetaData moved(int from, int growth) {
    FileMetaData moved = footer.deepCopy();
    for (RowGroup group : moved.getRow_groups()) {
      if (group.isSetFile_offset()) {
        group.setFile_offset(moved(group.getFile_offset(), from, growth));
      }
      for (ColumnChunk chunk : group.getColumns()) {
        move(chunk, from, growth);
      }
    }
    return moved;
  }

  private static void move(ColumnChunk chunk, int from, int growth) {
    ColumnMetaData metadata = chunk.getMeta_data();
    long start = ReadableChunk.start(metadata);
    if (start <= from && from < start + metadata.getTotal_compressed_size()) {
      metadata.setTotal_compressed_size(metadata.getTotal_compressed_size() + growth);
    }
    if (metadata.isSetDictionary_page_offset()) {
      metadata.setDictionary_page_offset(moved(metadata.getDictionary_page_offset(), from, growth));
    }
    metadata.setData_page_offset(moved(metadata.getData_page_offset(), from, growth));
    if (metadata.isSetBloom_filter_offset()) {
      metadata.setBloom_filter_offset(moved(metadata.getBloom_filter_offset(), from, growth));
    }
    if (chunk.isSetColumn_index_offset()) {
      chunk.setColumn_index_offset(moved(chunk.getColumn_index_offset(), from, growth));
    }
    if (chunk.isSetOffset_index_offset()) {
      chunk.setOffset_index_offset(moved(chunk.getOffset_index_offset(), from, growth));
    }
  }

  private static long moved(long offset, int from, int growth) {
    return offset > from ? offset + growth : offset;
  }

  private static byte[] file(byte[] body, FileMetaData footer) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(body);
    Util.writeFileMetaData(footer, file);
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.writeBytes(length.putInt(file.size() - body.length).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }
}
