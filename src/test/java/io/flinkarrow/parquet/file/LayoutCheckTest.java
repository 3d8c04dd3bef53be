package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every wrong offset is noticed: a right file's metadata, made wrong in one place at a time. */
class LayoutCheckTest {

  private static final List<LeafColumn> COLUMNS =
      ReferencePages.columns(Flights.SCHEMA, CompressionCodec.SNAPPY);

  private final LayoutCheck check = new LayoutCheck(COLUMNS);
  private FileMetaData footer;
  private List<OffsetIndex> offsetIndexes;
  private List<Long> chunkStarts;
  private long rowGroupEnd;
  private long indexStart;
  private long footerStart;

  @BeforeEach
  void assembleAFileOfTwoRowGroups() throws IOException {
    RecordingStream stream = new RecordingStream();
    ReferencePages.assemble(
        stream,
        CompressionCodec.SNAPPY,
        Map.of(),
        List.of(
            ReferencePages.encode(Flights.SCHEMA, Flights.rows(300, 0, 1), 100),
            ReferencePages.encode(Flights.SCHEMA, Flights.rows(300, 300, 2), 100)));
    byte[] file = stream.bytes();
    footer = ForeignReader.footer(file);
    offsetIndexes = new ArrayList<>();
    chunkStarts = new ArrayList<>();
    for (ColumnChunk chunk : rowGroup(0).getColumns()) {
      ColumnMetaData metadata = chunk.getMeta_data();
      chunkStarts.add(
          metadata.isSetDictionary_page_offset()
              ? metadata.getDictionary_page_offset()
              : metadata.getData_page_offset());
      offsetIndexes.add(
          Util.readOffsetIndex(
              new ByteArrayInputStream(
                  file, (int) chunk.getOffset_index_offset(), chunk.getOffset_index_length())));
    }
    rowGroupEnd = 4 + rowGroup(0).getTotal_compressed_size();
    indexStart = rowGroupEnd + rowGroup(1).getTotal_compressed_size();
    footerStart = file.length - 8L - ForeignReader.footerLength(file);
  }

  @Test
  void rightOffsetsPass() {
    assertThatCode(this::checkChunks).doesNotThrowAnyException();
    assertThatCode(this::checkFile).doesNotThrowAnyException();
  }

