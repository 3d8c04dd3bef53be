package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.IntType;
import org.apache.parquet.format.PageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page's header is a few bytes that claim how much memory the page needs. It is held against what
 * the page itself and its codec can become before any is taken: a claim of 2 GB would end the
 * process.
 */
class PagesBecomeNoLongerThanTheyCanTest {

  private static final int ROWS = 40;

  @TempDir Path directory;

  @Test
  void aPageLongerThanItsBytesCanBecomeIsRefused() throws Exception {
    Path file =
        file(header -> header.setUncompressed_page_size(Integer.MAX_VALUE - Short.MAX_VALUE));
    assertThatThrownBy(() -> GroupFile.read(file, new IntType(false)))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "The dictionary page of column 'column' in row group 0 of file:\\S+ should have from 0 to \\d+ bytes, and from 0 to \\d{2,3} when decompressed, but has \\d+ and 2147450880\\. The file is damaged; write it again");
  }

  @Test
  void aDictionaryOfMoreEntriesThanBytesIsRefused() throws Exception {
    for (int entries : new int[] {-1, Integer.MAX_VALUE - Short.MAX_VALUE}) {
      Path file =
          file(
              header -> {
                header.getDictionary_page_header().setNum_values(entries);
                return header;
              });
      assertThatThrownBy(() -> GroupFile.read(file, new IntType(false)))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "The dictionary page of column 'column' in row group 0 of file:\\S+ should have from 0 to 28 entries in as many bytes, but has %d\\. The file is damaged; write it again"
                  .formatted(entries));
    }
  }

  @Test
  void anUnchangedHeaderIsRead() throws Exception {
    Path file = file(header -> header);
    assertThat(GroupFile.read(file, new IntType(false))).hasSize(ROWS);
  }

  private Path file(UnaryOperator<PageHeader> change) throws IOException {
    List<Integer> values = IntStream.range(0, ROWS).mapToObj(row -> row % 7).toList();
    Path file =
        GroupFile.write(
            directory.resolve("claims.parquet"),
            "required int32 column;",
            values,
            (row, value) -> row.add(0, value));
    RewrittenFooter.rewriteFirstPage(file, change);
    return file;
  }
}
