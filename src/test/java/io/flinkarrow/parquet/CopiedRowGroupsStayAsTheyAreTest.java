package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of them but where they lie: compared as bytes, and as the footer's objects. */
class CopiedRowGroupsStayAsTheyAreTest {

  @TempDir Path directory;

  private static FileMetaData footer(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static byte[] part(byte[] file, long start, long length) {
    return Arrays.copyOfRange(file, (int) start, (int) (start + length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ofAnySchema(long seed) throws IOException {
    List<byte[]> files = new ArrayList<>();
    List<ParquetInput.Opener> openers = new ArrayList<>();
    WriterOptions[] options = new WriterOptions[1];
    for (int i = 0; i < 3; i++) {
      Path file =
          RandomFile.write(
                  directory.resolve(i + ".parquet"),
                  seed,
                  schemas -> schemas.schema(6, 3),
                  (Schema schema) -> options[0] = RandomOptions.of(schema, seed).build(),
                  300,
                  200)
              .path();
      files.add(Files.readAllBytes(file));
      openers.add(() -> ParquetInput.open(file));
    }
    Path compacted = directory.resolve("compacted.parquet");
    CompactionSummary summary;
    try (OutputStream out = Files.newOutputStream(compacted)) {
      summary =
          ParquetFileCompactor.builder()
              .copiedRowGroupRows(1)
              .writerOptions(
                  WriterOptions.builder()
                      .columns(
                          all ->
                              all.floatingPointOrder(options[0].columns.all.floatingPointOrder()))
                      .build())
              .build()
              .compact(openers, out);
    }

    byte[] file = Files.readAllBytes(compacted);
    List<RowGroup> copies = footer(file).getRow_groups();
    assertThat(summary.mergedRowGroups()).isZero();
    assertThat(summary.copiedRowGroups()).isEqualTo(copies.size()).isGreaterThan(3);
    int ordinal = 0;
    for (byte[] original : files) {
      assertThat(footer(file).getColumn_orders()).isEqualTo(footer(original).getColumn_orders());
      assertThat(footer(file).getSchema()).isEqualTo(footer(original).getSchema());
      for (RowGroup group : footer(original).getRow_groups()) {
        RowGroup copy = copies.get(ordinal);
        assertThat(copy.getOrdinal()).isEqualTo((short) ordinal);
        assertIsCopy(file, copy, original, group);
        ordinal++;
      }
    }
    assertThat(ordinal).isEqualTo(copies.size());
  }

  private static void assertIsCopy(byte[] file, RowGroup copy, byte[] original, RowGroup group)
      throws IOException {
    assertThat(part(file, copy.getFile_offset(), copy.getTotal_compressed_size()))
        .isEqualTo(part(original, group.getFile_offset(), group.getTotal_compressed_size()));
    for (int i = 0; i < group.getColumnsSize(); i++) {
      ColumnChunk copied = copy.getColumns().get(i);
      ColumnChunk chunk = group.getColumns().get(i);
      ColumnMetaData from = chunk.getMeta_data();
      ColumnMetaData to = copied.getMeta_data();
      long shift = to.getData_page_offset() - from.getData_page_offset();
      assertThat(shift).isEqualTo(copy.getFile_offset() - group.getFile_offset());
      assertThat(indexes(file, copied, -shift)).isEqualTo(indexes(original, chunk, 0));
      if (from.isSetBloom_filter_offset()) {
        assertThat(part(file, to.getBloom_filter_offset(), to.getBloom_filter_length()))
            .isEqualTo(
                part(original, from.getBloom_filter_offset(), from.getBloom_filter_length()));
        to.setBloom_filter_offset(from.getBloom_filter_offset());
      }
      to.setData_page_offset(to.getData_page_offset() - shift);
      if (to.isSetDictionary_page_offset()) {
        to.setDictionary_page_offset(to.getDictionary_page_offset() - shift);
      }
      assertThat(copied.getColumn_index_length()).isEqualTo(chunk.getColumn_index_length());
      copied.setOffset_index_offset(chunk.getOffset_index_offset());
      copied.setOffset_index_length(chunk.getOffset_index_length());
      if (copied.isSetColumn_index_offset()) {
        copied.setColumn_index_offset(chunk.getColumn_index_offset());
      }
    }
    copy.setFile_offset(group.getFile_offset());
    copy.setOrdinal(group.getOrdinal());
    assertThat(copy).isEqualTo(group);
  }

  private static List<Object> indexes(byte[] file, ColumnChunk chunk, long shift)
      throws IOException {
    OffsetIndex offsets =
        Util.readOffsetIndex(
            new ByteArrayInputStream(
                part(file, chunk.getOffset_index_offset(), chunk.getOffset_index_length())));
    for (PageLocation page : offsets.getPage_locations()) {
      page.setOffset(page.getOffset() + shift);
    }
    ByteArrayOutputStream columnIndex = new ByteArrayOutputStream();
    if (chunk.isSetColumn_index_offset()) {
      columnIndex.write(part(file, chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
    }
    return List.of(offsets, ByteBuffer.wrap(columnIndex.toByteArray()));
  }
}
