package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageWalk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns come as they are asked for, by name and in that order, and no others are touched. */
class OnlyAskedColumnsAreReadTest {

  private static final int ROWS = 250;

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("numbered.parquet");
    NumberedRows.write(file, ROWS, WriterVersion.PARQUET_1_0);
  }

  @Test
  void inTheOrderAskedFor() throws Exception {
    RowType asked =
        row(
            new LogicalType[] {new ArrayType(new IntType()), new BigIntType(false)},
            "counts",
            "id");
    List<RowData> rows = Splits.read(file, asked);
    assertThat(rows).hasSize(ROWS);
    for (int id = 0; id < ROWS; id++) {
      assertThat(rows.get(id).getArity()).isEqualTo(2);
      assertThat(rows.get(id).getLong(1)).isEqualTo(id);
      assertThat(rows.get(id).isNullAt(0)).isEqualTo(id % 5 == 0);
    }
  }

  @Test
  void noColumnsGiveAllRows() throws Exception {
    overwriteAllChunksBut("none");
    assertThat(Splits.read(file, RowType.of(false)))
        .hasSize(ROWS)
        .allSatisfy(row -> assertThat(row.getArity()).isZero());
  }

  @Test
  void otherChunksMayHoldAnything() throws Exception {
    overwriteAllChunksBut("id");
    RowType asked = row(new LogicalType[] {new BigIntType(false)}, "id");
    List<RowData> rows = Splits.read(file, asked);
    assertThat(rows).hasSize(ROWS);
    assertThat(rows.get(ROWS - 1).getLong(0)).isEqualTo(ROWS - 1);
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE)).isInstanceOf(Exception.class);
  }

  @Test
  void aNullableColumnThatTheFileLacksIsNull() throws Exception {
    RowType asked = row(new LogicalType[] {new DoubleType(), new BigIntType(false)}, "later", "id");
    List<RowData> rows = Splits.read(file, asked);
    assertThat(rows).hasSize(ROWS).allMatch(row -> row.isNullAt(0) && !row.isNullAt(1));
    RowType onlyMissing = row(new LogicalType[] {new VarCharType(9)}, "later");
    assertThat(Splits.read(file, onlyMissing)).hasSize(ROWS).allMatch(row -> row.isNullAt(0));
  }

  @Test
  void aColumnThatTheFileLacksAndMayNotBeNullIsRefused() {
    RowType asked = row(new LogicalType[] {new DoubleType(false)}, "later");
    assertThatThrownBy(() -> Splits.read(file, asked))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Column 'later' is declared DOUBLE NOT NULL, but %s does not have it. Beside it are:"
                + " [id, name, counts]. Declare it nullable to read nulls",
            new org.apache.flink.core.fs.Path(file.toUri()));
  }

  @Test
  void aFileWithNoneOfATablesColumnsIsRefusedWhateverIsAskedFor() throws Exception {
    RowType later = row(new LogicalType[] {new DoubleType()}, "later");
    List<String> known = List.of("later", "id");
    assertThat(Splits.rows(Splits.whole(file), Splits.format(later).withTableColumns(known)))
        .hasSize(ROWS);
    for (RowType asked : List.of(later, RowType.of(false))) {
      ParquetRowFormat format = Splits.format(asked).withTableColumns(List.of("later", "ID"));
      assertThatThrownBy(() -> Splits.rows(Splits.whole(file), format))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("has none of the columns [later, ID]; it has 3 others");
    }
  }

  private static RowType row(LogicalType[] types, String... names) {
    return RowType.of(false, types, names);
  }

  private void overwriteAllChunksBut(String column) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (ChunkFacts chunk : PageWalk.walk(bytes, PageWalk.Rules.ANY).chunks()) {
      if (!chunk.path().equals(column)) {
        Arrays.fill(bytes, (int) chunk.start(), (int) chunk.end(), (byte) 0xff);
      }
    }
    Files.write(file, bytes);
  }
}
