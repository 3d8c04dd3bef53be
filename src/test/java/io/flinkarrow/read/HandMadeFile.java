package io.flinkarrow.read;

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
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * A file of one row group, made byte by byte, so that it can claim what no writer would write. A
 * chunk is the pages added since the chunk before it.
 */
final class HandMadeFile {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<ColumnChunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
  private int chunkStart = MAGIC.length;

  /**
   * @param columns of the schema
   */
  HandMadeFile(int columns) {
    bytes.writeBytes(MAGIC);
    schema.add(new SchemaElement("rows").setNum_children(columns));
  }

  HandMadeFile codec(CompressionCodec compression) {
    codec = compression;
    return this;
  }

  HandMadeFile group(String name, FieldRepetitionType repetition, int children) {
    schema.add(new SchemaElement(name).setRepetition_type(repetition).setNum_children(children));
    return this;
  }

  HandMadeFile leaf(String name, FieldRepetitionType repetition, Type type) {
    schema.add(new SchemaElement(name).setRepetition_type(repetition).setType(type));
    return this;
  }

  /** A dictionary of integers. */
  HandMadeFile dictionary(int... entries) throws IOException {
    ByteBuffer body =
        ByteBuffer.allocate(entries.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(entries).forEach(body::putInt);
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.capacity(), body.capacity());
    header.setDictionary_page_header(new DictionaryPageHeader(entries.length, Encoding.PLAIN));
    return page(header, body.array());
  }

  /** A page of version 1, levels and values in one. */
  HandMadeFile page(int values, Encoding encoding, byte[] body) throws IOException {
    return page(values, encoding, body.length, body);
  }

  HandMadeFile page(int values, Encoding encoding, int uncompressed, byte[] body)
      throws IOException {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, body.length);
    header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
    return page(header, body);
  }

  /** A page of version 2 without repetition levels. */
  HandMadeFile pageV2(int values, Encoding encoding, byte[] definition, byte[] body)
      throws IOException {
    int length = definition.length + body.length;
    PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, length, length);
    header.setData_page_header_v2(
        new DataPageHeaderV2(values, 0, values, encoding, definition.length, 0)
            .setIs_compressed(false));
    return page(header, bytes(definition, body));
  }

  HandMadeFile page(PageHeader header, byte[] body) throws IOException {
    Util.writePageHeader(header, bytes);
    bytes.writeBytes(body);
    return this;
  }

  HandMadeFile raw(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }

  /** Ends the column's chunk. */
  HandMadeFile chunk(Type type, long values, String... path) {
    int length = bytes.size() - chunkStart;
    ColumnMetaData metadata =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN),
            List.of(path),
            codec,
            values,
            length,
            length,
            chunkStart);
    chunks.add(new ColumnChunk(0).setMeta_data(metadata));
    chunkStart = bytes.size();
    return this;
  }

  FileMetaData footer(long rows) {
    return new FileMetaData(1, schema, rows, List.of(new RowGroup(chunks, chunkStart, rows)));
  }

  Path write(Path file, long rows) throws IOException {
    return write(file, footer(rows));
  }

  Path write(Path file, FileMetaData footer) throws IOException {
    ByteArrayOutputStream serialized = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, serialized);
    return write(file, serialized.toByteArray());
  }

  /** With a footer of any bytes. */
  Path write(Path file, byte[] footer) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer.length)
            .array();
    return Files.write(file, bytes(bytes.toByteArray(), footer, length, MAGIC));
  }

  static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Numbers of seven bits a byte, one after the other. */
  static byte[] numbers(long... values) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (long value : values) {
      long left = value;
      for (; left > 0x7f; left >>>= 7) {
        all.write((int) ((left & 0x7f) | 0x80));
      }
      all.write((int) left);
    }
    return all.toByteArray();
  }

  /** With the length before it, as levels of version 1 are. */
  static byte[] prefixed(byte[] content) {
    byte[] length =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(content.length)
            .array();
    return bytes(length, content);
  }
}
