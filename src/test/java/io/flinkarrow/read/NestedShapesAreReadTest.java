package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.types.variant.BinaryVariant;
import org.apache.flink.types.variant.Variant;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, maps, rows and variants, however their writers laid them out. */
class NestedShapesAreReadTest {

  private static final LogicalType INTS = DataTypes.ARRAY(DataTypes.INT()).getLogicalType();

  @TempDir Path directory;

  /** Each row has as many elements as its number. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional group column (LIST) { repeated group list { optional int32 element; } }",
        "required group column (LIST) { repeated group bag { required int32 item; } }",
        "optional group column (LIST) { repeated int32 array; }",
        "repeated int32 column;"
      })
  void listsOfThreeLevelsTwoAndOne(String field) throws Exception {
    boolean bare = field.startsWith("repeated");
    boolean twoLevels = field.contains("int32 array");
    Path file =
        write(
            field,
            List.of(0, 1, 3, 0),
            (row, size) -> {
              Group list = bare ? row : row.addGroup(0);
              for (int i = 0; i < size; i++) {
                (bare || twoLevels ? list : list.addGroup(0)).add(0, i);
              }
            });
    assertThat(GroupFile.read(file, INTS))
        .isEqualTo(List.of(array(), array(0), array(0, 1, 2), array()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional group column (LIST) { repeated group array { required int32 a; } }",
        "optional group column (LIST) { repeated group column_tuple { required int32 a; } }",
        "optional group column (LIST) { repeated group any { required int32 a; optional int32 b; } }"
      })
  void twoLevelListsOfRows(String field) throws Exception {
    Path file = write(field, List.of(7), (row, value) -> row.addGroup(0).addGroup(0).add(0, value));
    LogicalType type =
        DataTypes.ARRAY(DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT()))).getLogicalType();
    ArrayData rows = (ArrayData) GroupFile.read(file, type).get(0);
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.getRow(0, 1)).isEqualTo(GenericRowData.of(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAP", "MAP_KEY_VALUE"})
  void mapsOldAndNewAndMultisets(String annotation) throws Exception {
    Path file =
        write(
            "optional group column (%s) { repeated group map { required binary key (STRING); required int32 num; } }"
                .formatted(annotation),
            List.of(0, 2),
            (row, size) -> {
              Group map = row.addGroup(0);
              for (int i = 0; i < size; i++) {
                Group entry = map.addGroup(0);
                entry.add(0, Binary.fromString("k" + i));
                entry.add(1, i);
              }
            });
    List<Object> expected =
        List.of(
            new GenericMapData(Map.of()),
            new GenericMapData(
                Map.of(StringData.fromString("k0"), 0, StringData.fromString("k1"), 1)));
    assertThat(
            GroupFile.read(
                file, DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()).getLogicalType()))
        .isEqualTo(expected);
    assertThat(GroupFile.read(file, DataTypes.MULTISET(DataTypes.STRING()).getLogicalType()))
        .isEqualTo(expected);
  }

  @Test
  void fieldsOfRowsAreFoundByName() throws Exception {
    Path file =
        write(
            "optional group column { optional int32 a; required int32 b; }",
            List.of(1, 2),
            (row, value) -> row.addGroup(0).append("b", value));
    LogicalType type =
        DataTypes.ROW(
                DataTypes.FIELD("b", DataTypes.INT()),
                DataTypes.FIELD("later", DataTypes.STRING()),
                DataTypes.FIELD("a", DataTypes.INT()))
            .getLogicalType();
    assertThat(GroupFile.read(file, type))
        .isEqualTo(List.of(GenericRowData.of(1, null, null), GenericRowData.of(2, null, null)));
    LogicalType notNull =
        DataTypes.ROW(
                DataTypes.FIELD("b", DataTypes.INT()),
                DataTypes.FIELD("later", DataTypes.INT().notNull()))
            .getLogicalType();
    assertThatThrownBy(() -> GroupFile.read(file, notNull))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column 'column.later' is declared INT NOT NULL, but");
  }

  /** Both leaf columns are called column.a when their paths are written with dots. */
  @Test
  void aDotInANameIsNoPath() throws Exception {
    Path file =
        write(
            "required group column { required int32 a; } required int32 column.a;",
            List.of(1, 2),
            (row, value) -> {
              row.addGroup(0).append("a", value);
              row.add(1, -value);
            });
    LogicalType type =
        DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT())).notNull().getLogicalType();
    assertThat(GroupFile.read(file, type))
        .isEqualTo(List.of(GenericRowData.of(1), GenericRowData.of(2)));
  }

  @Test
  void structuredAndDistinctTypes() throws Exception {
    DistinctType distinct =
        DistinctType.newBuilder(ObjectIdentifier.of("c", "d", "count"), new IntType()).build();
    StructuredType structured =
        StructuredType.newBuilder(ObjectIdentifier.of("c", "d", "pair"))
            .attributes(
                List.of(
                    new StructuredType.StructuredAttribute("a", distinct),
                    new StructuredType.StructuredAttribute("b", new IntType(false))))
            .build();
    Path file =
        write(
            "optional group column { optional int32 a; required int32 b; }",
            List.of(1),
            (row, value) -> row.addGroup(0).append("b", value));
    assertThat(GroupFile.read(file, structured)).isEqualTo(List.of(GenericRowData.of(null, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(VARIANT(1))", ""})
  void variants(String annotation) throws Exception {
    List<Variant> variants =
        List.of(
            Variant.newBuilder().of(42),
            Variant.newBuilder().of("text"),
            Variant.newBuilder().ofNull());
    Path file =
        write(
            "optional group column %s { required binary metadata; required binary value; }"
                .formatted(annotation),
            variants,
            (row, value) -> {
              BinaryVariant binary = (BinaryVariant) value;
              row.addGroup(0)
                  .append("metadata", Binary.fromConstantByteArray(binary.getMetadata()))
                  .append("value", Binary.fromConstantByteArray(binary.getValue()));
            });
    assertThat(GroupFile.read(file, DataTypes.VARIANT().getLogicalType())).isEqualTo(variants);
  }

  private <T> Path write(String field, List<T> values, BiConsumer<Group, T> add) throws Exception {
    return GroupFile.write(directory.resolve("nested.parquet"), field, values, add);
  }

  private static GenericArrayData array(Object... values) {
    return new GenericArrayData(values);
  }
}
