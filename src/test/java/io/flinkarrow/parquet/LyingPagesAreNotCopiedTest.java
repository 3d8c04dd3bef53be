package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.CompactedBytes.Change;
import io.flinkarrow.parquet.options.PageVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What contradicts itself is an error, or merged as if another library had written it. */
class LyingPagesAreNotCopiedTest {

  private static final int ID = 0;
  private static final int NAME = 1;

  /** Without dictionaries pages are copied from the first row group on. */
  private static final UnaryOperator<WriterOptions.Builder> PLAIN =
      options -> options.dictionary(false);

  private static final UnaryOperator<WriterOptions.Builder> VERSION_2 =
      options -> options.dictionary(false).columns(all -> all.pageVersion(PageVersion.V2));

  @TempDir Path directory;

  private static byte[] file(UnaryOperator<WriterOptions.Builder> options) throws IOException {
    return PagesAreCopiedIfTheyFitTest.numbers(
        options, PagesAreCopiedIfTheyFitTest.distinct(0, 3000));
  }

  private byte[] compacted(byte[] file, UnaryOperator<WriterOptions.Builder> options)
      throws IOException {
    return CompactedBytes.of(
        directory, List.of(file, file), PagesAreCopiedIfTheyFitTest.target(options));
  }

  /** The first page of a column has another header, of the same length. */
  private static byte[] changedHeader(byte[] file, int column, Change<PageHeader> change)
      throws IOException {
    RowGroup group = CompactedBytes.footer(file).getRow_groups().get(0);
    int start = (int) group.getColumns().get(column).getMeta_data().getData_page_offset();
    ByteArrayInputStream in = new ByteArrayInputStream(file, start, file.length - start);
    int before = in.available();
    PageHeader header = Util.readPageHeader(in);
    int length = before - in.available();
    change.of(header);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writePageHeader(header, out);
    assertThat(out.size()).isEqualTo(length);
    byte[] changed = file.clone();
    System.arraycopy(out.toByteArray(), 0, changed, start, length);
    return changed;
  }

