package io.flinkarrow.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Changes what a file says of itself and leaves the values as they are. */
final class RewrittenFooter {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private RewrittenFooter() {}

  static void rewrite(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    FileMetaData metadata = footer(whole);
    change.accept(metadata);
    Files.write(file, file(Arrays.copyOf(whole, footerStart(whole)), metadata));
  }

  /**
   * Changes the header of the first page, which is a dictionary, of a file with one column chunk.
   */
  static void rewriteFirstPage(Path file, UnaryOperator<PageHeader> change) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    FileMetaData metadata = footer(whole);
    ByteArrayInputStream pages =
        new ByteArrayInputStream(whole, MAGIC.length, footerStart(whole) - MAGIC.length);
    PageHeader header = change.apply(Util.readPageHeader(pages));
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.writeBytes(MAGIC);
    Util.writePageHeader(header, changed);
    int growth = changed.size() + pages.available() - footerStart(whole);
    changed.writeBytes(pages.readAllBytes());
    ColumnMetaData chunk = metadata.getRow_groups().get(0).getColumns().get(0).getMeta_data();
    chunk.setData_page_offset(chunk.getData_page_offset() + growth);
    chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() + growth);
    Files.write(file, file(changed.toByteArray(), metadata));
  }

  private static FileMetaData footer(byte[] whole) throws IOException {
    int start = footerStart(whole);
    return Util.readFileMetaData(
        new ByteArrayInputStream(whole, start, whole.length - TAIL - start));
  }

  private static int footerStart(byte[] whole) {
    int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
    return whole.length - TAIL - length;
  }

  private static byte[] file(byte[] pages, FileMetaData metadata) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(pages);
    Util.writeFileMetaData(metadata, file);
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.writeBytes(length.putInt(file.size() - pages.length).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }
}
