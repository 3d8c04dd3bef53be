package io.flinkarrow.parquet.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.predicate.Predicate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages of lists that a filter passes over are passed by the rows that they state, if no offset
 * index does. If they have others, the file is refused: rows would be given lists of other rows.
 */
class PassedPagesHaveTheirRowsTest {

  private static final int ROWS = 200;
  private static final int PAGE_ROWS = 10;
  private static final int TAIL = 8;

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    ArrowType.Int integer = new ArrowType.Int(32, true);
    Schema schema =
        new Schema(
            List.of(
                new Field("id", FieldType.notNullable(integer), null),
                new Field(
                    "list",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(new Field("element", FieldType.nullable(integer), null)))));
    file = directory.resolve("lists.parquet");
    WriterOptions options =
        WriterOptions.builder()
            .pageRows(PAGE_ROWS)
            .columns(column -> column.pageVersion(PageVersion.V2).dictionary(false))
            .build();
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      UnionListWriter lists = ((ListVector) root.getVector("list")).getWriter();
      for (int row = 0; row < ROWS; row++) {
        ((IntVector) root.getVector("id")).setSafe(row, row);
        lists.setPosition(row);
        lists.startList();
        lists.writeInt(row);
        lists.writeInt(-row);
        lists.endList();
      }
      root.setRowCount(ROWS);
      writer.write(root);
      writer.finish();
    }
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  /** The lists of the rows whose number is at least one. */
  private List<String> lists(int from) throws IOException {
    List<String> lists = new ArrayList<>();
    ReaderOptions options =
        ReaderOptions.builder()
            .columns("list")
            .filter(Predicate.column("id").isGreaterThanOrEqualTo(from))
            .build();
    try (ArrowParquetReader reader =
        ArrowParquetReader.open(ParquetInput.open(file), options, allocator)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          lists.add(root.getVector(0).getObject(row).toString());
        }
      }
    }
    return lists;
  }

  /**
   * Changes headers of the pages of lists, by their numbers; the new ones are as long. Their offset
   * index is dropped.
   */
  private void change(BiConsumer<Integer, DataPageHeaderV2> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL);
    FileMetaData footer =
        Util.readFileMetaData(
            new ByteArrayInputStream(bytes, bytes.length - TAIL - length, length));
    ColumnMetaData chunk = footer.getRow_groups().get(0).getColumns().get(1).getMeta_data();
    int at = (int) chunk.getData_page_offset();
    int end = at + (int) chunk.getTotal_compressed_size();
    for (int page = 0; at < end; page++) {
      ByteArrayInputStream rest = new ByteArrayInputStream(bytes, at, end - at);
      PageHeader header = Util.readPageHeader(rest);
      assertThat(header.getType()).isEqualTo(PageType.DATA_PAGE_V2);
      change.accept(page, header.getData_page_header_v2());
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      Util.writePageHeader(header, changed);
      assertThat(changed.size()).isEqualTo(end - at - rest.available());
      System.arraycopy(changed.toByteArray(), 0, bytes, at, changed.size());
      at += changed.size() + header.getCompressed_page_size();
    }
    footer.getRow_groups().get(0).getColumns().get(1).unsetOffset_index_offset();
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, bytes.length - TAIL - length);
    int start = changed.size();
    Util.writeFileMetaData(footer, changed);
    changed.write(
        ByteBuffer.allocate(TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(changed.size() - start)
            .put(bytes, bytes.length - TAIL / 2, TAIL / 2)
            .array());
    Files.write(file, changed.toByteArray());
  }

  @Test
  void asTheyAreWrittenTheyAre() throws IOException {
    assertThat(lists(0)).hasSize(ROWS);
    assertThat(lists(195)).isEqualTo(lists(0).subList(195, ROWS));
  }

  @Test
  void thoseThatStateOtherRowsAreRefused() throws IOException {
    List<String> whole = lists(0);
    change((page, header) -> header.setNum_rows(header.getNum_rows() + (page % 2 == 0 ? -1 : 1)));

    assertThat(lists(0)).as("rows that are all read").isEqualTo(whole);
    assertThatThrownBy(() -> lists(195))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Page 0 of column 'list.list.element' in row group 0 of " + file)
        .hasMessageContaining("should have 9 rows, as its header says, but has 10");
  }

  @Test
  void thoseThatStateNoRowsAreRefused() throws IOException {
    change((page, header) -> header.setNum_rows(0));

    assertThatThrownBy(() -> lists(195))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("should have 0 rows, as its header says, but has 10");
  }
}
