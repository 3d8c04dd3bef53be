package io.flinkarrow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walk accepts what parquet-java writes and sees every lie told about it. */
class PageWalkTest {

  private static final int ID = 0;
  private static final int NAME = 1;
  private static final int RATIO = 2;
  private static final int COUNTS = 4;

  @TempDir Path directory;
  private byte[] file;

  @BeforeEach
  void writeFile() throws IOException {
    Path path = directory.resolve("file.parquet");
    ParquetJavaFile.write(path);
    file = Files.readAllBytes(path);
  }

  @ParameterizedTest
  @MethodSource
  void acceptsWhatParquetJavaWrites(CompressionCodecName codec, int version) throws IOException {
    Path path = directory.resolve("%s-%d.parquet".formatted(codec, version));
    ParquetJavaFile.write(path, codec, version);
    PageWalk.WalkedFile walked = PageWalk.walk(Files.readAllBytes(path), PageWalk.Rules.ANY);
    assertThat(walked.footer().getNum_rows()).isEqualTo(ParquetJavaFile.ROWS);
    assertThat(walked.chunks()).hasSize(3 * ParquetJavaFile.columns().size());
    assertThat(walked.column("id").get(0).pages()).hasSize(3);
  }

  static Stream<Arguments> acceptsWhatParquetJavaWrites() {
    return Stream.of(1, 2)
        .flatMap(
            version ->
                Stream.of(
                        CompressionCodecName.UNCOMPRESSED,
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.LZ4_RAW)
                    .map(codec -> Arguments.of(codec, version)));
  }

