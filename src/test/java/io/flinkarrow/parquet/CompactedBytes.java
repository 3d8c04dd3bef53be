package io.flinkarrow.parquet;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Files in memory that become one, and what can be done to them before. */
final class CompactedBytes {

  private CompactedBytes() {}

  /** Changes a structure of a file. */
  interface Change<T> {
    void of(T structure) throws IOException;
  }

  /** All their row groups become one by the options. */
  static byte[] of(Path directory, List<byte[]> files, WriterOptions options) throws IOException {
    Path folder = Files.createTempDirectory(directory, "sources");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<ParquetInput.Opener> openers = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = Files.write(folder.resolve(i + ".parquet"), files.get(i));
      openers.add(() -> ParquetInput.open(file));
    }
    ParquetFileCompactor.builder()
        .copiedRowGroupBytes(Long.MAX_VALUE)
        .copiedRowGroupRows(Long.MAX_VALUE)
        .writerOptions(options)
        .build()
        .compact(openers, out);
    return out.toByteArray();
  }

  static FileMetaData footer(byte[] file) throws IOException {
    int length = footerLength(file);
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** The file with another footer, and bytes before it that only that may refer to. */
  private static byte[] withFooter(byte[] file, byte[] added, FileMetaData footer)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - 8 - footerLength(file));
    out.write(added);
    int before = out.size();
    Util.writeFileMetaData(footer, out);
    int length = out.size() - before;
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  static byte[] changed(byte[] file, Change<FileMetaData> change) throws IOException {
    FileMetaData footer = footer(file);
    change.of(footer);
    return withFooter(file, new byte[0], footer);
  }

  /** With bytes before the footer that nothing refers to, and another footer. */
  static byte[] padded(byte[] file, int bytes, Change<FileMetaData> change) throws IOException {
    FileMetaData footer = footer(file);
    change.of(footer);
    return withFooter(file, new byte[bytes], footer);
  }

  /** The same file as if another library had written it, of which nothing is copied. */
  static byte[] ofAnother(byte[] file) throws IOException {
    return changed(file, footer -> footer.setCreated_by("another-library version 1.0.0"));
  }

  private static ByteArrayInputStream part(byte[] file, long start, int length) {
    return new ByteArrayInputStream(file, (int) start, length);
  }

  private static OffsetIndex offsetIndex(byte[] file, ColumnChunk chunk) throws IOException {
    return Util.readOffsetIndex(
        part(file, chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
  }

  /** With another offset index of a chunk of the first row group. */
  static byte[] changedOffsets(byte[] file, int column, Change<OffsetIndex> change)
      throws IOException {
    FileMetaData footer = footer(file);
    ColumnChunk chunk = footer.getRow_groups().get(0).getColumns().get(column);
    OffsetIndex index = offsetIndex(file, chunk);
    change.of(index);
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    Util.writeOffsetIndex(index, added);
    chunk.setOffset_index_offset(file.length - 8 - footerLength(file));
    chunk.setOffset_index_length(added.size());
    return withFooter(file, added.toByteArray(), footer);
  }

  /** With another column index of a chunk of the first row group. */
  static byte[] changedIndex(byte[] file, int column, Change<ColumnIndex> change)
      throws IOException {
    FileMetaData footer = footer(file);
    ColumnChunk chunk = footer.getRow_groups().get(0).getColumns().get(column);
    ColumnIndex index =
        Util.readColumnIndex(
            part(file, chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
    change.of(index);
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    Util.writeColumnIndex(index, added);
    chunk.setColumn_index_offset(file.length - 8 - footerLength(file));
    chunk.setColumn_index_length(added.size());
    return withFooter(file, added.toByteArray(), footer);
  }

  /** How many data pages of a column are pages of a source, to the byte. */
  static long copiedPages(byte[] compacted, byte[] source, String column) throws IOException {
    Set<String> there = Set.copyOf(pages(source, column));
    return pages(compacted, column).stream().filter(there::contains).count();
  }

  private static List<String> pages(byte[] file, String column) throws IOException {
    List<String> pages = new ArrayList<>();
    for (RowGroup group : footer(file).getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        if (chunk.getMeta_data().getPath_in_schema().equals(List.of(column))) {
          for (PageLocation page : offsetIndex(file, chunk).getPage_locations()) {
            int start = (int) page.getOffset();
            int end = start + page.getCompressed_page_size();
            pages.add(Arrays.toString(Arrays.copyOfRange(file, start, end)));
          }
        }
      }
    }
    return pages;
  }
}
