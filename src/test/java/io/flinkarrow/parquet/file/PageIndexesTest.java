package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.page.SealedDataPage;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** A column index is written only if it hides no rows. */
class PageIndexesTest {

  private static final LeafColumn TEXT = column("optional binary x (STRING)");
  private static final LeafColumn NUMBER = column("optional int32 x");

  @Test
  void aPageOfNullsHasEmptyBounds() {
    ColumnIndex index =
        columnIndex(NUMBER, true, page(4, "a", "b", 1), page(4, null, null, 4)).orElseThrow();
    assertThat(index.getNull_pages()).containsExactly(false, true);
    assertThat(index.getNull_counts()).containsExactly(1L, 4L);
    assertThat(index.getMin_values().get(1).remaining()).isZero();
    assertThat(index.getMax_values().get(1).remaining()).isZero();
    assertThat(index.getBoundary_order()).isEqualTo(BoundaryOrder.ASCENDING);
  }

  @Test
  void aPageWithValuesButWithoutBoundsLeavesTheChunkWithoutIndex() {
    assertThat(columnIndex(NUMBER, true, page(4, "a", "b", 1), page(4, null, null, 3))).isEmpty();
  }

  @Test
  void invalidStatisticsLeaveTheChunkWithoutIndex() {
    assertThat(columnIndex(NUMBER, false, page(4, "a", "b", 1))).isEmpty();
  }

  @Test
  void aTypeWithoutOrderHasNoIndex() {
    LeafColumn interval = column("required fixed_len_byte_array(12) x (INTERVAL)");
    assertThat(columnIndex(interval, true, page(4, "aaaabbbbcccc", "aaaabbbbcccc", 0))).isEmpty();
  }

  @Test
  void moreThanFourKilobytesOfBoundsAPageLeaveTheChunkWithoutIndex() {
    String half = "x".repeat(2_048);
    assertThat(columnIndex(TEXT, true, page(4, half, half, 0))).isPresent();
    assertThat(columnIndex(TEXT, true, page(4, half, half + "x", 0))).isEmpty();
    assertThat(columnIndex(TEXT, true, page(4, half, half + "x", 0), page(4, null, null, 4)))
        .isPresent();
  }

  @Test
  void histogramsAreWrittenIfEveryPageHasOne() {
    SealedDataPage with = page(new long[] {3, 1}, new long[] {0, 1, 3});
    SealedDataPage without = page(null, new long[] {4, 0, 0});
    ColumnIndex index = columnIndex(NUMBER, true, with, without).orElseThrow();
    assertThat(index.isSetRepetition_level_histograms()).isFalse();
    assertThat(index.getDefinition_level_histograms()).containsExactly(0L, 1L, 3L, 4L, 0L, 0L);
  }

  @Test
  void lengthsOfByteArraysAreWrittenForByteArraysOnly() {
    List<SealedDataPage> pages = List.of(page(4, "a", "b", 1));
    List<PageLocation> locations = List.of(new PageLocation(4, 10, 0));
    assertThat(
            PageIndexes.offsetIndex(chunk(TEXT, pages, null), locations)
                .getUnencoded_byte_array_data_bytes())
        .containsExactly(17L);
    assertThat(
            PageIndexes.offsetIndex(chunk(NUMBER, pages, null), locations)
                .isSetUnencoded_byte_array_data_bytes())
        .isFalse();
  }

  private static Optional<ColumnIndex> columnIndex(
      LeafColumn column, boolean valid, SealedDataPage... pages) {
    ChunkStatistics statistics =
        new ChunkStatistics(null, null, false, false, 0, BoundaryOrder.ASCENDING, valid);
    return PageIndexes.columnIndex(chunk(column, List.of(pages), statistics));
  }

  private static SealedChunk chunk(
      LeafColumn column, List<SealedDataPage> pages, ChunkStatistics statistics) {
    return new SealedChunk(column, new PageStore(), null, 0, pages, 0, statistics, null, null);
  }

  private static SealedDataPage page(int levels, String min, String max, int nulls) {
    return page(statistics(min, max, nulls), levels, null, null);
  }

  private static SealedDataPage page(long[] repetition, long[] definition) {
    return page(statistics("a", "b", 0), 4, repetition, definition);
  }

  private static SealedDataPage page(
      PageStatistics statistics, int levels, long[] repetition, long[] definition) {
    DataPageInfo info =
        new DataPageInfo(levels, levels, Encoding.PLAIN, statistics, 17, repetition, definition);
    return new SealedDataPage(new PageStore.Location(0, 0, 10), info);
  }

  private static PageStatistics statistics(String min, String max, int nulls) {
    return new PageStatistics(
        min == null ? null : min.getBytes(StandardCharsets.US_ASCII),
        max == null ? null : max.getBytes(StandardCharsets.US_ASCII),
        min != null,
        max != null,
        nulls);
  }

  private static LeafColumn column(String field) {
    return new ArrayList<>(
            ReferencePages.columns(
                MessageTypeParser.parseMessageType("message m { " + field + "; }"),
                CompressionCodec.UNCOMPRESSED))
        .get(0);
  }
}