  @Test
  void seesFlippedBytesOfPagesAndIndexes() {
    int footerStart = file.length - 8 - footerLength(file);
    int step = Boolean.getBoolean("flinkarrow.extended") ? 1 : 7;
    List<Integer> unseen = new ArrayList<>();
    for (int position = 0; position < footerStart; position += step) {
      byte[] flipped = file.clone();
      flipped[position] ^= 0x01;
      try {
        PageWalk.walk(flipped, PageWalk.Rules.ANY);
        unseen.add(position);
      } catch (AssertionError expected) {
        assertThat(expected).hasMessageStartingWith("file");
      }
    }
    assertThat(unseen).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void seesEveryLieInTheFooter(String expected, Consumer<FileMetaData> lie) throws IOException {
    byte[] lying = rewrite(lie, (ordinal, index) -> {}, (ordinal, index) -> {});
    assertThatThrownBy(() -> PageWalk.walk(lying, PageWalk.Rules.ANY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(expected);
  }

  static Stream<Arguments> seesEveryLieInTheFooter() {
    return Stream.of(
        lie("num_rows", footer -> footer.setNum_rows(footer.getNum_rows() + 1)),
        lie("rows", footer -> footer.getRow_groups().get(1).setNum_rows(49)),
        lie("total_byte_size", footer -> footer.getRow_groups().get(1).setTotal_byte_size(1)),
        lie("file_offset", footer -> footer.getRow_groups().get(2).setFile_offset(4)),
        lie("ordinal", footer -> footer.getRow_groups().get(2).setOrdinal((short) 1)),
        lie("created_by", footer -> footer.setCreated_by("me")),
        lie("column orders", footer -> footer.getColumn_orders().remove(0)),
        chunkLie("num_values", ID, chunk -> chunk.setNum_values(7)),
        chunkLie("total_uncompressed_size", ID, chunk -> chunk.setTotal_uncompressed_size(7)),
        chunkLie("page at offset 4", NAME, chunk -> chunk.setData_page_offset(4)),
        chunkLie("encodings", ID, chunk -> chunk.getEncodings().add(Encoding.DELTA_BYTE_ARRAY)),
        chunkLie("encodings", NAME, chunk -> chunk.getEncodings().remove(Encoding.RLE)),
        chunkLie("encoding_stats", NAME, chunk -> chunk.getEncoding_stats().get(0).setCount(9)),
        statisticsLie("minimum", ID, stored -> stored.setMin_value(longBytes(0))),
        statisticsLie("maximum", ID, stored -> stored.setMax_value(longBytes(5000))),
        statisticsLie("null_count", RATIO, stored -> stored.setNull_count(1)),
        statisticsLie(
            "minimum",
            RATIO,
            stored -> stored.setMin_value(longBytes(Double.doubleToLongBits(-9)))),
        statisticsLie("minimum", NAME, stored -> stored.setMin_value(new byte[] {'a'})),
        statisticsLie("maximum", NAME, stored -> stored.unsetMax_value()),
        statisticsLie("maximum", NAME, stored -> stored.setMax_value(new byte[] {'z'})),
        statisticsLie("distinct", ID, stored -> stored.setDistinct_count(3)),
        statisticsLie("is_min_value_exact", ID, stored -> stored.setIs_min_value_exact(false)),
        chunkLie(
            "unencoded_byte_array_data_bytes",
            NAME,
            chunk -> chunk.getSize_statistics().setUnencoded_byte_array_data_bytes(3)),
        chunkLie(
            "repetition_level_histogram",
            COUNTS,
            chunk -> chunk.getSize_statistics().getRepetition_level_histogram().set(1, 0L)),
        chunkLie(
            "definition_level_histogram",
            COUNTS,
            chunk -> chunk.getSize_statistics().getDefinition_level_histogram().set(3, 0L)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void seesEveryLieInAColumnIndex(String expected, int column, Consumer<ColumnIndex> lie)
      throws IOException {
    byte[] lying =
        rewrite(
            footer -> {},
            (ordinal, index) -> {
              if (ordinal == column) {
                lie.accept(index);
              }
            },
            (ordinal, index) -> {});
    assertThatThrownBy(() -> PageWalk.walk(lying, PageWalk.Rules.ANY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("column index")
        .hasMessageContaining(expected);
  }

  static Stream<Arguments> seesEveryLieInAColumnIndex() {
    return Stream.of(
        indexLie(
            "minimum", ID, index -> index.getMin_values().set(1, ByteBuffer.wrap(longBytes(1)))),
        indexLie(
            "maximum", ID, index -> index.getMax_values().set(1, ByteBuffer.wrap(longBytes(999)))),
        indexLie("null_pages", ID, index -> index.getNull_pages().set(0, true)),
        indexLie("null_pages", RATIO, index -> index.getNull_pages().set(0, false)),
        indexLie("null_counts", RATIO, index -> index.getNull_counts().set(1, 2L)),
        indexLie("boundary_order", ID, index -> index.setBoundary_order(BoundaryOrder.ASCENDING)),
        indexLie("boundary_order", ID, index -> index.setBoundary_order(BoundaryOrder.UNORDERED)),
        indexLie(
            "repetition_level_histograms",
            COUNTS,
            index -> index.getRepetition_level_histograms().set(2, 1000L)),
        indexLie(
            "definition_level_histograms",
            COUNTS,
            index -> index.getDefinition_level_histograms().set(2, 1000L)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void seesEveryLieInAnOffsetIndex(String expected, int column, Consumer<OffsetIndex> lie)
      throws IOException {
    byte[] lying =
        rewrite(
            footer -> {},
            (ordinal, index) -> {},
            (ordinal, index) -> {
              if (ordinal == column) {
                lie.accept(index);
              }
            });
    assertThatThrownBy(() -> PageWalk.walk(lying, PageWalk.Rules.ANY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("offset index")
        .hasMessageContaining(expected);
  }

  static Stream<Arguments> seesEveryLieInAnOffsetIndex() {
    return Stream.of(
        offsetLie("offset", ID, index -> index.getPage_locations().get(1).setOffset(4)),
        offsetLie(
            "compressed_page_size",
            ID,
            index -> index.getPage_locations().get(1).setCompressed_page_size(4)),
        offsetLie(
            "first_row_index", ID, index -> index.getPage_locations().get(1).setFirst_row_index(4)),
        offsetLie("pages", ID, index -> index.getPage_locations().remove(1)),
        offsetLie(
            "unencoded_byte_array_data_bytes",
            NAME,
            index -> index.getUnencoded_byte_array_data_bytes().set(1, 4L)));
  }

  @Test
  void asksForAllThatThisProjectWrites() {
    assertThatThrownBy(() -> PageWalk.walk(file, PageWalk.Rules.OURS))
        .hasMessageContaining("does not say whether the minimum is exact");
  }

  @Test
  void asksForChecksums() {
    assertThatThrownBy(
            () ->
                PageWalk.walk(
                    file, new PageWalk.Rules(false, false, Map.of(), StatisticsSettings.DEFAULT)))
        .hasMessageContaining("checksum");
  }

  private static Arguments lie(String expected, Consumer<FileMetaData> lie) {
    return Arguments.of(expected, lie);
  }

  private static Arguments chunkLie(String expected, int column, Consumer<ColumnMetaData> lie) {
    return lie(
        expected,
        footer ->
            lie.accept(footer.getRow_groups().get(1).getColumns().get(column).getMeta_data()));
  }

  private static Arguments statisticsLie(String expected, int column, Consumer<Statistics> lie) {
    return chunkLie(expected, column, chunk -> lie.accept(chunk.getStatistics()));
  }

  private static Arguments indexLie(String expected, int column, Consumer<ColumnIndex> lie) {
    return Arguments.of(expected, column, lie);
  }

  private static Arguments offsetLie(String expected, int column, Consumer<OffsetIndex> lie) {
    return Arguments.of(expected, column, lie);
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
  }

  /**
   * The file with other indexes and another footer behind the same pages. Index lies are told about
   * the second row group, by column.
   */
  private byte[] rewrite(
      Consumer<FileMetaData> footerLie,
      BiConsumer<Integer, ColumnIndex> columnIndexLie,
      BiConsumer<Integer, OffsetIndex> offsetIndexLie)
      throws IOException {
    int footerStart = file.length - 8 - footerLength(file);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, footerStart, file.length));
    List<ColumnChunk> chunks =
        footer.getRow_groups().stream().flatMap(group -> group.getColumns().stream()).toList();
    List<ColumnChunk> second = footer.getRow_groups().get(1).getColumns();
    long pagesEnd =
        chunks.stream().mapToLong(ColumnChunk::getColumn_index_offset).min().orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Arrays.copyOf(file, (int) pagesEnd));
    for (ColumnChunk chunk : chunks) {
      int column = second.indexOf(chunk);
      ColumnIndex index = Util.readColumnIndex(input(chunk.getColumn_index_offset()));
      columnIndexLie.accept(column, index);
      chunk.setColumn_index_offset(out.size());
      Util.writeColumnIndex(index, out);
      chunk.setColumn_index_length(out.size() - (int) chunk.getColumn_index_offset());
    }
    for (ColumnChunk chunk : chunks) {
      int column = second.indexOf(chunk);
      OffsetIndex index = Util.readOffsetIndex(input(chunk.getOffset_index_offset()));
      offsetIndexLie.accept(column, index);
      chunk.setOffset_index_offset(out.size());
      Util.writeOffsetIndex(index, out);
      chunk.setOffset_index_length(out.size() - (int) chunk.getOffset_index_offset());
    }
    footerLie.accept(footer);
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putInt(out.size() - start).array());
    out.write(new byte[] {'P', 'A', 'R', '1'});
    return out.toByteArray();
  }

  private ByteArrayInputStream input(long offset) {
    return new ByteArrayInputStream(file, (int) offset, file.length);
  }
}
