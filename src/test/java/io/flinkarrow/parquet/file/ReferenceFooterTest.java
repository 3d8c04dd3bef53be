package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.codec.PageCompressor;
import io.flinkarrow.parquet.file.ReferencePages.Chunk;
import io.flinkarrow.parquet.file.ReferencePages.Page;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of the same pages, our file is that of parquet-java's {@link ParquetFileWriter}. */
class ReferenceFooterTest {

  private static final Map<String, String> METADATA = Map.of("key", "value");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void pagesWithTheirHeadersAreTheSameBytes(CompressionCodec codec) throws Exception {
    List<ReferencePages> rowGroups = rowGroups();
    byte[] ours = ours(codec, rowGroups);
    byte[] reference = reference(codec, rowGroups);
    assertThat(indexStart(ours)).isEqualTo(indexStart(reference)).isGreaterThan(50_000);
    assertThat(Arrays.copyOf(ours, indexStart(ours)))
        .isEqualTo(Arrays.copyOf(reference, indexStart(reference)));
  }

  /** Counts of NaN belong to the order of floats that we do not write. */
  @Test
  void indexesSayTheSameButForCountsOfNan() throws Exception {
    List<ReferencePages> rowGroups = rowGroups();
    byte[] ours = ours(CompressionCodec.SNAPPY, rowGroups);
    byte[] reference = reference(CompressionCodec.SNAPPY, rowGroups);
    List<ColumnChunk> referenceChunks = columnChunks(ForeignReader.footer(reference));
    List<ColumnChunk> ourChunks = columnChunks(ForeignReader.footer(ours));
    assertThat(ourChunks).hasSize(3 * 8);
    for (int i = 0; i < ourChunks.size(); i++) {
      ColumnIndex expected = columnIndex(reference, referenceChunks.get(i));
      expected.unsetNan_counts();
      assertThat(columnIndex(ours, ourChunks.get(i))).isEqualTo(expected);
      assertThat(offsetIndex(ours, ourChunks.get(i)))
          .isEqualTo(offsetIndex(reference, referenceChunks.get(i)));
    }
  }

  @Test
  void footersSayTheSameWhereBothSpeak() throws Exception {
    List<ReferencePages> rowGroups = rowGroups();
    FileMetaData ours = ForeignReader.footer(ours(CompressionCodec.ZSTD, rowGroups));
    FileMetaData reference = ForeignReader.footer(reference(CompressionCodec.ZSTD, rowGroups));
    assertThat(ours.getCreated_by()).isEqualTo(CreatedBy.VALUE);
    for (ColumnMetaData chunk : chunks(ours)) {
      assertThat(chunk.getEncodings()).contains(org.apache.parquet.format.Encoding.RLE);
      if (chunk.getStatistics().isSetMin_value()) {
        assertThat(chunk.getStatistics().isIs_min_value_exact()).isTrue();
        assertThat(chunk.getStatistics().isIs_max_value_exact()).isTrue();
      }
    }
    assertThat(comparable(ours).getRow_groups()).isEqualTo(comparable(reference).getRow_groups());
    assertThat(comparable(ours)).isEqualTo(comparable(reference));
  }

  /** The first byte behind the pages. */
  private static int indexStart(byte[] file) throws IOException {
    return (int) columnChunks(ForeignReader.footer(file)).get(0).getColumn_index_offset();
  }

