package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages of dictionary ids have as many rows as any other, however long the entries are that the ids
 * stand for: so a column of few long entries makes a file as small as it came.
 */
class LongEntriesMakeUsualPagesTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  /** Instead of an entry: the row has none. */
  private static final int NULL = -1;

  private static final DictionaryEncoding ENCODING = new DictionaryEncoding(1, false, null);
  private static final Schema SCHEMA =
      new Schema(
          List.of(new Field("kind", new FieldType(true, ENCODING.getIndexType(), ENCODING), null)));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @EnumSource(WriterProfile.class)
  void ofAHundredLongEntries(WriterProfile profile) throws IOException {
    int rows = EXTENDED ? 1_000_000 : 200_000;
    WriterOptions options = WriterOptions.builder().profile(profile).build();
    write(options, entries(100, 8_000), rows, 50_000, row -> row * 31 % 100);
    for (ChunkFacts chunk : PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS).chunks()) {
      assertThat(chunk.pages())
          .hasSizeLessThan(rows / 20_000 + 4)
          .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(Encoding.RLE_DICTIONARY));
    }
    assertThat(out.size()).isLessThan(1_000_000 + rows);
  }

  @Test
  void ofOneEntryAsLargeAsADictionaryMayBe() throws IOException {
    int rows = EXTENDED ? 16_000_000 : 500_000;
    write(
        WriterOptions.builder().codec(CompressionCodec.UNCOMPRESSED).build(),
        entries(1, WriterOptions.DEFAULT_DICTIONARY_BYTES - Integer.BYTES),
        rows,
        rows / 10,
        row -> 0);
    // Pages of few rows would take some hundred bytes each, with what indexes say of them.
    long rowGroups = rows / WriterOptions.DEFAULT_ROW_GROUP_ROWS + 1;
    assertThat((long) out.size())
        .isLessThan(rowGroups * (WriterOptions.DEFAULT_DICTIONARY_BYTES + 100_000));
  }

  /** Longer than a dictionary may be: see the limit of long entries. */
  static Stream<Arguments> entriesBeyondTheLimit() {
    int limit = WriterOptions.DEFAULT_DICTIONARY_BYTES;
    return Stream.of(
        Arguments.of(1, limit),
        Arguments.of(1, 8 * limit),
        Arguments.of(2, limit),
        Arguments.of(3, limit),
        Arguments.of(100, 600_000),
        Arguments.of(3_000, 2_000));
  }

  @ParameterizedTest
  @MethodSource("entriesBeyondTheLimit")
  void ofEntriesBeyondTheLimit(int count, int length) throws IOException {
    int rows = EXTENDED ? 16_000_000 : 200_000;
    Random random = new Random(7);
    WriterOptions options = WriterOptions.builder().codec(CompressionCodec.UNCOMPRESSED).build();
    FileSummary summary =
        write(
            OutputStream.nullOutputStream(),
            options,
            entries(count, length),
            rows,
            rows / 10,
            row -> random.nextInt(count));
    long rowGroups = rows / WriterOptions.DEFAULT_ROW_GROUP_ROWS + 1;
    long dictionary = (long) count * (length + Integer.BYTES);
    assertThat(summary.bytes()).isLessThan(rowGroups * (dictionary + 100_000) + 2L * rows);
    // Few rows, because the walk compares every value with the statistics, byte by byte.
    write(options, entries(count, length), 2 * count, count, row -> row % count);
    assertThat(PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS).chunks())
        .allSatisfy(
            chunk ->
                assertThat(chunk.pages())
                    .extracting(PageFacts::encoding)
                    .containsOnly(Encoding.RLE_DICTIONARY));
  }

  /** The first page does not show how often the pages behind it refer to its entries. */
  @Test
  void whoseFirstPageRefersToEachEntryOnce() throws IOException {
    write(
        WriterOptions.builder().build(),
        entries(100, 8_000),
        200_000,
        50_000,
        row -> row < 20_000 ? (row < 100 ? row : NULL) : row % 100);
    assertThat(out.size()).isLessThan(1_200_000);
  }

  /** The limit of long entries, 64 times that of others, ends the dictionary, as any limit does. */
  @ParameterizedTest
  @EnumSource(WriterProfile.class)
  void whenTheDictionaryOfLongEntriesIsFull(WriterProfile profile) throws IOException {
    WriterOptions options =
        WriterOptions.builder().profile(profile).dictionaryBytes(20_000).build();
    write(options, entries(1_000, 2_000 - Integer.BYTES), 2_000, 300, row -> row % 1_000);
    ChunkFacts chunk = PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS).chunks().get(0);
    assertThat(chunk.dictionaryEntries()).isEqualTo(64 * 20_000 / 2_000);
    List<PageFacts> pages = chunk.pages();
    assertThat(pages.get(0).encoding()).isEqualTo(Encoding.RLE_DICTIONARY);
    assertThat(pages.subList(1, pages.size()))
        .hasSizeGreaterThan(1)
        .allSatisfy(page -> assertThat(page.encoding()).isNotEqualTo(Encoding.RLE_DICTIONARY));
  }

  static Stream<Integer> batchRows() {
    return Stream.of(1_000, 3_333, 60_000);
  }

  /** The page ends before the first value without room, wherever batches end. */
  @ParameterizedTest
  @MethodSource("batchRows")
  void whenTheDictionaryIsFull(int batchRows) throws IOException {
    WriterOptions options = WriterOptions.builder().dictionaryBytes(100_000).build();
    // The entry after the first 99 comes at row 30,100, another one with every hundredth row.
    write(
        options,
        entries(500, 1_000 - Integer.BYTES),
        60_000,
        batchRows,
        row -> row < 30_100 ? row % 99 : 99 + (row - 30_100) / 100 % 400);
    ChunkFacts chunk = PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS).chunks().get(0);
    assertThat(chunk.dictionaryEntries()).isEqualTo(100);
    List<PageFacts> pages = chunk.pages();
    assertThat(pages.get(0).rows()).isEqualTo(20_000);
    assertThat(pages.get(1).rows()).isEqualTo(10_200);
    assertThat(pages.get(1).encoding()).isEqualTo(Encoding.RLE_DICTIONARY);
    assertThat(pages.subList(2, pages.size()))
        .allSatisfy(page -> assertThat(page.encoding()).isEqualTo(Encoding.PLAIN))
        .allSatisfy(page -> assertThat(page.rows()).isLessThan(1_100));
  }

  /**
   * A row of many slices, in the midst of which the dictionary is full, is taken back as a whole.
   */
  @Test
  void whenTheDictionaryIsFullInTheMidstOfALongRow() throws IOException {
    Schema lists =
        new Schema(
            List.of(
                new Field("kinds", FieldType.nullable(new ArrowType.List()), SCHEMA.getFields())));
    int rows = 4;
    int elements = 3 * LeafSlice.MOST_ENTRIES + 1_000;
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector texts = texts(allocator, entries(300, 100 - Integer.BYTES));
        VectorSchemaRoot batch = VectorSchemaRoot.create(lists, allocator)) {
      ListVector list = (ListVector) batch.getVector(0);
      IntVector ids = (IntVector) list.getDataVector();
      for (int row = 0; row < rows; row++) {
        list.startNewValue(row);
        for (int i = 0; i < elements; i++) {
          // The last entries come in the second half of the third row.
          boolean late = row * elements + i > 2.5 * elements;
          ids.setSafe(row * elements + i, late ? i % 300 : i % 99);
        }
        list.endValue(row, elements);
      }
      batch.setRowCount(rows);
      MapDictionaryProvider dictionaries =
          new MapDictionaryProvider(new Dictionary(texts, ENCODING));
      WriterOptions options = WriterOptions.builder().dictionaryBytes(10_000).build();
      try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, lists, dictionaries, options)) {
        writer.write(batch);
        writer.finish();
      }
    }
    ChunkFacts chunk = PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS).chunks().get(0);
    assertThat(chunk.dictionaryEntries()).isEqualTo(99);
    assertThat(chunk.pages())
        .extracting(PageFacts::encoding)
        .containsExactly(Encoding.RLE_DICTIONARY, Encoding.PLAIN, Encoding.PLAIN);
    assertThat(chunk.pages()).extracting(PageFacts::rows).containsExactly(2, 1, 1);
    assertThat(chunk.pages())
        .extracting(PageFacts::levels)
        .containsExactly(2 * elements, elements, elements);
  }

  private static VarCharVector texts(BufferAllocator allocator, List<byte[]> entries) {
    VarCharVector texts = new VarCharVector("texts", allocator);
    for (int i = 0; i < entries.size(); i++) {
      texts.setSafe(i, entries.get(i));
    }
    texts.setValueCount(entries.size());
    return texts;
  }

  private static List<byte[]> entries(int count, int length) {
    Random random = new Random(count);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[length];
      for (int at = 0; at < length; at++) {
        entry[at] = (byte) ('a' + random.nextInt(26));
      }
      byte[] number = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(number, 0, entry, 0, number.length);
      entries.add(entry);
    }
    return entries;
  }

  private void write(
      WriterOptions options,
      List<byte[]> entries,
      int rows,
      int batchRows,
      IntUnaryOperator entryOfRow)
      throws IOException {
    write(out, options, entries, rows, batchRows, entryOfRow);
  }

  private static FileSummary write(
      OutputStream out,
      WriterOptions options,
      List<byte[]> entries,
      int rows,
      int batchRows,
      IntUnaryOperator entryOfRow)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector texts = texts(allocator, entries);
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
      MapDictionaryProvider dictionaries =
          new MapDictionaryProvider(new Dictionary(texts, ENCODING));
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, SCHEMA, dictionaries, options)) {
        IntVector ids = (IntVector) batch.getVector(0);
        for (int from = 0; from < rows; from += batchRows) {
          int count = Math.min(batchRows, rows - from);
          for (int i = 0; i < count; i++) {
            int entry = entryOfRow.applyAsInt(from + i);
            if (entry == NULL) {
              ids.setNull(i);
            } else {
              ids.setSafe(i, entry);
            }
          }
          batch.setRowCount(count);
          writer.write(batch);
        }
        FileSummary summary = writer.finish();
        assertThat(summary.rows()).isEqualTo(rows);
        return summary;
      }
    }
  }
}
