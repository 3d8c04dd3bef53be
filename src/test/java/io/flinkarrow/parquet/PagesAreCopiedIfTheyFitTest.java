package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.RowsOfBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seen by the level of compression, which the one file has another of. */
class PagesAreCopiedIfTheyFitTest {

  private static final UnaryOperator<WriterOptions.Builder> AS_IT_IS = options -> options;

  @TempDir Path directory;

  static byte[] numbers(UnaryOperator<WriterOptions.Builder> options, long... ids)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out,
                NumberedBatches.SCHEMA,
                options
                    .apply(WriterOptions.builder().pageRows(1000).codec(CompressionCodec.ZSTD, 15))
                    .build());
        BufferAllocator allocator = new RootAllocator();
        LoadedBatch loaded = NumberedBatches.of(ids).load(allocator)) {
      writer.write(loaded.root());
      writer.finish();
    }
    return out.toByteArray();
  }

  /** Numbers that no dictionary pays for. */
  static long[] distinct(int first, int count) {
    return LongStream.range(first, first + count)
        .map(i -> i * 2_654_435_761L % (1L << 40))
        .toArray();
  }

  static WriterOptions target(UnaryOperator<WriterOptions.Builder> options) {
    return options
        .apply(WriterOptions.builder().pageRows(1000).codec(CompressionCodec.ZSTD, 1))
        .build();
  }

  private byte[] compacted(List<byte[]> sources, UnaryOperator<WriterOptions.Builder> options)
      throws IOException {
    byte[] compacted = CompactedBytes.of(directory, sources, target(options));
    List<Map<String, Object>> expected = new ArrayList<>();
    for (byte[] source : sources) {
      expected.addAll(rows(source));
    }
    assertThat(rows(compacted)).isEqualTo(expected);
    return compacted;
  }

  private List<Map<String, Object>> rows(byte[] file) throws IOException {
    return RowsOfBatches.of(Files.write(directory.resolve("read.parquet"), file));
  }

  /** How many pages of a second file with 3,000 rows are copied. */
  private void assertCopied(
      int pages,
      UnaryOperator<WriterOptions.Builder> source,
      UnaryOperator<WriterOptions.Builder> target)
      throws IOException {
    assertCopied(pages, numbers(source, distinct(5000, 3000)), source, target);
  }

  private void assertCopied(
      int pages,
      byte[] second,
      UnaryOperator<WriterOptions.Builder> source,
      UnaryOperator<WriterOptions.Builder> target)
      throws IOException {
    byte[] compacted = compacted(List.of(numbers(source, distinct(0, 1500)), second), target);
    for (String column : List.of("id", "name")) {
      assertThat(CompactedBytes.copiedPages(compacted, second, column)).as(column).isEqualTo(pages);
    }
  }

  @Test
  void asTheOptionsWantThem() throws IOException {
    assertCopied(3, AS_IT_IS, AS_IT_IS);
    UnaryOperator<WriterOptions.Builder> version2 =
        options -> options.columns(all -> all.pageVersion(PageVersion.V2));
    assertCopied(3, version2, version2);
    assertCopied(0, version2, AS_IT_IS);
    assertCopied(0, AS_IT_IS, version2);
    UnaryOperator<WriterOptions.Builder> delta =
        options ->
            options
                .columnEncoding("id", ValueEncoding.DELTA_BINARY_PACKED)
                .columnEncoding("name", ValueEncoding.DELTA_BYTE_ARRAY);
    assertCopied(3, delta, delta);
    assertCopied(0, delta, AS_IT_IS);
    assertCopied(0, AS_IT_IS, options -> options.codec(CompressionCodec.SNAPPY));
    assertCopied(
        0,
        AS_IT_IS,
        options ->
            options.profile(WriterProfile.COMPACT).codec(CompressionCodec.ZSTD, 1).pageRows(1000));
    assertCopied(0, AS_IT_IS, options -> options.columns(all -> all.bloomFilter(true)));
    assertCopied(
        0, AS_IT_IS, options -> options.columns(all -> all.statistics(StatisticsLevel.OFF)));
    assertCopied(
        0, options -> options.columns(all -> all.statistics(StatisticsLevel.OFF)), AS_IT_IS);
  }

  @Test
  void whoseStatisticsAreKnown() throws IOException {
    byte[] file = numbers(AS_IT_IS, distinct(5000, 3000));
    assertCopied(0, CompactedBytes.ofAnother(file), AS_IT_IS, AS_IT_IS);
    byte[] compacted =
        compacted(List.of(file, file), options -> options.columns(all -> all.boundsLength(5)));
    assertThat(CompactedBytes.copiedPages(compacted, file, "name")).as("to be truncated").isZero();
    assertThat(CompactedBytes.copiedPages(compacted, file, "id")).isEqualTo(3);
  }

  /** Where a dictionary was full, and in columns that have none. */
  @Test
  void behindPagesOfADictionary() throws IOException {
    long[] few = new long[1500];
    for (int i = 0; i < few.length; i++) {
      few[i] = i % 30;
    }
    byte[] second = numbers(AS_IT_IS, distinct(0, 3000));
    byte[] third = numbers(AS_IT_IS, distinct(5000, 3000));
    byte[] compacted =
        compacted(
            List.of(numbers(AS_IT_IS, few), second, third),
            options -> options.dictionaryBytes(2000));
    for (String column : List.of("id", "name")) {
      assertThat(CompactedBytes.copiedPages(compacted, second, column)).isZero();
      assertThat(CompactedBytes.copiedPages(compacted, third, column)).isEqualTo(3);
    }
    for (ColumnChunk chunk : CompactedBytes.footer(compacted).getRow_groups().get(0).getColumns()) {
      ColumnMetaData metadata = chunk.getMeta_data();
      assertThat(metadata.isSetDictionary_page_offset()).isTrue();
      assertThat(metadata.getEncodings())
          .containsExactlyInAnyOrder(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY);
      assertThat(metadata.getEncoding_stats()).hasSize(3);
    }
  }

  @Test
  void ifTheyAreLarge() throws IOException {
    byte[] small = numbers(options -> options.pageRows(400), distinct(5000, 3000));
    byte[] large = numbers(options -> options.pageRows(600), distinct(5000, 3000));
    assertCopied(0, small, AS_IT_IS, AS_IT_IS);
    assertCopied(5, large, AS_IT_IS, AS_IT_IS);
    assertCopied(
        0, numbers(options -> options.pageRows(1100), distinct(5000, 3300)), AS_IT_IS, AS_IT_IS);
  }

  /** The row group that they would not fit ends as it would without them. */
  @Test
  void ifTheRowGroupHasRoom() throws IOException {
    byte[] file = numbers(AS_IT_IS, distinct(5000, 3000));
    byte[] compacted = compacted(List.of(file, file, file), options -> options.rowGroupRows(7000));
    assertThat(CompactedBytes.footer(compacted).getRow_groups())
        .extracting(RowGroup::getNum_rows)
        .containsExactly(7000L, 2000L);
    assertThat(CompactedBytes.copiedPages(compacted, file, "id")).isEqualTo(3);
  }
}
