package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.PlainValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files without an Arrow schema, of writers old and new: shapes of lists and maps, and all types.
 */
class FilesOfAnyWriterBecomeBatchesTest {

  private static final int ROWS_READ = 2;
  private static final long EPOCH = 2_440_588;

  @TempDir Path directory;

  /** Each row has as many elements as its number. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional group column (LIST) { repeated group list { optional int32 element; } }",
        "required group column (LIST) { repeated group bag { required int32 item; } }",
        "optional group column (LIST) { repeated int32 array; }",
        "optional group column (LIST) { repeated group any { optional int32 array; } }",
        "repeated int32 column;",
        "optional group column (MAP) { repeated group key_value { required int32 key; } }",
        "optional group column (MAP_KEY_VALUE) { repeated group map { required int32 key; } }",
      })
  void listsOfEveryShape(String field) throws Exception {
    boolean bare = field.startsWith("repeated");
    boolean twoLevels = field.contains("repeated int32 array");
    List<Object> values =
        write(
            field,
            List.of(0, 1, 3, 0),
            (row, size) -> {
              Group list = bare ? row : row.addGroup(0);
              for (int i = 0; i < size; i++) {
                (bare || twoLevels ? list : list.addGroup(0)).add(0, i);
              }
            });
    assertThat(values).hasToString("[[], [0], [0, 1, 2], []]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional group column (LIST) { repeated group array { required int32 a; } }",
        "optional group column (LIST) { repeated group column_tuple { required int32 a; } }",
        "optional group column (LIST) { repeated group any { required int32 a; optional int32 b; } }"
      })
  void twoLevelListsOfStructs(String field) throws Exception {
    List<Object> values =
        write(field, List.of(7), (row, value) -> row.addGroup(0).addGroup(0).add(0, value));
    assertThat(values).hasToString(field.contains(" b;") ? "[[{a=7, b=null}]]" : "[[{a=7}]]");
  }

  /** The repeated field is a list itself. */
  @Test
  void twoLevelListsOfLists() throws Exception {
    List<Object> values =
        write(
            "optional group column (LIST) { repeated group array (LIST) { repeated int32 array; } }",
            List.of(2),
            (row, value) -> {
              Group list = row.addGroup(0);
              list.addGroup(0).append("array", 1).append("array", 2);
              list.addGroup(0);
            });
    assertThat(values).hasToString("[[[1, 2], []]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAP", "MAP_KEY_VALUE"})
  void mapsOldAndNew(String annotation) throws Exception {
    List<Object> values =
        write(
            "optional group column (%s) { repeated group map { required binary k (STRING); optional int32 v; } }"
                .formatted(annotation),
            Arrays.asList(null, 0, 2),
            (row, size) -> {
              Group map = row.addGroup(0);
              for (int i = 0; i < size; i++) {
                map.addGroup(0).append("k", "k" + i);
              }
            });
    assertThat(values)
        .hasToString("[null, [], [Entry[key=k0, value=null], Entry[key=k1, value=null]]]");
  }

