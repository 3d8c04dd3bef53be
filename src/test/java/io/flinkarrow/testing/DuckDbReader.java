package io.flinkarrow.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.duckdb.JsonNode;

/**
 * Asks DuckDB about Parquet files. Its rows come as {@link PlainValue}s, in the units that the
 * file's schema declares.
 */
public final class DuckDbReader {

  private static final Connection DATABASE = connect();

  private DuckDbReader() {}

  private static Connection connect() {
    try {
      return DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** All rows, each a map from field name to value. */
  public static List<Map<String, Object>> read(Path file) throws IOException, SQLException {
    return select(file, field -> true, "true");
  }

  /** Some columns of the rows that match {@code condition}, in the order of the file. */
  public static List<Map<String, Object>> select(
      Path file, Predicate<String> columns, String condition) throws IOException, SQLException {
    List<Type> fields =
        ParquetJavaReader.footer(file).getFileMetaData().getSchema().getFields().stream()
            .filter(field -> columns.test(field.getName()))
            .toList();
    String list = fields.stream().map(DuckDbReader::expression).collect(Collectors.joining(", "));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Object> row :
        query("SELECT %s FROM %s WHERE %s".formatted(list, table(file), condition))) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        values.put(fields.get(i).getName(), value(row.get(i), fields.get(i)));
      }
      rows.add(values);
    }
    return rows;
  }

  private static String expression(Type field) {
    return expression("\"%s\"".formatted(field.getName()), field, 0);
  }

  /** With maps as their entries: the driver's maps hold a key only once; Parquet's may often. */
  private static String expression(String sql, Type type, int depth) {
    if (!hasMap(type)) {
      return sql;
    }
    GroupType group = type.asGroupType();
    String element = "e" + depth;
    if (isMap(type)) {
      Type value = group.getType(0).asGroupType().getType(1);
      return hasMap(value)
          ? "list_transform(map_entries(%s), lambda %s: struct_pack(k := %s.key, v := %s))"
              .formatted(sql, element, element, expression(element + ".value", value, depth + 1))
          : "map_entries(%s)".formatted(sql);
    }
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      Type elements = group.getType(0).asGroupType().getType(0);
      return "list_transform(%s, lambda %s: %s)"
          .formatted(sql, element, expression(element, elements, depth + 1));
    }
    return "CASE WHEN %s IS NOT NULL THEN struct_pack(%s) END"
        .formatted(
            sql,
            group.getFields().stream()
                .map(
                    field ->
                        "\"%s\" := %s"
                            .formatted(
                                field.getName(),
                                expression(
                                    "%s.\"%s\"".formatted(sql, field.getName()), field, depth + 1)))
                .collect(Collectors.joining(", ")));
  }

  private static boolean hasMap(Type type) {
    return isMap(type)
        || (!type.isPrimitive()
            && type.asGroupType().getFields().stream().anyMatch(DuckDbReader::hasMap));
  }

  private static boolean isMap(Type type) {
    return type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation;
  }

  public static long count(Path file, String condition) throws SQLException {
    String sql = "SELECT count(*) FROM %s WHERE %s".formatted(table(file), condition);
    return ((Number) query(sql).get(0).get(0)).longValue();
  }

  /** The result of a query, values as the JDBC driver gives them, arrays and structs unpacked. */
  public static List<List<Object>> query(String sql) throws SQLException {
    try (Statement statement = DATABASE.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(unpack(result.getObject(column)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Runs what has no result, for example {@code COPY}. */
  public static void execute(String sql) throws SQLException {
    try (Statement statement = DATABASE.createStatement()) {
      statement.execute(sql);
    }
  }

  /** {@code parquet_metadata()}, {@code parquet_schema()} and the like: rows by column name. */
  public static List<Map<String, Object>> describe(String function, Path file) throws SQLException {
    String sql = "SELECT * FROM %s('%s')".formatted(function, file);
    try (Statement statement = DATABASE.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Map<String, Object>> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.put(result.getMetaData().getColumnName(column), unpack(result.getObject(column)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  public static String table(Path file) {
    return "read_parquet('%s')".formatted(file);
  }

  private static Object unpack(Object value) throws SQLException {
    if (value instanceof Array array) {
      List<Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(unpack(element));
      }
      return list;
    }
    if (value instanceof Struct struct) {
      List<Object> attributes = new ArrayList<>();
      for (Object attribute : struct.getAttributes()) {
        attributes.add(unpack(attribute));
      }
      return attributes;
    }
    if (value instanceof Map<?, ?> map) {
      List<Object> entries = new ArrayList<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.add(Arrays.asList(unpack(entry.getKey()), unpack(entry.getValue())));
      }
      return entries;
    }
    if (value instanceof Blob blob) {
      return PlainValue.of(blob.getBytes(1, (int) blob.length()));
    }
    return value;
  }

  private static Object value(Object value, Type type) {
    if (value == null) {
      return null;
    }
    if (type.isPrimitive()
        || type.getLogicalTypeAnnotation() instanceof VariantLogicalTypeAnnotation) {
      return primitive(value, type.getLogicalTypeAnnotation());
    }
    GroupType group = type.asGroupType();
    List<Object> values = new ArrayList<>();
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      for (Object element : (List<?>) value) {
        values.add(value(element, group.getType(0).asGroupType().getType(0)));
      }
      return values;
    }
    if (isMap(group)) {
      GroupType entryType = group.getType(0).asGroupType();
      for (Object element : (List<?>) value) {
        List<?> entry = (List<?>) element;
        values.add(
            new PlainValue.Entry(
                value(entry.get(0), entryType.getType(0)),
                value(entry.get(1), entryType.getType(1))));
      }
      return values;
    }
    Map<String, Object> struct = new LinkedHashMap<>();
    for (int field = 0; field < group.getFieldCount(); field++) {
      struct.put(
          group.getFieldName(field), value(((List<?>) value).get(field), group.getType(field)));
    }
    return struct;
  }

  private static Object primitive(Object value, LogicalTypeAnnotation annotation) {
    if (value instanceof Float single) {
      return annotation instanceof Float16LogicalTypeAnnotation
          ? new PlainValue.Half(Float16.toFloat16(single))
          : PlainValue.of(single.floatValue());
    }
    if (value instanceof Double number) {
      return PlainValue.of(number.doubleValue());
    }
    if (value instanceof BigInteger integer) {
      return annotation instanceof IntLogicalTypeAnnotation ? integer : new BigDecimal(integer);
    }
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / nanos(((TimeLogicalTypeAnnotation) annotation).getUnit());
    }
    if (value instanceof Timestamp timestamp) {
      return epoch(timestamp.toLocalDateTime(), annotation);
    }
    if (value instanceof String text
        && annotation instanceof TimestampLogicalTypeAnnotation) { // with nanoseconds and a zone
      OffsetDateTime timestamp = OffsetDateTime.parse(text.replace(' ', 'T') + ":00");
      return epoch(timestamp.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), annotation);
    }
    if (value instanceof String interval && annotation instanceof IntervalLogicalTypeAnnotation) {
      return interval(interval);
    }
    if (value instanceof JsonNode json) {
      return json.toString();
    }
    if (value instanceof UUID id) {
      return PlainValue.of(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
    }
    if (value instanceof OffsetDateTime timestamp) {
      return epoch(timestamp.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), annotation);
    }
    return value;
  }

  /** Parquet's bytes of what DuckDB shows, as in "1 year 2 months 3 days 04:05:06.789". */
  private static Object interval(String text) {
    int months = 0;
    int days = 0;
    int milliseconds = 0;
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (words[i].contains(":")) {
        String[] parts = words[i].split(":");
        BigDecimal seconds =
            new BigDecimal(parts[2])
                .add(new BigDecimal(parts[1]).multiply(BigDecimal.valueOf(60)))
                .add(new BigDecimal(parts[0]).multiply(BigDecimal.valueOf(3600)));
        milliseconds = seconds.movePointRight(3).intValueExact();
      } else {
        int number = Integer.parseInt(words[i++]);
        switch (words[i]) {
          case "year", "years" -> months += 12 * number;
          case "month", "months" -> months += number;
          case "day", "days" -> days += number;
          default -> throw new IllegalArgumentException("Not an interval: " + text);
        }
      }
    }
    return PlainValue.of(
        ByteBuffer.allocate(3 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(months)
            .putInt(days)
            .putInt(milliseconds)
            .array());
  }

  private static long epoch(LocalDateTime time, LogicalTypeAnnotation annotation) {
    // INT96 has no annotation.
    long unit =
        annotation instanceof TimestampLogicalTypeAnnotation declared
            ? nanos(declared.getUnit())
            : 1;
    long seconds = time.toEpochSecond(ZoneOffset.UTC);
    return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000 / unit), time.getNano() / unit);
  }

  private static long nanos(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000_000;
      case MICROS -> 1_000;
      case NANOS -> 1;
    };
  }
}
