package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.format.ColumnMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a footer sums up, writers get wrong: 0, without the dictionary page, without its header, the
 * compressed size for the other. Pages say themselves how long they are, so such files are read.
 */
class FootersMayBeWrongAboutTotalsTest {

  private static final int ROWS = 40;

  @TempDir Path directory;

  @Test
  void filesOfDuckDb() throws Exception {
    List<RowData> rows =
        Splits.read(
            TestFiles.find("duckdb-0.5-zstd.parquet"), row("id BIGINT, name STRING, x DOUBLE"));
    assertThat(rows).hasSize(5_000);
    assertThat(rows.get(4_999).getLong(0)).isEqualTo(4_999);
  }

  @Test
  void filesOfParquetJs() throws Exception {
    List<RowData> rows =
        Splits.read(
            TestFiles.find("parquetjs-gzip.parquet"),
            row(
                "t STRING, o STRING, i BIGINT, d DOUBLE, b BOOLEAN, l ARRAY<INT>, ts TIMESTAMP_LTZ(3)"));
    assertThat(rows).hasSize(1_000);
    assertThat(rows.get(999).getLong(2)).isEqualTo(999);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1, 10, 10_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void anyUncompressedTotal(long total) throws Exception {
    assertIsRead(chunk -> chunk.setTotal_uncompressed_size(total));
  }

  /** Without the dictionary's header, without its page, and what nobody writes. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1, 10, 40, 10_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void anyCompressedTotal(long total) throws Exception {
    assertIsRead(chunk -> chunk.setTotal_compressed_size(total));
    assertIsRead(
        chunk -> chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() - total % 100));
  }

  /** The chunk behind begins where the pages end, whatever the chunk before it says. */
  private void assertIsRead(Consumer<ColumnMetaData> change) throws Exception {
    List<Integer> values = IntStream.range(0, ROWS).mapToObj(row -> row % 7).toList();
    Path file =
        GroupFile.write(
            directory.resolve("totals.parquet"),
            "required int32 column; required int32 other;",
            values,
            (row, value) -> {
              row.add(0, value);
              row.add(1, -value);
            });
    RewrittenFooter.rewrite(
        file,
        footer ->
            footer
                .getRow_groups()
                .get(0)
                .getColumns()
                .forEach(chunk -> change.accept(chunk.getMeta_data())));
    assertThat(GroupFile.read(file, new IntType(false))).isEqualTo(values);
    assertThat(Splits.read(file, row("other INT"))).hasSize(ROWS);
  }

  private static RowType row(String fields) {
    return (RowType)
        LogicalTypeParser.parse(
            "ROW<" + fields + ">", FootersMayBeWrongAboutTotalsTest.class.getClassLoader());
  }
}
