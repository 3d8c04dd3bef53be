package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other writers make of types: those that Flink has not, and those that old files have. */
class FilesOfOtherWritersAreReadTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "INT",
        "DOUBLE",
        "DECIMAL(38, 9)",
        "STRING",
        "BYTES",
        "DATE",
        "TIMESTAMP_LTZ(9)",
        "INTERVAL DAY TO SECOND",
        "ARRAY<INT NOT NULL>",
        "MAP<STRING, ROW<a INT>>",
        "MULTISET<INT>",
        "ROW<a INT, b ARRAY<INT>>",
        "VARIANT"
      })
  void aColumnThatOnlyHasNullsIsReadAsAnyType(String type) throws Exception {
    Object[] nulls = new Object[2];
    assertThat(column(resource("pandas-null"), "c", type)).containsExactly(nulls);
    assertThat(column(resource("pyarrow-struct-null"), "c", "ROW<x %s>".formatted(type)))
        .containsExactly(GenericRowData.of((Object) null), GenericRowData.of((Object) null));
    Path nested = resource("pyarrow-nested-nulls");
    assertThat(column(nested, "lists", "ARRAY<%s>".formatted(type)))
        .containsExactly(new GenericArrayData(nulls), new GenericArrayData(new Object[0]), null);
    Map<Object, Object> nullOfA = new HashMap<>();
    nullOfA.put(StringData.fromString("a"), null);
    assertThat(column(nested, "maps", "MAP<STRING, %s>".formatted(type)))
        .containsExactly(new GenericMapData(nullOfA), new GenericMapData(Map.of()), null);
    assertThat(column(nested, "rows", "ROW<x %s, y INT>".formatted(type)))
        .containsExactly(GenericRowData.of(null, 1), null, GenericRowData.of(null, 2));
  }

  @Test
  void butNotAsNotNull() throws Exception {
    assertThatThrownBy(() -> column(resource("pandas-null"), "c", "ROW<a INT> NOT NULL"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Column 'c' is declared NOT NULL but holds a null");
  }

  @Test
  void aValueInAColumnOfNullsIsDamage() throws Exception {
    Path file =
        write("optional int32 column (UNKNOWN);", List.of(1), (row, value) -> row.add(0, 1));
    assertThatThrownBy(() -> column(file, "column", "INT"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Column 'column' is of the type UNKNOWN but holds a value");
  }

  @Test
  void unsignedIntegers() throws Exception {
    Path file = resource("duckdb-unsigned");
    DecimalData most = DecimalData.fromBigDecimal(new BigDecimal("18446744073709551615"), 20, 0);
    assertThat(column(file, "u", "DECIMAL(20, 0) NOT NULL")).containsExactly(most);
    assertThat(column(file, "us", "BIGINT")).containsExactly(7L);
    assertThat(column(file, "us", "TINYINT")).containsExactly((byte) 7);
    assertThat(column(file, "s", "BIGINT")).containsExactly(7L);
    assertThat(column(file, "t", "DOUBLE")).containsExactly(7d);
    assertThat(column(file, "i", "BIGINT")).containsExactly(4_294_967_295L);
    assertThat(column(file, "i", "DECIMAL(12, 2)"))
        .containsExactly(DecimalData.fromUnscaledLong(429_496_729_500L, 12, 2));
    assertThat(column(file, "d", "DECIMAL(38, 10)"))
        .containsExactly(DecimalData.fromBigDecimal(new BigDecimal("3"), 38, 10));
    assertThatThrownBy(() -> column(file, "u", "BIGINT"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "the value does not fit BIGINT; declare the column with a larger type");
  }

  @Test
  void halvesShortDecimalsAndMarkedBytes() throws Exception {
    Path file = resource("pyarrow-types");
    assertThat(column(file, "half", "FLOAT")).containsExactly(1.5f, null, Float.NEGATIVE_INFINITY);
    assertThat(column(file, "half", "DOUBLE")).containsExactly(1.5, null, Double.NEGATIVE_INFINITY);
    assertThat(column(file, "decimal_of_3_bytes", "DECIMAL(7, 3)"))
        .containsExactly(
            DecimalData.fromUnscaledLong(1_100, 7, 3),
            null,
            DecimalData.fromUnscaledLong(-999_990, 7, 3));
    assertThat(column(file, "uuid", "BINARY(16)").get(0))
        .isEqualTo("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    assertThat(column(file, "json", "STRING"))
        .containsExactly(StringData.fromString("{}"), null, StringData.fromString("[]"));
    assertThat(column(file, "time", "TIME(3)")).containsExactly(1, null, 86_399_999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GEOMETRY", "GEOGRAPHY"})
  void shapesAsBytes(String annotation) throws Exception {
    Path file =
        write(
            "optional binary column (%s);".formatted(annotation),
            List.of("well-known binary"),
            (row, value) -> row.add(0, Binary.fromString(value)));
    assertThat(column(file, "column", "BYTES").get(0))
        .isEqualTo("well-known binary".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> column(file, "column", "STRING"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** Types of DuckDB that Flink has not, as what they are in a file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INTERVAL '14 months'; INTERVAL YEAR TO MONTH; 14",
        "INTERVAL '3 days 1.5 seconds'; INTERVAL DAY TO SECOND; 259201500",
        "INTERVAL '0 days'; INTERVAL YEAR TO MONTH; 0",
        "170141183460469231731687303715884105727::HUGEINT; DOUBLE; 1.7014118346046923E38",
        "('a'::ENUM('a', 'b')); STRING; a",
        "'101'::BIT; STRING; 101",
        "'[1]'::JSON; STRING; [1]",
        "TIME '23:59:59.999999'; TIME(0); 86399999",
        "255::UTINYINT; DECIMAL(3, 0); 255",
        "1.5::DECIMAL(18, 1); DECIMAL(38, 20); 1.50000000000000000000",
      })
  void typesOfDuckDb(String value, String type, String expected) throws Exception {
    Path file = directory.resolve("duckdb.parquet");
    DuckDbReader.execute("COPY (SELECT %s AS c) TO '%s' (FORMAT parquet)".formatted(value, file));
    assertThat(column(file, "c", type).get(0)).hasToString(expected);
  }

  @Test
  void anIntervalOfBothIsNeither() throws Exception {
    Path file = directory.resolve("duckdb.parquet");
    DuckDbReader.execute(
        "COPY (SELECT INTERVAL '1 month 1 day' AS c) TO '%s' (FORMAT parquet)".formatted(file));
    for (String type : List.of("INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND")) {
      assertThatThrownBy(() -> column(file, "c", type))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the interval has ")
          .hasMessageContaining(", which INTERVAL");
    }
  }

  /** As files have it that are older than logical types. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int32; UINT_8; SMALLINT; 7",
        "int32; UINT_32; BIGINT; 7",
        "int64; UINT_64; DECIMAL(20, 0); 7",
        "int32; INT_16; DOUBLE; 7.0",
        "int32; DATE; DATE; 7",
        "int32; DATE; TIMESTAMP(3); 1970-01-08T00:00",
        "int32; TIME_MILLIS; TIME(3); 7",
        "int64; TIME_MICROS; TIME(3); 0",
        "int64; TIMESTAMP_MILLIS; TIMESTAMP_LTZ(3); 1970-01-01T00:00:00.007",
        "int64; TIMESTAMP_MICROS; TIMESTAMP_LTZ(6); 1970-01-01T00:00:00.000007",
        "int32; DECIMAL(5,2); DECIMAL(7, 4); 0.0700",
        "int64; DECIMAL(15,2); DECIMAL(38, 2); 0.07",
        "int32; DECIMAL(5,0); INT; 7"
      })
  void annotationsOfOldFiles(String physical, String annotation, String type, String expected)
      throws Exception {
    Path file =
        write(
            "required %s column (%s);".formatted(physical, annotation),
            List.of(7),
            (row, value) -> {
              if (physical.equals("int32")) {
                row.add(0, value.intValue());
              } else {
                row.add(0, value.longValue());
              }
            });
    RewrittenFooter.rewrite(
        file, footer -> footer.getSchema().forEach(SchemaElement::unsetLogicalType));
    Object value = column(file, "column", type).get(0);
    assertThat(value instanceof TimestampData time ? time.toLocalDateTime() : value)
        .hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAP", "MAP_KEY_VALUE"})
  void aMapWithoutValuesIsASetOfKeys(String annotation) throws Exception {
    Path file =
        write(
            "optional group column (%s) { repeated group key_value { required int32 key; } }"
                .formatted(annotation),
            List.of(0, 2),
            (row, size) -> {
              Group map = row.addGroup(0);
              for (int i = 0; i < size; i++) {
                map.addGroup(0).add(0, i);
              }
            });
    Map<Object, Object> keys = new HashMap<>();
    keys.put(0, null);
    keys.put(1, null);
    assertThat(column(file, "column", "MAP<INT, ROW<a STRING>>"))
        .containsExactly(new GenericMapData(Map.of()), new GenericMapData(keys));
    assertThat(column(file, "column", "ARRAY<INT>"))
        .containsExactly(
            new GenericArrayData(new Object[0]), new GenericArrayData(new Object[] {0, 1}));
    assertThatThrownBy(() -> column(file, "column", "MULTISET<INT>"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column 'column.key_value.value' is declared INT NOT NULL, but");
  }

  /** As Protocol Buffers become Parquet: neither list nor map, at any depth. */
  @Test
  void repeatedGroupsAreArraysOfRows() throws Exception {
    Path file =
        write(
            "repeated group column { required int32 a; repeated group b { repeated binary c; } }",
            List.of(0, 1, 2),
            (row, size) -> {
              for (int i = 0; i < size; i++) {
                Group element = row.addGroup(0).append("a", i);
                for (int j = 0; j < i; j++) {
                  element.addGroup("b").append("c", "x").append("c", "y");
                }
              }
            });
    GenericRowData first = GenericRowData.of(0L, array());
    GenericRowData second =
        GenericRowData.of(
            1L,
            array(
                GenericRowData.of(array(StringData.fromString("x"), StringData.fromString("y")))));
    assertThat(column(file, "column", "ARRAY<ROW<a BIGINT, b ARRAY<ROW<c ARRAY<STRING>>>>>"))
        .containsExactly(array(), array(first), array(first, second));
    assertThatThrownBy(() -> column(file, "column", "ROW<a BIGINT>"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static GenericArrayData array(Object... elements) {
    return new GenericArrayData(elements);
  }

  private <T> Path write(String field, List<T> values, BiConsumer<Group, T> add)
      throws IOException {
    return GroupFile.write(directory.resolve("other.parquet"), field, values, add);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(FilesOfOtherWritersAreReadTest.class.getResource(name + ".parquet").toURI());
  }

  private static List<Object> column(Path file, String name, String type) throws IOException {
    LogicalType asked =
        LogicalTypeParser.parse(type, FilesOfOtherWritersAreReadTest.class.getClassLoader());
    RowType row = RowType.of(false, new LogicalType[] {asked}, new String[] {name});
    RowData.FieldGetter getter = RowData.createFieldGetter(asked, 0);
    return Arrays.asList(Splits.read(file, row).stream().map(getter::getFieldOrNull).toArray());
  }
}
