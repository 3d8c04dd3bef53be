package io.flinkarrow.table;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Whether a value of every type that SQL can insert is the same when it is selected again, and is
 * what DuckDB finds in the files.
 */
class EverySqlTypeComesBackITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  /** A column's type, two values as SQL expressions, and the texts that DuckDB has for them. */
  private record Column(String type, List<String> values, List<String> texts) {

    static Column of(String type, String value, String text, String other, String otherText) {
      return new Column(type, List.of(value, other), List.of(text, otherText));
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("BOOLEAN", "TRUE", "true", "FALSE", "false"),
          Column.of("TINYINT", "127", "127", "-128", "-128"),
          Column.of("SMALLINT", "32767", "32767", "-32768", "-32768"),
          Column.of("INT", "2147483647", "2147483647", "-2147483648", "-2147483648"),
          Column.of(
              "BIGINT",
              "9223372036854775807",
              "9223372036854775807",
              "-9223372036854775808",
              "-9223372036854775808"),
          Column.of("FLOAT", "1.5", "1.5", "-0.25", "-0.25"),
          Column.of("DOUBLE", "1.0E300", "1e+300", "-4.5", "-4.5"),
          Column.of("CHAR(3)", "'abc'", "abc", "'äöü'", "äöü"),
          Column.of("VARCHAR(5)", "'12345'", "12345", "''", ""),
          Column.of("STRING", "'€ and more'", "€ and more", "'x'", "x"),
          Column.of("BINARY(2)", "X'00FF'", "\\x00\\xFF", "X'4142'", "AB"),
          Column.of("BYTES", "X''", "", "X'43'", "C"),
          Column.of("DECIMAL(9, 2)", "9999999.99", "9999999.99", "-0.01", "-0.01"),
          Column.of(
              "DECIMAL(18, 6)", "999999999999.999999", "999999999999.999999", "-1", "-1.000000"),
          Column.of(
              "DECIMAL(38, 10)",
              "'9999999999999999999999999999.9999999999'",
              "9999999999999999999999999999.9999999999",
              "-12.5",
              "-12.5000000000"),
          Column.of("DATE", "DATE '1969-12-31'", "1969-12-31", "DATE '9999-12-31'", "9999-12-31"),
          Column.of("TIME", "TIME '23:59:59'", "23:59:59", "TIME '00:00:00'", "00:00:00"),
          Column.of(
              "TIMESTAMP(3)",
              "TIMESTAMP '1969-12-31 23:59:59.999'",
              "1969-12-31 23:59:59.999",
              "TIMESTAMP '2026-11-24 18:00:00'",
              "2026-11-24 18:00:00"),
          Column.of(
              "TIMESTAMP(6)",
              "TIMESTAMP '1969-12-31 23:59:59.999999'",
              "1969-12-31 23:59:59.999999",
              "TIMESTAMP '0001-01-01 00:00:00.000001'",
              "0001-01-01 00:00:00.000001"),
          Column.of(
              "TIMESTAMP(9)",
              "TIMESTAMP '1969-12-31 23:59:59.999999999'",
              "1969-12-31 23:59:59.999999999",
              "TIMESTAMP '2026-11-24 18:00:00.000000001'",
              "2026-11-24 18:00:00.000000001"),
          Column.of(
              "TIMESTAMP_LTZ(3)",
              "TIMESTAMP '1969-12-31 23:59:59.999'",
              "1969-12-31 23:59:59.999",
              "TIMESTAMP '2026-11-24 18:00:00'",
              "2026-11-24 18:00:00"),
          Column.of(
              "TIMESTAMP_LTZ(6)",
              "TIMESTAMP '1969-12-31 23:59:59.999999'",
              "1969-12-31 23:59:59.999999",
              "TIMESTAMP '2026-11-24 18:00:00.000001'",
              "2026-11-24 18:00:00.000001"),
          Column.of(
              "ARRAY<INT>",
              "ARRAY[1, CAST(NULL AS INT), 3]",
              "[1, NULL, 3]",
              "ARRAY[CAST(NULL AS INT)]",
              "[NULL]"),
          Column.of(
              "MAP<STRING, BIGINT>",
              "MAP['a', CAST(1 AS BIGINT), 'b', CAST(NULL AS BIGINT)]",
              "{a=1, b=NULL}",
              "MAP['c', CAST(2 AS BIGINT)]",
              "{c=2}"),
          Column.of(
              "ROW<x INT, y ARRAY<ROW<z STRING>>>",
              "ROW(1, ARRAY[ROW('q'), ROW(CAST(NULL AS STRING))])",
              "{'x': 1, 'y': [{'z': q}, {'z': NULL}]}",
              "ROW(CAST(NULL AS INT), CAST(NULL AS ARRAY<ROW<z STRING>>))",
              "{'x': NULL, 'y': NULL}"));

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void asNullableColumns(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable("written", columns(""), directory);
    session.run(
        "CREATE TEMPORARY VIEW inserted AS "
            + Stream.of(select(0), select(1), nulls()).collect(joining(" UNION ALL ")));

    session.run("INSERT INTO written SELECT * FROM inserted");

    assertThat(session.rows("SELECT * FROM written"))
        .isEqualTo(session.rows("SELECT * FROM inserted"));
    assertThat(duckDb())
        .containsExactlyInAnyOrder(
            texts(0), texts(1), COLUMNS.stream().map(column -> (Object) null).toList());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void asRequiredColumns(RuntimeExecutionMode mode) throws Exception {
    SqlSession session = new SqlSession(mode);
    session.createTable("written", columns(" NOT NULL"), directory);
    session.run(
        "CREATE TEMPORARY VIEW inserted AS "
            + Stream.of(select(0), select(1)).collect(joining(" UNION ALL ")));

    session.run("INSERT INTO written SELECT * FROM inserted");

    assertThat(session.rows("SELECT * FROM written"))
        .isEqualTo(session.rows("SELECT * FROM inserted"));
    assertThat(duckDb()).containsExactlyInAnyOrder(texts(0), texts(1));
    for (Path file : PartFiles.visible(directory)) {
      assertThat(
              DuckDbReader.query(
                  "SELECT DISTINCT repetition_type FROM parquet_schema('%s') WHERE name IN (%s)"
                      .formatted(file, names("'%s'"))))
          .containsExactly(List.of("REQUIRED"));
    }
  }

  private static String columns(String constraint) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      columns.add(name(i) + " " + COLUMNS.get(i).type() + constraint);
    }
    return String.join(", ", columns);
  }

  private static String select(int value) {
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      Column column = COLUMNS.get(i);
      expressions.add(
          "CAST(%s AS %s) AS %s".formatted(column.values().get(value), column.type(), name(i)));
    }
    return "SELECT " + String.join(", ", expressions);
  }

  private static String nulls() {
    return "SELECT "
        + COLUMNS.stream()
            .map(column -> "CAST(NULL AS %s)".formatted(column.type()))
            .collect(joining(", "));
  }

  private static List<Object> texts(int value) {
    return COLUMNS.stream().map(column -> (Object) column.texts().get(value)).toList();
  }

  private List<List<Object>> duckDb() throws Exception {
    return DuckDbReader.query(
        "SELECT %s FROM read_parquet('%s/part-*')"
            .formatted(
                IntStream.range(0, COLUMNS.size())
                    .mapToObj(EverySqlTypeComesBackITCase::text)
                    .collect(joining(", ")),
                directory));
  }

  /** DuckDB shows a point in time as its own zone has it. */
  private static String text(int column) {
    boolean pointInTime = COLUMNS.get(column).type().startsWith("TIMESTAMP_LTZ");
    return (pointInTime ? "timezone('UTC', %s)::VARCHAR" : "%s::VARCHAR").formatted(name(column));
  }

  private static String names(String format) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      names.add(format.formatted(name(i)));
    }
    return String.join(", ", names);
  }

  private static String name(int column) {
    return "c" + column;
  }
}
