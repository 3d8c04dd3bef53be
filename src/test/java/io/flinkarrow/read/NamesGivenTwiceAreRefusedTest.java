package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two columns of one name nobody knows which one is meant, so neither is given. */
class NamesGivenTwiceAreRefusedTest {

  private static final LogicalType LONG = DataTypes.BIGINT().getLogicalType();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"BIGINT", "STRING", "ARRAY<INT>"})
  void asColumns(String type) throws Exception {
    RowType asked = row("dup", type(type));
    assertRefused(TestFiles.find("pyarrow-dup.parquet"), asked, "dup", 2);
  }

  @Test
  void asFieldsOfAStruct() throws Exception {
    RowType asked =
        row(
            "s",
            DataTypes.ROW(DataTypes.FIELD("dup", DataTypes.STRING().notNull())).getLogicalType());
    assertRefused(TestFiles.find("pyarrow-struct-dup.parquet"), asked, "s.dup", 2);
  }

  /** parquet-java looks columns up by their names, and would take the one for the other. */
  @Test
  void evenIfOneIsAGroup() throws Exception {
    Path file =
        rows(
            "required group column { required int64 a; } required int64 other; repeated group"
                + " column1 { required int64 a1; required int64 a2; } required binary column2;");
    assertRefused(file, row("column", LONG), "column", 3);
    assertThat(Splits.read(file, row("other", LONG))).isEmpty();
  }

  @Test
  void inListsAndMapsToo() throws Exception {
    Path list =
        rows(
            "required group column (LIST) { repeated group list { required group element { required"
                + " int64 a1; required int64 a2; required int64 b; } } }");
    assertRefused(list, row("column", type("ARRAY<ROW<a BIGINT>>")), "column.list.element.a", 2);
    assertThat(Splits.read(list, row("column", type("ARRAY<ROW<b BIGINT>>")))).isEmpty();
    Path map =
        rows(
            "required group column (MAP) { repeated group map { required int64 key; optional group"
                + " value { optional int64 v1; optional int64 v2; } } }");
    assertRefused(map, row("column", type("MAP<BIGINT, ROW<v BIGINT>>")), "column.map.value.v", 2);
  }

  @Test
  void butNotIfNobodyAsksForThem() throws Exception {
    assertThat(Splits.read(TestFiles.find("pyarrow-dup.parquet"), RowType.of(false))).hasSize(3);
    RowType asked = row("elsewhere", LONG);
    assertThat(Splits.read(TestFiles.find("pyarrow-struct-dup.parquet"), asked))
        .isEqualTo(Collections.nCopies(3, GenericRowData.of((Object) null)));
  }

  /** Keys and values of maps are known by their order, whatever they are called. */
  @Test
  void butNotWhereNamesDoNotMatter() throws Exception {
    Path file =
        rows(
            "required group column (MAP) { repeated group map { required int32 x1; required int32"
                + " x2; } }",
            List.of(7),
            (row, value) -> {
              Group entry = row.addGroup(0).addGroup(0);
              entry.add(0, value);
              entry.add(1, -value);
            });
    GenericMapData map = (GenericMapData) GroupFile.read(file, type("MAP<INT, INT>")).get(0);
    assertThat(map.size()).isOne();
    assertThat(map.get(7)).isEqualTo(-7);
  }

  @Test
  void namesThatDifferInCaseAreTwo() throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("case.parquet"),
            "required int64 column; required int64 Column;",
            List.of(7L),
            (row, value) -> {
              row.add(0, value);
              row.add(1, -value);
            });
    List<RowData> rows =
        Splits.read(
            file, RowType.of(new LogicalType[] {LONG, LONG}, new String[] {"Column", "column"}));
    assertThat(rows).isEqualTo(List.of(GenericRowData.of(-7L, 7L)));
  }

  private Path rows(String fields) throws Exception {
    return rows(fields, List.of(), (row, value) -> {});
  }

  /** parquet-java writes no such file, so numbers at the ends of names are cut off afterwards. */
  private <T> Path rows(String fields, List<T> values, BiConsumer<Group, T> add) throws Exception {
    Path file = GroupFile.write(directory.resolve("rows.parquet"), fields, values, add);
    UnaryOperator<String> cut = name -> name.replaceAll("\\d$", "");
    RewrittenFooter.rewrite(
        file,
        footer -> {
          footer.getSchema().forEach(element -> element.setName(cut.apply(element.getName())));
          footer.getRow_groups().stream()
              .flatMap(group -> group.getColumns().stream())
              .forEach(chunk -> chunk.getMeta_data().getPath_in_schema().replaceAll(cut));
        });
    return file;
  }

  private static LogicalType type(String text) {
    return LogicalTypeParser.parse(text, NamesGivenTwiceAreRefusedTest.class.getClassLoader());
  }

  private static RowType row(String name, LogicalType type) {
    return RowType.of(new LogicalType[] {type}, new String[] {name});
  }

  private static void assertRefused(Path file, RowType asked, String column, int times) {
    assertThatThrownBy(() -> Splits.read(file, asked))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Column '%s' cannot be read from %s, which has %d columns of this name there: leave it"
                + " out, or write the file with other names",
            column, new org.apache.flink.core.fs.Path(file.toUri()), times);
  }
}
