package io.flinkarrow.testing;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.xerial.snappy.Snappy;

/** Turns the bytes of a page into levels and boxed values; what it does not expect, it refuses. */
final class PageDecoder {

  /**
   * A data page's content.
   *
   * @param values the non-null ones: Boolean, Integer, Long, Float, Double or Binary
   */
  record DecodedPage(int[] repetition, int[] definition, List<Object> values) {

    int rows() {
      return (int) Arrays.stream(repetition).filter(level -> level == 0).count();
    }

    int levels() {
      return definition.length;
    }
  }

  private PageDecoder() {}

  static byte[] decompress(CompressionCodec codec, byte[] page, int uncompressedSize)
      throws IOException {
    byte[] body =
        switch (codec) {
          case UNCOMPRESSED -> page;
          case SNAPPY -> Snappy.uncompress(page);
          case ZSTD -> Zstd.decompress(page, uncompressedSize);
          case GZIP -> new GZIPInputStream(new ByteArrayInputStream(page)).readAllBytes();
          case LZ4_RAW -> {
            byte[] out = new byte[uncompressedSize];
            int length = new Lz4Decompressor().decompress(page, 0, page.length, out, 0, out.length);
            yield Arrays.copyOf(out, length);
          }
          case BROTLI -> {
            Brotli4jLoader.ensureAvailability();
            yield Decoder.decompress(page, 0, page.length);
          }
          default -> throw new IllegalArgumentException("Codec " + codec);
        };
    if (body.length != uncompressedSize) {
      throw new IllegalArgumentException(
          "The header says %d bytes uncompressed but there are %d"
              .formatted(uncompressedSize, body.length));
    }
    return body;
  }

