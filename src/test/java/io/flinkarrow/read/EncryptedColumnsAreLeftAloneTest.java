package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.format.ColumnChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column that cannot be read does not keep others from being read. */
class EncryptedColumnsAreLeftAloneTest {

  private static final RowType OPEN = row("open", new VarCharType(9));
  private static final RowType SECRET = row("secret", new BigIntType());

  @TempDir Path directory;

  @Test
  void othersAreRead() throws Exception {
    Path file = TestFiles.find("pyarrow-encrypted-column.parquet");
    assertThat(Splits.read(file, OPEN).stream().map(row -> row.getString(0).toString()))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    assertThat(Splits.read(file, RowType.of(false))).hasSize(100);
  }

  @Test
  void askedForTheyAreRefused() throws Exception {
    Path file = TestFiles.find("pyarrow-encrypted-column.parquet");
    assertThatThrownBy(() -> Splits.read(file, SECRET))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageMatching(
            "Column 'secret' is encrypted in row group 0 of file:\\S+encrypted-column.parquet, and cannot be read without keys: give a key provider .*, or leave it out");
  }

  @Test
  void anEncryptedFooterIsRefused() throws Exception {
    Path file = TestFiles.find("pyarrow-encrypted-footer.parquet");
    assertThatThrownBy(() -> Splits.read(file, OPEN))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("has an encrypted footer ('PARE'), which cannot be read");
  }

  /** The footer then says nothing of the chunk, not even where it is. */
  @Test
  void soIsWhatLiesElsewhereOrIsNotDescribed() throws Exception {
    Path file = file(chunk -> chunk.unsetMeta_data());
    assertThat(Splits.read(file, row("b", new BigIntType()))).hasSize(3);
    assertThatThrownBy(() -> Splits.read(file, row("a", new BigIntType())))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column 'a' is encrypted");
    Path elsewhere = file(chunk -> chunk.setFile_path("other.parquet"));
    assertThat(Splits.read(elsewhere, row("b", new BigIntType()))).hasSize(3);
    assertThatThrownBy(() -> Splits.read(elsewhere, row("a", new BigIntType())))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("in another file (other.parquet)");
  }

  @Test
  void ifNothingCanBeReadRowsCanStillBeCounted() throws Exception {
    Path file = file(chunk -> chunk.unsetMeta_data());
    RewrittenFooter.rewrite(
        file,
        footer -> footer.getRow_groups().get(0).getColumns().forEach(ColumnChunk::unsetMeta_data));
    assertThat(Splits.read(file, RowType.of(false))).hasSize(3);
  }

  private Path file(Consumer<ColumnChunk> change) throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("two.parquet"),
            "required int64 a; required int64 b;",
            List.of(1L, 2L, 3L),
            (row, value) -> {
              row.add(0, value);
              row.add(1, value);
            });
    RewrittenFooter.rewrite(
        file, footer -> change.accept(footer.getRow_groups().get(0).getColumns().get(0)));
    return file;
  }

  private static RowType row(String name, LogicalType type) {
    return RowType.of(new LogicalType[] {type}, new String[] {name});
  }
}
