package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Copies the pages of chunks, some at a time, and checks each one on its way: that its header says
 * as many bytes and, outside of lists, as many rows as the offset index, and that it has its
 * checksum. They are not decompressed.
 */
final class CopiedPages {

  private static final int PIECE_BYTES = 1 << 20;

  private final ParquetInput file;
  private final String place;
  private byte[] piece = {};

  /**
   * @param place of the row group, for messages
   */
  CopiedPages(ParquetInput file, String place) {
    this.file = file;
    this.place = place;
  }

  /** Copies a range of the file as it is. */
  void copy(long start, long end, OutputStream out) throws IOException {
    for (long from = start; from < end; ) {
      int length = read(from, Math.min(end - from, PIECE_BYTES));
      out.write(piece, 0, length);
      from += length;
    }
  }

  /** Takes a data page, whose bytes are lent. */
  interface Taker {

    /** Returns whether it takes more of them. */
    boolean take(int page, PageHeader header, byte[] bytes, int from, int length)
        throws IOException;
  }

  /** Copies all pages of a chunk. */
  void copy(CopyableChunk chunk, OutputStream out) throws IOException {
    long dictionaryBytes = chunk.pages().start(0) - chunk.range().start();
    if (dictionaryBytes > 0) {
      int length = read(chunk.range().start(), dictionaryBytes);
      header(chunk, "The dictionary page", 0, length);
      out.write(piece, 0, length);
    }
    dataPages(
        chunk,
        (page, header, bytes, from, length) -> {
          out.write(bytes, from, length);
          return true;
        });
  }

  /** Reads the data pages of a chunk, all that are taken. */
  void dataPages(CopyableChunk chunk, Taker taker) throws IOException {
    Set<Encoding> encodings = new LinkedHashSet<>(chunk.metadata().getEncodings());
    long values = 0;
    for (int page = 0; page < chunk.pages().count(); ) {
      long start = chunk.pages().start(page);
      int behind = page + 1;
      while (behind < chunk.pages().count() && chunk.pages().end(behind) - start <= PIECE_BYTES) {
        behind++;
      }
      read(start, chunk.pages().end(behind - 1) - start);
      for (; page < behind; page++) {
        int from = (int) (chunk.pages().start(page) - start);
        int to = (int) (chunk.pages().end(page) - start);
        PageHeader header = header(chunk, "Page " + page, from, to);
        values += values(chunk, encodings, page, header);
        if (!taker.take(page, header, piece, from, to - from)) {
          return;
        }
      }
    }
    if (values != chunk.metadata().getNum_values()) {
      throw damaged(
          chunk,
          "The pages",
          "should have %d values, but have %d".formatted(chunk.metadata().getNum_values(), values));
    }
  }

  private int read(long start, long bytes) throws IOException {
    int length = Math.toIntExact(bytes);
    if (piece.length < length) {
      piece = new byte[length];
    }
    file.read(start, piece, 0, length);
    return length;
  }

  /** How many values and nulls a data page has. */
  private int values(CopyableChunk chunk, Set<Encoding> encodings, int page, PageHeader header)
      throws IOException {
    Encoding encoding = PageHeaders.encoding(header);
    if (encoding == null || !encodings.contains(encoding)) {
      throw damaged(
          chunk,
          "Page " + page,
          "should be a data page with one of the encodings %s, but has %s"
              .formatted(encodings, encoding));
    }
    int values = PageHeaders.valueCount(header);
    if (values < 0 || (chunk.isFlat() && values != chunk.pages().rows(page))) {
      throw damaged(
          chunk,
          "Page " + page,
          "should have %d rows by the offset index, but has %d values"
              .formatted(chunk.pages().rows(page), values));
    }
    return values;
  }

  private PageHeader header(CopyableChunk chunk, String page, int from, int to) throws IOException {
    ByteArrayInputStream input = new ByteArrayInputStream(piece, from, to - from);
    PageHeader header;
    try {
      header = BoundedThrift.pageHeader(input, to - from);
    } catch (TException | RuntimeException e) {
      throw new IOException(message(chunk, page, "should begin with a header, but does not"), e);
    }
    int length = input.available();
    if (header.getCompressed_page_size() != length) {
      throw damaged(
          chunk,
          page,
          "should have %d bytes by the offset index, but has %d"
              .formatted(length, header.getCompressed_page_size()));
    }
    CRC32 checksum = new CRC32();
    checksum.update(piece, to - length, length);
    if (header.isSetCrc() && (int) checksum.getValue() != header.getCrc()) {
      throw damaged(
          chunk,
          page,
          "should have the CRC-32 %08x, but has %08x"
              .formatted(header.getCrc(), (int) checksum.getValue()));
    }
    return header;
  }

  private IOException damaged(CopyableChunk chunk, String what, String how) {
    return new IOException(message(chunk, what, how));
  }

  private String message(CopyableChunk chunk, String what, String how) {
    return "%s of column '%s' in %s %s. The file is damaged; write it again"
        .formatted(what, chunk.name(), place, how);
  }
}