  private static ColumnIndex columnIndex(byte[] file, ColumnChunk chunk) throws IOException {
    return Util.readColumnIndex(
        new ByteArrayInputStream(
            file, (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
  }

  private static OffsetIndex offsetIndex(byte[] file, ColumnChunk chunk) throws IOException {
    return Util.readOffsetIndex(
        new ByteArrayInputStream(
            file, (int) chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
  }

  private static List<ReferencePages> rowGroups() throws IOException {
    return List.of(
        ReferencePages.encode(Flights.SCHEMA, Flights.rows(1_000, 0, 11), 100),
        ReferencePages.encode(Flights.SCHEMA, Flights.rows(1, 1_000, 12), 100),
        ReferencePages.encode(Flights.SCHEMA, Flights.rows(250, 1_001, 13), 100));
  }

  /** Takes out what only one of the two can say, and orders what has no order. */
  private static FileMetaData comparable(FileMetaData footer) {
    FileMetaData copy = footer.deepCopy();
    copy.unsetCreated_by();
    for (ColumnChunk chunk : columnChunks(copy)) {
      // Where indexes are depends on their lengths, which the counts of NaN change.
      chunk.setColumn_index_offset(0).setColumn_index_length(0);
      chunk.setOffset_index_offset(0).setOffset_index_length(0);
    }
    for (ColumnMetaData chunk : chunks(copy)) {
      chunk.getStatistics().unsetIs_min_value_exact();
      chunk.getStatistics().unsetNan_count();
      chunk.getStatistics().unsetIs_max_value_exact();
      chunk.getEncodings().sort(Comparator.naturalOrder());
      if (new SizeStatistics().equals(chunk.getSize_statistics())) {
        chunk.unsetSize_statistics();
      }
    }
    return copy;
  }

  private static List<ColumnMetaData> chunks(FileMetaData footer) {
    return columnChunks(footer).stream().map(ColumnChunk::getMeta_data).toList();
  }

  private static List<ColumnChunk> columnChunks(FileMetaData footer) {
    return footer.getRow_groups().stream().map(RowGroup::getColumns).flatMap(List::stream).toList();
  }

  private static byte[] ours(CompressionCodec codec, List<ReferencePages> rowGroups)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReferencePages.assemble(out, codec, METADATA, rowGroups);
    return out.toByteArray();
  }

  private byte[] reference(CompressionCodec codec, List<ReferencePages> rowGroups)
      throws IOException {
    Path file = directory.resolve("reference-" + codec);
    PageCompressor compressor = PageCompressor.of(codec, codec.defaultLevel());
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            new LocalOutputFile(file),
            Flights.SCHEMA,
            ParquetFileWriter.Mode.CREATE,
            1 << 30,
            0,
            null,
            ParquetProperties.builder().withPageWriteChecksumEnabled(true).build())) {
      writer.start();
      for (ReferencePages rowGroup : rowGroups) {
        writer.startBlock(rowGroup.rowCount());
        for (Chunk chunk : rowGroup.chunks()) {
          writeChunk(writer, chunk, codec, compressor);
        }
        writer.endBlock();
      }
      writer.end(METADATA);
    }
    return Files.readAllBytes(file);
  }

  private static void writeChunk(
      ParquetFileWriter writer, Chunk chunk, CompressionCodec codec, PageCompressor compressor)
      throws IOException {
    writer.startColumn(
        chunk.descriptor,
        chunk.pages.stream().mapToLong(Page::valueCount).sum(),
        CompressionCodecName.valueOf(codec.name()));
    if (chunk.dictionary != null) {
      writer.writeDictionaryPage(
          new DictionaryPage(
              compressed(compressor, chunk.dictionary),
              chunk.dictionary.length,
              chunk.dictionarySize,
              Encoding.PLAIN));
    }
    for (Page page : chunk.pages) {
      writer.writeDataPage(
          page.valueCount(),
          page.body().length,
          compressed(compressor, page.body()),
          page.statistics(),
          page.rowCount(),
          Encoding.RLE,
          Encoding.RLE,
          page.encoding(),
          null,
          null,
          page.sizeStatistics());
    }
    writer.endColumn();
  }

  private static BytesInput compressed(PageCompressor compressor, byte[] body) {
    byte[] output = new byte[compressor.maximumCompressedLength(body.length)];
    int length = compressor.compress(body, 0, body.length, output, 0);
    return BytesInput.from(output, 0, length);
  }
}
