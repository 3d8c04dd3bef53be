package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and row groups end where the options say, whatever the values' sizes. */
class PagesKeepTheirBudgetTest {

  private static final Schema TEXTS =
      new Schema(List.of(new Field("text", FieldType.nullable(new ArrowType.Utf8()), null)));

  private static final Schema LISTS =
      new Schema(
          List.of(
              new Field(
                  "texts",
                  FieldType.nullable(new ArrowType.List()),
                  List.of(new Field("element", FieldType.nullable(new ArrowType.Utf8()), null)))));

  private final BufferAllocator allocator = new RootAllocator();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withMegabyteStrings(boolean dictionary) throws IOException {
    int budget = 1 << 20;
    WriterOptions options =
        WriterOptions.builder()
            .codec(CompressionCodec.SNAPPY)
            .dictionary(dictionary)
            .rowGroupBytes(10L << 20)
            .build();
    int[] lengths = {
      10, 2_500_000, 500_000, 500_000, 50_000, 1 << 20, (1 << 20) - 4, 3, 0, 700_000
    };
    long retained = 0;
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, TEXTS, options);
        VectorSchemaRoot batch = VectorSchemaRoot.create(TEXTS, allocator)) {
      Random random = new Random(1);
      for (int round = 0; round < 4; round++) {
        VarCharVector texts = (VarCharVector) batch.getVector(0);
        texts.reset();
        for (int row = 0; row < lengths.length; row++) {
          texts.setSafe(row, text(random, lengths[row]));
        }
        batch.setRowCount(lengths.length);
        writer.write(batch);
        retained = Math.max(retained, writer.retainedBytes());
      }
      writer.finish();
    }
    PageWalk.WalkedFile walked = walk();
    assertThat(walked.footer().getRow_groupsSize()).isGreaterThan(1);
    assertBudget(walked, budget, WriterOptions.DEFAULT_PAGE_ROWS);
    assertThat(retained).isLessThan((10L << 20) + 3 * 2_500_000);
    int page = 0;
    List<PageFacts> pages = walked.column("text").get(0).pages();
    for (; page < pages.size() - 1; page++) {
      long next = pages.get(page + 1).plainBytes();
      assertThat(pages.get(page).plainBytes() + next)
          .as("page %d and the next would have fitted into one", page)
          .isGreaterThan(budget);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 4096})
  void withTinyPages(int budget) throws IOException {
    writeFlat(WriterOptions.builder().pageBytes(budget).dictionaryBytes(200).build(), 3000, 1500);
    PageWalk.WalkedFile walked = walk();
    assertBudget(walked, budget, WriterOptions.DEFAULT_PAGE_ROWS);
    for (PageFacts page : allButTheLast(walked.column("id").get(0))) {
      assertThat(page.rows()).isEqualTo(Math.max(1, budget / Long.BYTES));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 1000})
  void withFewRowsAPage(int rows) throws IOException {
    writeFlat(WriterOptions.builder().pageRows(rows).build(), 2500, 900);
    for (ChunkFacts chunk : walk().chunks()) {
      for (PageFacts page : allButTheLast(chunk)) {
        assertThat(page.rows()).as(chunk.path()).isEqualTo(rows);
      }
    }
  }

  @Test
  void budgetsThatNoPageCanHaveAreRefused() {
    WriterOptions.Builder options = WriterOptions.builder();
    assertThatThrownBy(() -> options.pageBytes(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pageBytes must be between 1 and 1073741824");
    assertThatThrownBy(() -> options.dictionaryBytes(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dictionaryBytes must be between 1 and 1073741824");
  }

  @Test
  void withListsOfBigStrings() throws IOException {
    int budget = 100_000;
    WriterOptions options = WriterOptions.builder().pageBytes(budget).dictionary(false).build();
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, LISTS, options);
        VectorSchemaRoot batch = VectorSchemaRoot.create(LISTS, allocator)) {
      ListVector lists = (ListVector) batch.getVector(0);
      VarCharVector texts = (VarCharVector) lists.getDataVector();
      Random random = new Random(2);
      int element = 0;
      for (int row = 0; row < 200; row++) {
        int length = random.nextInt(6);
        lists.startNewValue(row);
        for (int i = 0; i < length; i++) {
          texts.setSafe(element++, text(random, random.nextInt(40_000)));
        }
        lists.endValue(row, length);
      }
      batch.setRowCount(200);
      writer.write(batch);
      writer.finish();
    }
    PageWalk.WalkedFile walked = walk();
    assertBudget(walked, budget, WriterOptions.DEFAULT_PAGE_ROWS);
    assertThat(walked.chunks().get(0).pages()).hasSizeGreaterThan(50);
    assertThat(walked.chunks().get(0).pages()).anyMatch(page -> page.rows() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 1000, 1001})
  void rowGroupsHaveTheRowsAskedFor(int rows) throws IOException {
    int total = rows == 1 ? 30 : 4500;
    writeFlat(WriterOptions.builder().rowGroupRows(rows).build(), total, 1000);
    List<RowGroup> rowGroups = walk().footer().getRow_groups();
    assertThat(rowGroups).hasSize((total + rows - 1) / rows);
    for (RowGroup rowGroup : rowGroups.subList(0, rowGroups.size() - 1)) {
      assertThat(rowGroup.getNum_rows()).isEqualTo(rows);
    }
  }

  @Test
  void rowGroupsHaveTheBytesAskedFor() throws IOException {
    long limit = 2 << 20;
    WriterOptions options =
        WriterOptions.builder()
            .codec(CompressionCodec.UNCOMPRESSED)
            .rowGroupBytes(limit)
            .pageBytes(32 << 10)
            .build();
    long most = 0;
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
      for (int i = 0; i < 100; i++) {
        try (VectorSchemaRoot batch = FlatRows.batch(allocator, i * 1000L, 1000, 100)) {
          writer.write(batch);
          most = Math.max(most, writer.retainedBytes());
        }
      }
      writer.finish();
    }
    assertThat(most).isLessThan(limit + limit / 4);
    List<RowGroup> rowGroups = walk().footer().getRow_groups();
    assertThat(rowGroups).hasSizeGreaterThan(4);
    for (RowGroup rowGroup : rowGroups.subList(0, rowGroups.size() - 1)) {
      assertThat(rowGroup.getTotal_compressed_size()).isBetween(limit / 2, limit);
    }
  }

  @Test
  void aDictionaryThatColumnsShareEndsNoRowGroup() throws IOException {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
    FieldType type = new FieldType(true, encoding.getIndexType(), encoding);
    List<Field> fields =
        IntStream.range(0, 10).mapToObj(i -> new Field("kind" + i, type, null)).toList();
    Schema schema = new Schema(fields);
    WriterOptions options = WriterOptions.builder().rowGroupBytes(4 << 20).build();
    int rows = 3 * Stride.ROWS;
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        VarCharVector texts = new VarCharVector("texts", allocator)) {
      for (int entry = 0; entry < 10; entry++) {
        texts.setSafe(entry, text(new Random(entry), entry == 9 ? 1 << 20 : 5));
      }
      texts.setValueCount(10);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < fields.size(); column++) {
          ((IntVector) batch.getVector(column)).setSafe(row, row % 9);
        }
      }
      batch.setRowCount(rows);
      MapDictionaryProvider dictionaries =
          new MapDictionaryProvider(new Dictionary(texts, encoding));
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, schema, dictionaries, options)) {
        writer.write(batch);
        assertThat(writer.finish().rowGroups()).isEqualTo(1);
      }
    }
  }

  @Test
  void aRowGroupOfASmallerLimitThanARowHasOneRow() throws IOException {
    writeFlat(WriterOptions.builder().rowGroupBytes(1).build(), 20, 7);
    assertThat(walk().footer().getRow_groups())
        .hasSize(20)
        .allMatch(rowGroup -> rowGroup.getNum_rows() == 1);
  }

  @Test
  void dictionariesKeepTheirLimit() throws IOException {
    int limit = 3000;
    writeFlat(WriterOptions.builder().dictionaryBytes(limit).pageRows(100).build(), 4000, 1000);
    for (ChunkFacts chunk : walk().chunks()) {
      assertThat(chunk.dictionaryBytes()).as(chunk.path()).isLessThanOrEqualTo(limit);
    }
  }

  private PageWalk.WalkedFile walk() {
    return PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS);
  }

  private void writeFlat(WriterOptions options, int rows, int batchRows) throws IOException {
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
      for (int start = 0; start < rows; start += batchRows) {
        try (VectorSchemaRoot batch =
            FlatRows.batch(allocator, start, Math.min(batchRows, rows - start))) {
          writer.write(batch);
        }
      }
      assertThat(writer.finish().rows()).isEqualTo(rows);
    }
  }

  private static void assertBudget(PageWalk.WalkedFile walked, int bytes, int rows) {
    for (ChunkFacts chunk : walked.chunks()) {
      for (PageFacts page : chunk.pages()) {
        assertThat(page.rows()).as(chunk.path()).isLessThanOrEqualTo(rows);
        if (page.encoding() == Encoding.RLE_DICTIONARY && page.rows() > 1) {
          // The first page of a chunk is cut before it is known that it has ids.
          assertThat(Math.min(page.plainBytes(), (long) Integer.BYTES * page.levels()))
              .as(chunk.path())
              .isLessThanOrEqualTo(bytes);
        } else if (page.rows() > 1) {
          assertThat(page.plainBytes()).as(chunk.path()).isLessThanOrEqualTo(bytes);
        }
      }
    }
  }

  private static List<PageFacts> allButTheLast(ChunkFacts chunk) {
    return chunk.pages().subList(0, chunk.pages().size() - 1);
  }

  private static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    return text;
  }
}
