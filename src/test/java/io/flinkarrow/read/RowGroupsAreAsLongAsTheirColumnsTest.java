package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A column chunk that holds more or fewer rows than its row group is damage, wherever it shows: in
 * a footer's count or in the levels of a list, whatever is asked for and wherever a reader begins.
 */
class RowGroupsAreAsLongAsTheirColumnsTest {

  private static final int ROWS = 10;

  /** Row 0 has two elements, the others one; the last leaf column of the struct has them too. */
  private static final String FIELDS =
      "required int32 flat; optional group list (LIST) { repeated group list { optional int32"
          + " element; } } repeated group bare { required int32 a; repeated int32 b; } optional"
          + " group map (MAP) { repeated group map { required int32 key; optional int32 value; } }";

  private static final String[] NAMES = {"flat", "list", "bare", "map"};
  private static final LogicalType[] TYPES = {
    type("INT"), type("ARRAY<INT>"), type("ARRAY<ROW<a INT, b ARRAY<INT>>>"), type("MAP<INT, INT>")
  };

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file =
        GroupFile.write(
            directory.resolve("lists.parquet"),
            FIELDS,
            IntStream.range(0, ROWS).boxed().toList(),
            (row, number) -> {
              row.add(0, number);
              Group list = row.addGroup(1);
              Group map = row.addGroup(3);
              for (int i = 0; i < (number == 0 ? 2 : 1); i++) {
                list.addGroup(0).add(0, i);
                Group bare = row.addGroup(2);
                bare.add(0, i);
                bare.add(1, i);
                map.addGroup(0).append("key", i).append("value", i);
              }
            });
  }

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(
        text, RowGroupsAreAsLongAsTheirColumnsTest.class.getClassLoader());
  }

  private static RowType asked(int column) {
    return RowType.of(new LogicalType[] {TYPES[column]}, new String[] {NAMES[column]});
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void asTheyAreTheyAreRead(int column) throws Exception {
    assertThat(Splits.read(file, asked(column))).hasSize(ROWS);
    assertThat(Splits.read(file, RowType.of(false))).hasSize(ROWS);
  }

  @ParameterizedTest
  @CsvSource({"0, 9", "1, 9", "2, 9", "3, 9", "0, 11", "1, 11", "2, 11", "3, 11", "1, 1", "1, 12"})
  void theFooterSaysOtherwise(int column, long rows) throws Exception {
    rewrite(group -> group.setNum_rows(rows));
    assertDamaged(Splits.whole(file), asked(column));
    assertDamaged(Splits.whole(file), RowType.of(false));
    assertDamaged(
        Splits.whole(file), RowType.of(new LogicalType[] {TYPES[0]}, new String[] {"later"}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aRowGroupWithoutRowsHasValues(int column) throws Exception {
    rewrite(group -> group.setNum_rows(0));
    assertDamaged(Splits.whole(file), asked(column));
  }

  /** The footer agrees with itself, the pages hold more. */
  @Test
  void pagesHoldMoreThanTheFooterSays() throws Exception {
    rewrite(
        group -> {
          group.setNum_rows(7);
          chunk(group, 0).setNum_values(7);
        });
    assertDamaged(Splits.whole(file), asked(0));
  }

  @Test
  void pagesHoldFewerThanTheFooterSays() throws Exception {
    rewrite(
        group -> {
          group.setNum_rows(12);
          chunk(group, 0).setNum_values(12);
        });
    assertDamaged(Splits.whole(file), asked(0));
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "1, 12", "2, 10", "3, 10", "4, 10", "5, 10"})
  void theFooterMiscountsTheValuesOfAList(int leaf, long values) throws Exception {
    rewrite(group -> chunk(group, leaf).setNum_values(values));
    int column = List.of(0, 1, 2, 2, 3, 3).get(leaf);
    assertDamaged(Splits.whole(file), asked(column));
  }

  /** All values of the list are one row's, because the second row's element goes on with it. */
  @Test
  void aRestoredReaderFindsItToo() throws Exception {
    rewrite(group -> group.setNum_rows(9));
    for (int skipped = 1; skipped < 9; skipped++) {
      FileSourceSplit restored =
          Splits.whole(file)
              .updateWithCheckpointedPosition(
                  new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, skipped));
      assertDamaged(restored, asked(1));
    }
    rewrite(group -> group.setNum_rows(11));
    FileSourceSplit behind =
        Splits.whole(file)
            .updateWithCheckpointedPosition(
                new CheckpointedPosition(CheckpointedPosition.NO_OFFSET, 10));
    assertDamaged(behind, asked(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"l", "m", "elsewhere", ""})
  void aFileOfListsOnly(String name) throws Exception {
    RowType asked =
        name.isEmpty()
            ? RowType.of(false)
            : RowType.of(
                new LogicalType[] {type(name.equals("m") ? "ARRAY<STRING>" : "ARRAY<INT>")},
                new String[] {name});
    assertThat(Splits.read(TestFiles.find("lists.parquet"), asked)).hasSize(5);
    assertDamaged(Splits.whole(TestFiles.find("lists-footer-says-4-fewer.parquet")), asked);
  }

  private void rewrite(Consumer<RowGroup> change) throws IOException {
    RewrittenFooter.rewrite(file, footer -> change.accept(footer.getRow_groups().get(0)));
  }

  private static ColumnMetaData chunk(RowGroup group, int leaf) {
    return group.getColumns().get(leaf).getMeta_data();
  }

  private static void assertDamaged(FileSourceSplit split, RowType asked) {
    assertThatThrownBy(() -> Splits.read(split, asked))
        .as(asked.asSummaryString())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(split.path().toString())
        .hasMessageContaining("The file is damaged; write it again");
  }
}