  static DecodedPage version1(
      ColumnDescriptor column, DataPageHeader header, byte[] body, List<Object> dictionary)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    int count = header.getNum_values();
    int[] repetition = new int[count];
    int[] definition = new int[count];
    if (column.getMaxRepetitionLevel() > 0) {
      require(header.getRepetition_level_encoding() == Encoding.RLE, "repetition levels in RLE");
      repetition = levels(section(in, in.getInt()), column.getMaxRepetitionLevel(), count);
    }
    if (column.getMaxDefinitionLevel() > 0) {
      require(header.getDefinition_level_encoding() == Encoding.RLE, "definition levels in RLE");
      definition = levels(section(in, in.getInt()), column.getMaxDefinitionLevel(), count);
    }
    return page(column, repetition, definition, in, header.getEncoding(), dictionary);
  }

  static DecodedPage version2(
      ColumnDescriptor column,
      DataPageHeaderV2 header,
      byte[] levels,
      byte[] body,
      List<Object> dictionary)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(levels);
    int count = header.getNum_values();
    int[] repetition = new int[count];
    int[] definition = new int[count];
    if (column.getMaxRepetitionLevel() > 0) {
      repetition =
          levels(
              section(in, header.getRepetition_levels_byte_length()),
              column.getMaxRepetitionLevel(),
              count);
    }
    if (column.getMaxDefinitionLevel() > 0) {
      definition =
          levels(
              section(in, header.getDefinition_levels_byte_length()),
              column.getMaxDefinitionLevel(),
              count);
    }
    require(!in.hasRemaining(), "level sections as long as the header says");
    return page(
        column,
        repetition,
        definition,
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN),
        header.getEncoding(),
        dictionary);
  }

  static List<Object> plainDictionary(ColumnDescriptor column, byte[] body, int count) {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    List<Object> values = plain(column.getPrimitiveType(), in, count);
    require(!in.hasRemaining(), "a dictionary page that ends with its last entry");
    return values;
  }

  private static DecodedPage page(
      ColumnDescriptor column,
      int[] repetition,
      int[] definition,
      ByteBuffer in,
      Encoding encoding,
      List<Object> dictionary)
      throws IOException {
    int count = 0;
    for (int level : definition) {
      count += level == column.getMaxDefinitionLevel() ? 1 : 0;
    }
    return new DecodedPage(repetition, definition, values(column, in, encoding, count, dictionary));
  }

  private static List<Object> values(
      ColumnDescriptor column, ByteBuffer in, Encoding encoding, int count, List<Object> dictionary)
      throws IOException {
    List<Object> values;
    switch (encoding) {
      case PLAIN -> values = plain(column.getPrimitiveType(), in, count);
      case RLE_DICTIONARY, PLAIN_DICTIONARY -> values = dictionaryValues(in, count, dictionary);
      case RLE -> {
        ByteBuffer section = section(in, in.getInt());
        values = new ArrayList<>();
        for (int bit : RunLengthBitPacked.decode(section, 1, count)) {
          values.add(bit == 1);
        }
        require(!section.hasRemaining(), "booleans as long as the page says");
      }
      default -> {
        return parquetJavaValues(column, in, encoding, count);
      }
    }
    require(!in.hasRemaining(), "a page that ends with its last value");
    return values;
  }

  private static List<Object> dictionaryValues(ByteBuffer in, int count, List<Object> dictionary) {
    require(dictionary != null, "a dictionary page before dictionary-encoded data pages");
    int bitWidth = in.get();
    require(bitWidth >= 0 && bitWidth <= 32, "a bit width of 0 to 32");
    List<Object> values = new ArrayList<>(count);
    for (int id : RunLengthBitPacked.decode(in, bitWidth, count)) {
      require(id >= 0 && id < dictionary.size(), "dictionary ids below the dictionary's size");
      values.add(dictionary.get(id));
    }
    return values;
  }

  private static List<Object> plain(PrimitiveType type, ByteBuffer in, int count) {
    List<Object> values = new ArrayList<>(count);
    int start = in.position();
    for (int i = 0; i < count; i++) {
      values.add(
          switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> (Object) (((in.get(start + i / 8) >> (i % 8)) & 1) == 1);
            case INT32 -> in.getInt();
            case INT64 -> in.getLong();
            case FLOAT -> in.getFloat();
            case DOUBLE -> in.getDouble();
            case BINARY -> binary(in, in.getInt());
            case FIXED_LEN_BYTE_ARRAY -> binary(in, type.getTypeLength());
            case INT96 -> binary(in, 12);
          });
    }
    if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BOOLEAN) {
      in.position(start + (count + 7) / 8);
    }
    return values;
  }

  private static Binary binary(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return Binary.fromConstantByteArray(bytes);
  }

  /** Encodings that this project's own decoder does not know. */
  private static List<Object> parquetJavaValues(
      ColumnDescriptor column, ByteBuffer in, Encoding encoding, int count) throws IOException {
    if (count == 0) {
      return Collections.emptyList();
    }
    ValuesReader reader =
        org.apache.parquet.column.Encoding.valueOf(encoding.name())
            .getValuesReader(column, ValuesType.VALUES);
    reader.initFromPage(count, ByteBufferInputStream.wrap(in.slice()));
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(
          switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> (Object) reader.readBoolean();
            case INT32 -> reader.readInteger();
            case INT64 -> reader.readLong();
            case FLOAT -> reader.readFloat();
            case DOUBLE -> reader.readDouble();
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> reader.readBytes().copy();
          });
    }
    return values;
  }

  private static int[] levels(ByteBuffer section, int max, int count) {
    int[] levels =
        RunLengthBitPacked.decode(section, 32 - Integer.numberOfLeadingZeros(max), count);
    require(!section.hasRemaining(), "a level section that ends with its last run");
    require(Arrays.stream(levels).allMatch(level -> level <= max), "levels up to " + max);
    return levels;
  }

  private static ByteBuffer section(ByteBuffer in, int length) {
    ByteBuffer section = in.slice(in.position(), length);
    in.position(in.position() + length);
    return section;
  }

  private static void require(boolean condition, String expected) {
    if (!condition) {
      throw new IllegalArgumentException("Expected " + expected);
    }
  }
}
