package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.ZonedTimestampType;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A column is read as a type that holds all its values, or not at all. */
class TypesAreCheckedTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "int32,9",
    "int64,18",
    "binary,9",
    "binary,18",
    "binary,38",
    "fixed_len_byte_array(4),9",
    "fixed_len_byte_array(8),18",
    "fixed_len_byte_array(16),38"
  })
  void decimalsOfAnyPhysicalType(String physical, int precision) throws Exception {
    BigInteger greatest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    List<BigInteger> values =
        List.of(
            BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(-129), greatest, greatest.negate());
    Path file =
        GroupFile.write(
            directory.resolve("decimals.parquet"),
            "required %s column (DECIMAL(%d,2));".formatted(physical, precision),
            values,
            (row, value) -> {
              if (physical.equals("int32")) {
                row.add(0, value.intValueExact());
              } else if (physical.equals("int64")) {
                row.add(0, value.longValueExact());
              } else {
                row.add(0, bytes(value, physical.replaceAll("\\D", "")));
              }
            });
    for (int asked : new int[] {precision, 38}) {
      List<DecimalData> expected =
          values.stream()
              .map(value -> DecimalData.fromBigDecimal(new BigDecimal(value, 2), asked, 2))
              .toList();
      assertThat(GroupFile.read(file, new DecimalType(false, asked, 2))).isEqualTo(expected);
    }
    assertRefused(file, new DecimalType(precision, 3));
    assertRefused(file, new DecimalType(precision - 1, 2));
  }

  @Test
  void integersOfFewerBits() throws Exception {
    for (String annotation : List.of("", "(INTEGER(32,true))", "(INTEGER(16,false))")) {
      Path file = ints("required int32 column %s;".formatted(annotation), 5, 127, 100);
      assertThat(GroupFile.read(file, new TinyIntType(false)))
          .isEqualTo(List.of((byte) 5, (byte) 127, (byte) 100));
      assertThat(GroupFile.read(file, new SmallIntType(false)))
          .isEqualTo(List.of((short) 5, (short) 127, (short) 100));
      assertThat(GroupFile.read(file, new IntType(false))).isEqualTo(List.of(5, 127, 100));
    }
    Path large = ints("required int32 column;", 5, 32_768);
    assertThat(GroupFile.read(large, new IntType(false))).isEqualTo(List.of(5, 32_768));
    assertThatThrownBy(() -> GroupFile.read(large, new SmallIntType(false)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Column 'column' cannot be read in row 1 of row group 0 of")
        .hasMessageContaining(
            "the value does not fit SMALLINT; declare the column with a larger type");
  }

  @Test
  void unsignedIntegersAsLongs() throws Exception {
    Path file = ints("required int32 column (INTEGER(32,false));", 7, -1);
    assertThat(GroupFile.read(file, new BigIntType(false))).isEqualTo(List.of(7L, 4_294_967_295L));
    assertThatThrownBy(() -> GroupFile.read(file, new IntType(false)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the value does not fit INT");
  }

  @Test
  void intervalsAsNumbers() throws Exception {
    Path months = ints("required int32 column;", 14, -1);
    assertThat(
            GroupFile.read(
                months, DataTypes.INTERVAL(DataTypes.MONTH()).notNull().getLogicalType()))
        .isEqualTo(List.of(14, -1));
    Path millis =
        GroupFile.write(
            directory.resolve("millis.parquet"),
            "required int64 column;",
            List.of(86_400_000L, -1L),
            (row, value) -> row.add(0, value));
    assertThat(
            GroupFile.read(
                millis, DataTypes.INTERVAL(DataTypes.SECOND(3)).notNull().getLogicalType()))
        .isEqualTo(List.of(86_400_000L, -1L));
    assertRefused(millis, DataTypes.INTERVAL(DataTypes.MONTH()).getLogicalType());
  }

  @Test
  void textsOfOldWriters() throws Exception {
    for (String annotation : List.of("", "(STRING)", "(ENUM)", "(JSON)")) {
      Path file =
          GroupFile.write(
              directory.resolve("texts.parquet"),
              "optional binary column %s;".formatted(annotation),
              Arrays.asList("ü", null, "", "ü"),
              (row, value) -> {
                if (value != null) {
                  row.add(0, Binary.fromString(value));
                }
              });
      assertThat(GroupFile.read(file, DataTypes.STRING().getLogicalType()))
          .isEqualTo(
              Arrays.asList(
                  StringData.fromString("ü"),
                  null,
                  StringData.fromString(""),
                  StringData.fromString("ü")));
    }
  }

  @Test
  void bytesAreEachRowsOwn() throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("bytes.parquet"),
            "required binary column;",
            List.of("same", "same"),
            (row, value) -> row.add(0, Binary.fromString(value)));
    List<Object> values = GroupFile.read(file, DataTypes.BYTES().getLogicalType());
    assertThat((byte[]) values.get(0)).isEqualTo("same".getBytes(StandardCharsets.US_ASCII));
    ((byte[]) values.get(0))[0] = 0;
    assertThat((byte[]) values.get(1)).isEqualTo("same".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aNullInAColumnThatIsNotNullIsRefused() throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("nulls.parquet"),
            "optional int64 column;",
            Arrays.asList(1L, null, 2L),
            (row, value) -> {
              if (value != null) {
                row.add(0, value);
              }
            });
    assertThat(GroupFile.read(file, new BigIntType())).isEqualTo(Arrays.asList(1L, null, 2L));
    assertThatThrownBy(() -> GroupFile.read(file, new BigIntType(false)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Column 'column' is declared NOT NULL but holds a null: declare it nullable");
  }

  @ParameterizedTest
  @CsvSource({
    "int32,BOOLEAN", "int32,DATE", "int32,TIME", "int64,TIMESTAMP", "int32,FLOAT", "int64,DOUBLE",
    "double,FLOAT", "boolean,INT", "int64,STRING", "binary,INT", "int64,BYTES", "int32,DECIMAL",
    "int96,STRING"
  })
  void otherTypesAreRefused(String physical, String asked) throws Exception {
    Path file =
        GroupFile.write(
            directory.resolve("other.parquet"),
            "required " + physical + " column;",
            List.of(),
            (row, value) -> {});
    assertRefused(file, type(asked));
  }

  @Test
  void groupsAndScalarsAreNotMixedUp() throws Exception {
    Path scalar = ints("required int32 column;", 1);
    assertRefused(scalar, DataTypes.ARRAY(DataTypes.INT()).getLogicalType());
    assertRefused(scalar, DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT())).getLogicalType());
    assertRefused(scalar, DataTypes.MAP(DataTypes.INT(), DataTypes.INT()).getLogicalType());
    assertRefused(scalar, DataTypes.VARIANT().getLogicalType());
    Path group =
        GroupFile.write(
            directory.resolve("group.parquet"),
            "required group column { required int32 a; }",
            List.of(1),
            (row, value) -> row.addGroup(0).add(0, value));
    assertRefused(group, new IntType());
    assertRefused(group, DataTypes.ARRAY(DataTypes.INT()).getLogicalType());
    assertRefused(group, DataTypes.ROW(DataTypes.FIELD("b", DataTypes.INT())).getLogicalType());
  }

  static List<LogicalType> typesParquetLacks() {
    return List.of(
        DataTypes.NULL().getLogicalType(),
        DataTypes.BITMAP().getLogicalType(),
        new ZonedTimestampType(),
        DataTypes.ARRAY(DataTypes.NULL()).getLogicalType(),
        DataTypes.MAP(DataTypes.INT(), DataTypes.NULL()).getLogicalType(),
        DataTypes.ROW(DataTypes.FIELD("inner", DataTypes.NULL())).getLogicalType());
  }

  @ParameterizedTest
  @MethodSource("typesParquetLacks")
  void aTypeWithoutAParquetTypeIsRefusedBeforeAnyFile(LogicalType type) {
    RowType row = RowType.of(new LogicalType[] {type}, new String[] {"column"});
    InternalTypeInfo<RowData> any = InternalTypeInfo.of(RowType.of());
    assertThatThrownBy(() -> new ParquetRowFormat(row, any))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("Column 'column")
        .hasMessageContaining("cannot be read from Parquet");
  }

  private static LogicalType type(String name) {
    return switch (name) {
      case "BOOLEAN" -> DataTypes.BOOLEAN().getLogicalType();
      case "INT" -> DataTypes.INT().getLogicalType();
      case "BIGINT" -> DataTypes.BIGINT().getLogicalType();
      case "FLOAT" -> DataTypes.FLOAT().getLogicalType();
      case "DOUBLE" -> DataTypes.DOUBLE().getLogicalType();
      case "DATE" -> DataTypes.DATE().getLogicalType();
      case "TIME" -> DataTypes.TIME(3).getLogicalType();
      case "TIMESTAMP" -> DataTypes.TIMESTAMP(3).getLogicalType();
      case "STRING" -> DataTypes.STRING().getLogicalType();
      case "BYTES" -> DataTypes.BYTES().getLogicalType();
      default -> DataTypes.DECIMAL(10, 2).getLogicalType();
    };
  }

  private Path ints(String field, Integer... values) throws IOException {
    return GroupFile.write(
        directory.resolve("ints.parquet"),
        field,
        List.of(values),
        (row, value) -> row.add(0, value.intValue()));
  }

  private static Binary bytes(BigInteger value, String width) {
    byte[] shortest = value.toByteArray();
    if (width.isEmpty()) {
      return Binary.fromConstantByteArray(shortest);
    }
    byte[] bytes = new byte[Integer.parseInt(width)];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
    return Binary.fromConstantByteArray(bytes);
  }

  private static void assertRefused(Path file, LogicalType type) {
    assertThatThrownBy(() -> GroupFile.read(file, type))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("Column 'column' of file:" + file)
        .hasMessageContaining("cannot be read as " + type.asSummaryString() + ", because it is: ")
        .hasMessageEndingWith("Declare it with a type that fits");
  }
}
