package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the planner pushes down, as it comes from SQL, becomes predicates that mean the same. */
class FiltersBecomePredicatesTest {

  private static final String COLUMNS =
      "flag BOOLEAN, tiny TINYINT, i INT, b BIGINT, f FLOAT, d DOUBLE, n DECIMAL(10, 2), "
          + "s STRING, v VARCHAR(5), c CHAR(5), x VARBINARY(9), dt DATE, tod TIME(0), ts TIMESTAMP(3), "
          + "ts9 TIMESTAMP(9), ltz TIMESTAMP_LTZ(3), r ROW<a INT, q ROW<z STRING>>, l ARRAY<INT>, "
          + "part INT";

  @TempDir Path directory;

  private SqlSession session;

  @BeforeEach
  void table() {
    session = SqlSession.batch();
    session
        .environment()
        .executeSql(
            "CREATE TABLE t (%s) WITH ('connector' = 'filesystem', 'format' = '%s', 'path' = '%s')"
                .formatted(COLUMNS, CapturedFilters.IDENTIFIER, directory.toUri()));
  }

  private List<String> predicates(String condition) {
    session.environment().explainSql("SELECT * FROM t WHERE " + condition);
    return CapturedFilters.take();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "i = 5 | i = 5",
        "5 < i | i > 5",
        "i >= 5 AND i < 9 | i >= 5; i < 9",
        "i BETWEEN 5 AND 9 | i >= 5; i <= 9",
        "b BETWEEN 340 AND 350 AND MOD(b, 10) = 5 | (b >= 340 AND b <= 350)",
        "b > 344 AND b < 346.5 | b > 344; b < 346.5",
        "i <> 5 | i <> 5",
        "NOT (i = 5) | i <> 5",
        "i IN (1, 2, 3) | i IN (1, 2, 3)",
        "i NOT IN (1, 2) | i <> 1; i <> 2",
        "i = 1 OR s = 'a' | (i = 1 OR s = 'a')",
        "i = 1 OR i IS NULL | (i IS NULL OR i = 1)",
        "i IS NULL | i IS NULL",
        "s IS NOT NULL | s IS NOT NULL",
        "c IS NULL | c IS NULL",
        "l IS NULL |",
        "r IS NULL |",
        "r.a = 5 | r.a = 5",
        "r.q.z = 'a' | r.q.z = 'a'",
        "r.q.z IS NULL | r.q.z IS NULL",
        "l[1] = 5 |",
        "flag | flag = true",
        "NOT flag | NOT flag = true",
        "flag = FALSE | NOT flag = true",
        "tiny > 100 | tiny > 100",
        "tiny > 1000 | tiny > 1000",
        "b = 12345678901 | b = 12345678901",
        "b > 1.5 | b > 1.5",
        "b > 1.5E0 | b > 1.5",
        "b = 9007199254740993E0 |",
        "i = 5.0 | i = 5.0",
        "d > 1.5E0 | d > 1.5",
        "d > 1.5 | NOT d <= 1.5",
        "d >= 1.5 | NOT d < 1.5",
        "d < 1.5 | d < 1.5",
        "d = 1.5 | d = 1.5",
        "d <> 1.5 | d <> 1.5",
        "d > 0.0 | NOT d <= 0.0",
        "d >= 0.0 |",
        "d < 0.0 |",
        "f <= 0.0 | f <= 0.0",
        "d = 3 | d = 3.0",
        "f > CAST(1.5 AS FLOAT) | f > 1.5",
        "f > 1.1E0 | f > 1.1",
        "n = 1.5 | n = 1.5",
        "n = 1 | n = 1",
        "n > 1.555 | n > 1.555",
        "n > 1.5E0 |",
        "s = 'a''b' | s = 'a''b'",
        "s = 'ab  ' | s = 'ab  '",
        "s > 'm' | s > 'm'",
        "v = 'abc' | v = 'abc'",
        "c = 'abc' |",
        "c > 'abc' |",
        "s LIKE 'ab%' | s STARTS WITH 'ab'",
        "s LIKE 'ab' | s = 'ab'",
        "s LIKE 'a_%' |",
        "s LIKE '%ab' |",
        "s LIKE 'a%b%' |",
        "s LIKE 'a\\%' |",
        "s LIKE 'a!%' ESCAPE '!' |",
        "s NOT LIKE 'ab%' | NOT s STARTS WITH 'ab'",
        "x = x'0aff' | x = x'0aff'",
        "dt = DATE '2026-01-31' | dt = 2026-01-31",
        "dt >= DATE '2026-01-31' AND dt < DATE '2026-02-28' | dt >= 2026-01-31; dt < 2026-02-28",
        "tod >= TIME '10:00:00' | tod >= 10:00",
        "tod = TIME '10:00:00' | (tod >= 10:00 AND tod < 10:00:00.001)",
        "ltz > TO_TIMESTAMP_LTZ(5, 3) | ltz >= 1970-01-01T00:00:00.006Z",
        "ts9 = TIMESTAMP '2026-01-01 00:00:00.123456789' | (ts9 >= 2026-01-01T00:00:00.123456789 AND ts9 < 2026-01-01T00:00:00.123456790)",
        "i + 1 = 5 |",
        "i = b |",
        "CAST(s AS INT) = 5 |",
        "UPPER(s) = 'A' |",
      })
  void asTheyMean(String condition, String expected) {
    List<String> parts = expected == null ? List.of() : List.of(expected.split("; "));
    assertThat(predicates(condition)).as(condition).isEqualTo(parts);
  }

  /** The table has milliseconds, files may have more digits: what is read was rounded down. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "= | (ts >= T12:00:00.500 AND ts < T12:00:00.501)",
        "<> | (ts < T12:00:00.500 OR ts >= T12:00:00.501)",
        "< | ts < T12:00:00.500",
        "<= | ts < T12:00:00.501",
        "> | ts >= T12:00:00.501",
        ">= | ts >= T12:00:00.500",
      })
  void timestampsByStoredOnesWithMoreDigits(String operator, String expected) {
    assertThat(predicates("ts " + operator + " TIMESTAMP '2026-01-01 12:00:00.500'"))
        .containsExactly(expected.replace("T", "2026-01-01T"));
  }

  /** The literal lies between two values that the column can have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "< | ts < T12:00:00.501",
        "<= | ts < T12:00:00.501",
        "> | ts >= T12:00:00.501",
        ">= | ts >= T12:00:00.501",
      })
  void timestampsByLiteralsWithMoreDigits(String operator, String expected) {
    assertThat(predicates("ts " + operator + " TIMESTAMP '2026-01-01 12:00:00.5004'"))
        .containsExactly(expected.replace("T", "2026-01-01T"));
  }

  @Test
  void partsThatMeanNothingToFilesAreLeftOut() {
    assertThat(predicates("i > 5 AND UPPER(s) = 'A' AND i + 1 < 9")).containsExactly("i > 5");
    assertThat(predicates("(i > 5 AND UPPER(s) = 'A') OR i = 2"))
        .containsExactly("(i > 5 OR i = 2)");
    assertThat(predicates("UPPER(s) = 'A' OR i = 2")).isEmpty();
  }

  @Test
  void aLongListIsOneSet() {
    String numbers =
        IntStream.range(0, 300)
            .mapToObj(i -> Integer.toString(i * 7))
            .collect(Collectors.joining(", "));
    assertThat(predicates("i IN (" + numbers + ")")).containsExactly("i IN (" + numbers + ")");
  }
}