  @Test
  void aWrongDataPageOffsetIsNoticed() {
    long right = chunk(0).getMeta_data().getData_page_offset();
    chunk(0).getMeta_data().setData_page_offset(right + 1);
    assertThatThrownBy(this::checkChunks)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Row group 0, column id: the footer would be wrong about the first data page (offset=%d, expected=%d). This is a bug of the writer; no footer is written",
            right + 1, right);
  }

  @Test
  void anyOtherWrongPlaceInARowGroupIsNoticed() {
    assertNoticed("dictionary page", group -> metadata(3).setDictionary_page_offset(5));
    assertNoticed(
        "first data page behind dictionary page",
        group -> metadata(3).setData_page_offset(metadata(3).getDictionary_page_offset()));
    assertNoticed("data page", group -> metadata(3).setData_page_offset(rowGroupEnd));
    assertNoticed("first data page", group -> metadata(3).unsetDictionary_page_offset());
    assertNoticed("total compressed size", group -> metadata(7).setTotal_compressed_size(9));
    assertNoticed("data page", group -> page(2, 1).setOffset(77));
    assertNoticed("data page", group -> page(2, 1).setCompressed_page_size(77));
    assertNoticed("end", group -> page(2, 2).setCompressed_page_size(77));
    assertNoticed("first row of a data page", group -> page(2, 0).setFirst_row_index(1));
    assertNoticed("first row of a data page", group -> page(2, 2).setFirst_row_index(100));
    assertNoticed("first row of the last data page", group -> page(2, 2).setFirst_row_index(300));
  }

  @Test
  void bytesBesideTheFooterAreNoticed() {
    assertThatThrownBy(
            () ->
                check.checkChunk(
                    0, 0, 300, metadata(0), offsetIndexes.get(0), 4, chunkStarts.get(1) + 1))
        .hasMessageContaining("Row group 0, column id: the footer would be wrong about the end");
    assertThatThrownBy(
            () ->
                check.checkFile(
                    footer.getRow_groups(), rowGroup -> 0, 4, indexStart, footerStart + 1))
        .hasMessageContaining("Footer: the footer would be wrong about the start");
    assertThatThrownBy(
            () ->
                check.checkFile(footer.getRow_groups(), rowGroup -> 0, 5, indexStart, footerStart))
        .hasMessageContaining("Row group 0: the footer would be wrong about the start");
    assertThatThrownBy(
            () ->
                check.checkFile(
                    footer.getRow_groups(), rowGroup -> 0, 4, indexStart - 1, footerStart))
        .hasMessageContaining("Row groups: the footer would be wrong about the end");
  }

  @Test
  void aWrongPlaceOfAnIndexOrARowGroupIsNoticed() {
    assertFileNoticed(
        "column id: the footer would be wrong about the column index",
        () -> chunk(0).setColumn_index_offset(4));
    assertFileNoticed(
        "column distance: the footer would be wrong about the column index",
        () -> chunk(0).setColumn_index_length(4));
    assertFileNoticed(
        "column fare: the footer would be wrong about the offset index",
        () -> chunk(5).setOffset_index_offset(4));
    assertFileNoticed(
        "column never: the footer would be wrong about the offset index",
        () -> chunk(5).setOffset_index_length(4));
    assertFileNoticed(
        "Row group 1: the footer would be wrong about the start",
        () -> rowGroup(0).setTotal_compressed_size(5));
    assertFileNoticed(
        "Row group 1: the footer would be wrong about the start",
        () -> rowGroup(1).setFile_offset(4));
  }

  @Test
  void aWrongPlaceOfABloomFilterIsNoticed() {
    assertThatCode(() -> check.checkBloomFilter(0, 0, 100, 50, 100, 150))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check.checkBloomFilter(0, 0, 99, 50, 100, 150))
        .hasMessageContaining(
            "Row group 0, column id: the footer would be wrong about the Bloom filter (");
    assertThatThrownBy(() -> check.checkBloomFilter(0, 0, 100, 49, 100, 150))
        .hasMessageContaining("wrong about the Bloom filter's length");
    assertThatThrownBy(
            () ->
                check.checkFile(
                    footer.getRow_groups(), rowGroup -> rowGroup, 4, indexStart, footerStart))
        .hasMessageContaining("Row groups: the footer would be wrong about the end");
  }

  private void assertNoticed(String what, Consumer<RowGroup> change) {
    RowGroup right = rowGroup(0).deepCopy();
    List<OffsetIndex> rightIndexes = offsetIndexes.stream().map(OffsetIndex::deepCopy).toList();
    change.accept(rowGroup(0));
    assertThatThrownBy(this::checkChunks)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong about the " + what);
    footer.getRow_groups().set(0, right);
    offsetIndexes = rightIndexes;
  }

  private void assertFileNoticed(String message, Runnable change) {
    RowGroup first = rowGroup(0).deepCopy();
    RowGroup second = rowGroup(1).deepCopy();
    change.run();
    assertThatThrownBy(this::checkFile)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
    footer.getRow_groups().set(0, first);
    footer.getRow_groups().set(1, second);
  }

  private void checkChunks() {
    for (int i = 0; i < COLUMNS.size(); i++) {
      long end = i + 1 < COLUMNS.size() ? chunkStarts.get(i + 1) : rowGroupEnd;
      check.checkChunk(0, i, 300, metadata(i), offsetIndexes.get(i), chunkStarts.get(i), end);
    }
  }

  private void checkFile() {
    check.checkFile(footer.getRow_groups(), rowGroup -> 0, 4, indexStart, footerStart);
  }

  private RowGroup rowGroup(int ordinal) {
    return footer.getRow_groups().get(ordinal);
  }

  private ColumnChunk chunk(int column) {
    return rowGroup(0).getColumns().get(column);
  }

  private ColumnMetaData metadata(int column) {
    return chunk(column).getMeta_data();
  }

  private org.apache.parquet.format.PageLocation page(int column, int page) {
    return offsetIndexes.get(column).getPage_locations().get(page);
  }
}