  /** As Protocol Buffers become Parquet: neither list nor map, at any depth. */
  @Test
  void repeatedGroupsAreListsOfStructs() throws Exception {
    List<Object> values =
        write(
            "repeated group column { required int32 a; repeated group b { repeated binary c (STRING); } }",
            List.of(0, 2),
            (row, size) -> {
              for (int i = 0; i < size; i++) {
                Group element = row.addGroup(0).append("a", i);
                for (int j = 0; j < i; j++) {
                  element.addGroup("b").append("c", "x").append("c", "y");
                }
              }
            });
    assertThat(values).hasToString("[[], [{a=0, b=[]}, {a=1, b=[{c=[x, y]}]}]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"int32", "int64", "binary", "fixed_len_byte_array(3)", "double"})
  void unknownIsNull(String physical) throws Exception {
    List<Object> values =
        write(
            "optional %s column (UNKNOWN)".formatted(physical) + ";",
            Arrays.asList(null, null, null),
            (row, value) -> {});
    assertThat(values).hasToString("[null, null, null]");
  }

  @Test
  void unknownWithAValueIsRefused() {
    assertThatThrownBy(
            () -> write("optional int32 column (UNKNOWN);", List.of(5), (row, v) -> row.add(0, v)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Column 'column' is of the type UNKNOWN but holds a value. The file is damaged; write it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "fixed_len_byte_array(20)"})
  void decimalsInMoreBytesThanTheyNeed(String physical) throws Exception {
    List<BigInteger> numbers =
        List.of(
            BigInteger.ZERO,
            BigInteger.valueOf(-1),
            BigInteger.TEN.pow(30),
            BigInteger.TEN.pow(30).negate());
    List<Object> values =
        write(
            "required %s column (DECIMAL(31,2));".formatted(physical),
            numbers,
            (row, number) -> row.add(0, bigEndian(number, physical.equals("binary") ? 1 : 20)));
    assertThat(values)
        .isEqualTo(numbers.stream().map(number -> (Object) new BigDecimal(number, 2)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "fixed_len_byte_array(20)"})
  void decimalsWithTooManyDigitsAreRefused(String physical) {
    BigInteger large = BigInteger.TWO.pow(127);
    assertThatThrownBy(
            () ->
                write(
                    "required %s column (DECIMAL(31,2));".formatted(physical),
                    List.of(large),
                    (row, number) -> row.add(0, bigEndian(number, 20))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Column 'column' holds a decimal of more digits than its type has");
  }

  private static Binary bigEndian(BigInteger number, int least) {
    byte[] bytes = number.toByteArray();
    byte[] wide = new byte[Math.max(least, bytes.length)];
    Arrays.fill(wide, 0, wide.length - bytes.length, (byte) number.signum() < 0 ? (byte) -1 : 0);
    System.arraycopy(bytes, 0, wide, wide.length - bytes.length, bytes.length);
    return Binary.fromConstantByteArray(wide);
  }

  @ParameterizedTest
  @CsvSource({
    "'INTEGER(8,true)', -129",
    "'INTEGER(8,true)', 128",
    "'INTEGER(8,false)', 256",
    "'INTEGER(8,false)', -1",
    "'INTEGER(16,true)', 32768",
    "'INTEGER(16,false)', 65536"
  })
  void smallIntegersThatAreNotSmallAreRefused(String annotation, int value) {
    assertThatThrownBy(
            () ->
                write(
                    "optional int32 column (%s);".formatted(annotation),
                    List.of(1, value),
                    (row, number) -> row.add(0, number)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Column 'column' should hold ")
        .hasMessageContaining(" bits, but holds others. The file is damaged; write it again");
  }

  @Test
  void nanosecondsOfInt96() throws Exception {
    List<Object> values =
        int96(
            TimestampUnit.NANOS,
            int96(EPOCH, 0),
            int96(EPOCH - 1, 86_399_999_999_999L),
            int96(EPOCH + 1, -1),
            // The first and the last that 64 bits of nanoseconds hold.
            int96(EPOCH - 106_752, 763_145_224_192L),
            int96(EPOCH + 106_751, 85_636_854_775_807L));
    assertThat(values)
        .isEqualTo(List.of(0L, -1L, 86_399_999_999_999L, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"-106752, 763145224191", "106751, 85636854775808", "2147483647, 0", "-2147483648, 0"})
  void int96BeyondNanosecondsIsRefused(int day, long nanoseconds) {
    long julianDay = Math.min(Integer.MAX_VALUE, day + EPOCH);
    assertThatThrownBy(() -> int96(TimestampUnit.NANOS, int96(julianDay, nanoseconds)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Column 'column' holds a timestamp that 64 bits of NANOSECONDS do not hold. Read INT96 in a coarser unit");
  }

  @Test
  void int96InACoarserUnit() throws Exception {
    long day = LocalDate.of(9999, 12, 31).toEpochDay();
    Binary last = int96(EPOCH + day, 86_399_999_999_999L);
    long seconds = (day + 1) * 86_400;
    assertThat(int96(TimestampUnit.MICROS, last, int96(EPOCH, -1)))
        .isEqualTo(List.of(seconds * 1_000_000 - 1, -1L));
    assertThat(int96(TimestampUnit.MILLIS, last, int96(Integer.MAX_VALUE, 0)))
        .isEqualTo(List.of(seconds * 1_000 - 1, (Integer.MAX_VALUE - EPOCH) * 86_400_000));
  }

  private List<Object> int96(TimestampUnit unit, Binary... timestamps) throws IOException {
    Path file =
        file("required int96 column;", List.of(timestamps), (row, value) -> row.add(0, value));
    return values(AssembledFile.read(Files.readAllBytes(file), ROWS_READ, ChosenFields.ALL, unit));
  }

  private static Binary int96(long julianDay, long nanosOfDay) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(nanosOfDay).putInt((int) julianDay);
    return Binary.fromConstantByteArray(bytes.array());
  }

  @Test
  void intervals() throws Exception {
    assertThat(intervals(1, 2, 3, Integer.MAX_VALUE, Integer.MAX_VALUE, -1))
        .isEqualTo(List.of(interval(1, 2, 3), interval(Integer.MAX_VALUE, Integer.MAX_VALUE, -1)));
    for (int[] beyond : new int[][] {{-1, 0, 0}, {0, -1, 0}}) {
      assertThatThrownBy(() -> intervals(beyond))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "Column 'column' holds an interval of more months or days than Arrow's 31 bits hold");
    }
  }

  private List<Object> intervals(int... parts) throws IOException {
    List<Binary> intervals = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 3) {
      intervals.add(
          Binary.fromConstantByteArray(bytes(parts[i], parts[i + 1], parts[i + 2]).array()));
    }
    return write(
        "optional fixed_len_byte_array(12) column (INTERVAL);",
        intervals,
        (row, value) -> row.add(0, value));
  }

  private static Object interval(int months, int days, int milliseconds) {
    return PlainValue.of(bytes(months, days, milliseconds).array());
  }

  private static ByteBuffer bytes(int months, int days, int milliseconds) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putInt(months).putInt(days).putInt(milliseconds);
  }

  /** As files have it that are older than logical types. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int32; UINT_8; Int(8, false)",
        "int32; UINT_32; Int(32, false)",
        "int64; UINT_64; Int(64, false)",
        "int32; INT_16; Int(16, true)",
        "int32; DATE; Date(DAY)",
        "int32; TIME_MILLIS; Time(MILLISECOND, 32)",
        "int64; TIME_MICROS; Time(MICROSECOND, 64)",
        "int64; TIMESTAMP_MILLIS; Timestamp(MILLISECOND, UTC)",
        "int64; TIMESTAMP_MICROS; Timestamp(MICROSECOND, UTC)",
        "int32; DECIMAL(5,2); Decimal(5, 2, 128)",
        "int64; DECIMAL(15,2); Decimal(15, 2, 128)",
      })
  void annotationsOfOldFiles(String physical, String annotation, String type) throws Exception {
    Path file =
        file(
            "required %s column (%s);".formatted(physical, annotation),
            List.of(7),
            (row, value) -> {
              if (physical.equals("int32")) {
                row.add(0, value.intValue());
              } else {
                row.add(0, value.longValue());
              }
            });
    AssembledFile read =
        AssembledFile.read(
            file, ROWS_READ, footer -> footer.getSchema().forEach(SchemaElement::unsetLogicalType));
    assertThat(read.schema().getFields().get(0).getType()).hasToString(type);
    assertThat(values(read).toString()).contains("7");
  }

  @Test
  void schemasThatAreTooDeepAreRefused() {
    StringBuilder field = new StringBuilder("optional int32 leaf;");
    for (int i = 0; i < 127; i++) {
      field.insert(0, "optional group g { ").append(" }");
    }
    MessageType message = message(field.toString());
    assertThatThrownBy(() -> FileFields.of(message, Map.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining(
            "leaf' has 128 definition levels, but at most 127 can be read: leave it out, or write the file with less nesting");
  }

  private static List<Object> values(AssembledFile file) {
    return file.rows().stream().map(row -> row.get("column")).toList();
  }

  /** What the column's values are read as. */
  private <T> List<Object> write(String field, List<T> rows, BiConsumer<Group, T> add)
      throws IOException {
    Path file = file(field, rows, add);
    List<Object> values = new ArrayList<>();
    AssembledFile.read(file, ROWS_READ).rows().forEach(row -> values.add(row.get("column")));
    return values;
  }

  private static MessageType message(String field) {
    return MessageTypeParser.parseMessageType("message rows { " + field + " }");
  }

  /** A row for each value, without a column if it is null. */
  private <T> Path file(String field, List<T> rows, BiConsumer<Group, T> add) throws IOException {
    Path file = directory.resolve("file.parquet");
    Files.deleteIfExists(file);
    MessageType schema = message(field);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .build()) {
      for (T value : rows) {
        Group row = new SimpleGroup(schema);
        if (value != null) {
          add.accept(row, value);
        }
        writer.write(row);
      }
    }
    return file;
  }
}
