package io.flinkarrow.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Writes the pages of a file once more, as they are, with parquet-java's {@link ParquetFileWriter};
 * the statistics come from parquet-java's own classes, fed value by value.
 */
public final class ParquetFileWriterReference {

  private static final int BOUND_LENGTH = 64;

  private final byte[] file;
  private final ParquetFileWriter writer;

  private ParquetFileWriterReference(byte[] file, ParquetFileWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Writes {@code file}, whose footer is {@code footer}, to {@code copy}. */
  public static void rewrite(byte[] file, FileMetaData footer, Path copy) throws IOException {
    MessageType schema =
        new ParquetMetadataConverter().fromParquetMetadata(footer).getFileMetaData().getSchema();
    ParquetProperties properties =
        ParquetProperties.builder()
            .withPageWriteChecksumEnabled(true)
            .withColumnIndexTruncateLength(BOUND_LENGTH)
            .withStatisticsTruncateLength(BOUND_LENGTH)
            .build();
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            new LocalOutputFile(copy),
            schema,
            ParquetFileWriter.Mode.CREATE,
            1 << 30,
            0,
            null,
            properties)) {
      ParquetFileWriterReference reference = new ParquetFileWriterReference(file, writer);
      writer.start();
      for (RowGroup rowGroup : footer.getRow_groups()) {
        writer.startBlock(rowGroup.getNum_rows());
        List<ColumnDescriptor> columns = schema.getColumns();
        for (int i = 0; i < columns.size(); i++) {
          reference.writeChunk(columns.get(i), rowGroup.getColumns().get(i).getMeta_data());
        }
        writer.endBlock();
      }
      Map<String, String> metadata = new HashMap<>();
      for (KeyValue entry : footer.getKey_value_metadata()) {
        metadata.put(entry.getKey(), entry.getValue());
      }
      writer.end(metadata);
    }
  }

  private void writeChunk(ColumnDescriptor column, ColumnMetaData chunk) throws IOException {
    writer.startColumn(
        column, chunk.getNum_values(), CompressionCodecName.valueOf(chunk.getCodec().name()));
    int position =
        (int)
            (chunk.isSetDictionary_page_offset()
                ? chunk.getDictionary_page_offset()
                : chunk.getData_page_offset());
    long end = position + chunk.getTotal_compressed_size();
    List<Object> dictionary = null;
    while (position < end) {
      ByteArrayInputStream in = new ByteArrayInputStream(file, position, file.length - position);
      PageHeader header = Util.readPageHeader(in);
      int bodyStart = file.length - in.available();
      byte[] body =
          Arrays.copyOfRange(file, bodyStart, bodyStart + header.getCompressed_page_size());
      byte[] plain =
          PageDecoder.decompress(chunk.getCodec(), body, header.getUncompressed_page_size());
      if (header.getType() == PageType.DICTIONARY_PAGE) {
        int count = header.getDictionary_page_header().getNum_values();
        dictionary = PageDecoder.plainDictionary(column, plain, count);
        writer.writeDictionaryPage(
            new DictionaryPage(BytesInput.from(body), plain.length, count, Encoding.PLAIN));
      } else {
        writeDataPage(column, header, body, plain, dictionary);
      }
      position = bodyStart + body.length;
    }
    writer.endColumn();
  }

  private void writeDataPage(
      ColumnDescriptor column,
      PageHeader header,
      byte[] body,
      byte[] plain,
      List<Object> dictionary)
      throws IOException {
    DataPageHeader page = header.getData_page_header();
    PageDecoder.DecodedPage decoded = PageDecoder.version1(column, page, plain, dictionary);
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    SizeStatistics.Builder sizes =
        SizeStatistics.newBuilder(
            column.getPrimitiveType(),
            column.getMaxRepetitionLevel(),
            column.getMaxDefinitionLevel());
    int next = 0;
    for (int i = 0; i < decoded.levels(); i++) {
      int repetition = decoded.repetition()[i];
      int definition = decoded.definition()[i];
      if (definition < column.getMaxDefinitionLevel()) {
        statistics.incrementNumNulls();
        sizes.add(repetition, definition);
      } else {
        Object value = decoded.values().get(next++);
        update(statistics, value);
        if (value instanceof Binary binary) {
          sizes.add(repetition, definition, binary);
        } else {
          sizes.add(repetition, definition);
        }
      }
    }
    writer.writeDataPage(
        page.getNum_values(),
        plain.length,
        BytesInput.from(body),
        statistics,
        decoded.rows(),
        Encoding.RLE,
        Encoding.RLE,
        Encoding.valueOf(page.getEncoding().name()),
        null,
        null,
        sizes.build());
  }

  private static void update(Statistics<?> statistics, Object value) {
    if (value instanceof Boolean v) {
      statistics.updateStats(v);
    } else if (value instanceof Integer v) {
      statistics.updateStats(v);
    } else if (value instanceof Long v) {
      statistics.updateStats(v);
    } else if (value instanceof Float v) {
      statistics.updateStats(v);
    } else if (value instanceof Double v) {
      statistics.updateStats(v);
    } else {
      statistics.updateStats((Binary) value);
    }
  }
}