  private void assertRefused(
      byte[] file, UnaryOperator<WriterOptions.Builder> options, String why) {
    assertThatThrownBy(() -> compacted(file, options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0.parquet")
        .hasMessageContaining(why);
  }

  private void assertMerged(byte[] lying, byte[] file, UnaryOperator<WriterOptions.Builder> options)
      throws IOException {
    assertThat(compacted(lying, options))
        .isEqualTo(compacted(CompactedBytes.ofAnother(file), options))
        .isNotEqualTo(compacted(file, options));
  }

  @Test
  void headersThatDoNotMatchTheIndexesAreRefused() throws IOException {
    byte[] file = file(PLAIN);
    assertRefused(
        changedHeader(file, ID, header -> header.getData_page_header().setNum_values(1001)),
        PLAIN,
        "should have 1000 rows by the offset index, but has 1001 values");
    assertRefused(
        changedHeader(file, ID, header -> header.setCrc(~header.getCrc())),
        PLAIN,
        "should have the CRC-32");
    assertRefused(
        CompactedBytes.changedOffsets(
            file(options -> PLAIN.apply(options).pageRows(900)),
            NAME,
            index -> index.getPage_locations().get(1).setFirst_row_index(850)),
        PLAIN,
        "should have 850 rows by the offset index, but has 900 values");
  }

  @Test
  void sizesBeforeCompressionThatCannotBeAreRefusedAsInOtherFiles() throws IOException {
    for (int bytes : new int[] {5000, 7999, 8001}) {
      assertRefused(
          changedHeader(file(PLAIN), ID, header -> header.setUncompressed_page_size(bytes)),
          PLAIN,
          "cannot be decompressed");
      assertRefused(
          changedHeader(file(VERSION_2), ID, header -> header.setUncompressed_page_size(bytes)),
          VERSION_2,
          "cannot be decompressed");
    }
  }

  @Test
  void pagesOfVersion2ThatSayOtherNullsAreNotCopied() throws IOException {
    byte[] file = file(VERSION_2);
    byte[] lying =
        changedHeader(
            file,
            NAME,
            header ->
                header
                    .getData_page_header_v2()
                    .setNum_nulls(header.getData_page_header_v2().getNum_nulls() + 1));
    byte[] compacted = compacted(lying, VERSION_2);
    assertThat(CompactedBytes.copiedPages(compacted, file, "name")).isZero();
    assertThat(CompactedBytes.copiedPages(compacted, file, "id")).isEqualTo(6);
  }

  @Test
  void headersOfVersion2ThatSayWhatCannotBeAreRefusedAsInOtherFiles() throws IOException {
    List<Change<PageHeader>> lies =
        List.of(
            header -> header.getData_page_header_v2().setIs_compressed(false),
            header -> {
              header.getData_page_header_v2().setDefinition_levels_byte_length(1);
              header.setUncompressed_page_size(header.getUncompressed_page_size() + 1);
            });
    for (Change<PageHeader> lie : lies) {
      byte[] lying = changedHeader(file(VERSION_2), ID, lie);
      assertThatThrownBy(() -> compacted(lying, VERSION_2))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'id'");
    }
  }

  @Test
  void sizesOfByteArraysThatDoNotAddUpAreNotBelieved() throws IOException {
    byte[] file = file(PLAIN);
    for (long first : new long[] {0, 1, Long.MAX_VALUE - 10}) {
      byte[] lying =
          CompactedBytes.changedOffsets(
              file,
              NAME,
              index -> {
                List<Long> bytes = index.getUnencoded_byte_array_data_bytes();
                bytes.set(0, first);
                bytes.set(1, first);
              });
      byte[] compacted = compacted(lying, PLAIN);
      assertThat(CompactedBytes.copiedPages(compacted, file, "name")).isZero();
      assertThat(CompactedBytes.copiedPages(compacted, file, "id")).isEqualTo(6);
    }
  }

  /** Otherwise any number of bytes would be copied into a row group that has no room for them. */
  @Test
  void pagesBeyondTheSizeOfTheChunkAreRefused() throws IOException {
    assertRefused(withBytesOfNames(file(PLAIN), 100), PLAIN, "should have values of at most");
  }

  /** Whose footer says so many bytes of all names. */
  private static byte[] withBytesOfNames(byte[] file, long bytes) throws IOException {
    return CompactedBytes.changed(
        file,
        footer ->
            footer
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(NAME)
                .getMeta_data()
                .getSize_statistics()
                .setUnencoded_byte_array_data_bytes(bytes));
  }

  @Test
  void indexesThatContradictThemselvesAreNotBelieved() throws IOException {
    byte[] file = file(PLAIN);
    List<Change<ColumnIndex>> lies =
        List.of(
            index -> index.getNull_counts().set(0, index.getNull_counts().get(0) + 1),
            index -> index.getNull_counts().set(0, -1L),
            index -> index.unsetNull_counts(),
            index -> index.getNull_pages().set(0, true),
            index -> index.getMin_values().remove(0),
            index -> index.getMax_values().set(2, ByteBuffer.allocate(65)),
            index -> index.setDefinition_level_histograms(List.of(1L)));
    for (Change<ColumnIndex> lie : lies) {
      byte[] lying = CompactedBytes.changedIndex(file, NAME, lie);
      byte[] compacted = compacted(lying, PLAIN);
      assertThat(CompactedBytes.copiedPages(compacted, file, "name")).isZero();
      assertThat(CompactedBytes.copiedPages(compacted, file, "id")).isEqualTo(6);
    }
    byte[] shortNumber =
        CompactedBytes.changedIndex(
            file, ID, index -> index.getMin_values().set(0, ByteBuffer.allocate(7)));
    assertThat(CompactedBytes.copiedPages(compacted(shortNumber, PLAIN), file, "id")).isZero();
    byte[] negative =
        CompactedBytes.changedOffsets(
            file, NAME, index -> index.getUnencoded_byte_array_data_bytes().set(1, -5L));
    assertThat(CompactedBytes.copiedPages(compacted(negative, PLAIN), file, "name")).isZero();
  }

  @Test
  void footersWithoutStatisticsAreNotBelieved() throws IOException {
    byte[] file = file(PLAIN);
    byte[] without =
        CompactedBytes.changed(
            file,
            footer ->
                footer
                    .getRow_groups()
                    .get(0)
                    .getColumns()
                    .forEach(chunk -> chunk.getMeta_data().unsetStatistics()));
    assertMerged(without, file, PLAIN);
    assertMerged(withBytesOfNames(file, 1L << 40), file, PLAIN);
  }

  /** Whose row group would not end where it should. */
  @Test
  void valuesBeyondTheirStatedSizeAreRefused() throws IOException {
    long[] ids = new long[3000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % 20;
    }
    UnaryOperator<WriterOptions.Builder> plainIds =
        options -> options.columnDictionary("id", false);
    byte[] file = PagesAreCopiedIfTheyFitTest.numbers(plainIds, ids);
    assertThat(CompactedBytes.copiedPages(compacted(file, plainIds), file, "id")).isEqualTo(6);
    assertRefused(withBytesOfNames(file, 100), plainIds, "should have values of at most");
  }
}
