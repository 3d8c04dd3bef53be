package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Types that have no literals: what makes them in SQL can be written, and comes back. */
class NestedAndOddTypesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @Test
  void aMultisetIsAMapOfCounts() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("written", "k INT, words MULTISET<STRING NOT NULL>", directory);

    session.run(
        "INSERT INTO written SELECT k, COLLECT(word) FROM "
            + "(VALUES (1, 'a'), (1, 'b'), (1, 'a'), (2, 'c')) AS words(k, word) GROUP BY k");

    assertThat(session.rows("SELECT k, words FROM written"))
        .isEqualTo(List.of("+I[1, {a=2, b=1}]", "+I[2, {c=1}]"));
    assertThat(duckDb("SELECT words::VARCHAR FROM %s ORDER BY k"))
        .isEqualTo(List.of(List.of("{a=2, b=1}"), List.of("{c=1}")));
  }

  @Test
  void aKeyOfAMapIsFoundByItsValue() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("written", "m MAP<BYTES, INT>, r MAP<STRING, INT>", directory);

    session.run("INSERT INTO written SELECT MAP[x'0102', 1, x'01', 2], MAP['a', 3, 'b', 4]");

    assertThat(
            session.rows(
                "SELECT m[x'0102'], m[x'01'], m[x'02'], r['b'], CARDINALITY(m) FROM written"))
        .isEqualTo(List.of("+I[1, 2, null, 4, 2]"));
  }

  /** Flink's CREATE TABLE cannot name the type. */
  @Test
  void anIntervalIsANumber() throws Exception {
    SqlSession session = SqlSession.batch();
    session
        .environment()
        .createTable(
            "written",
            TableDescriptor.forConnector("filesystem")
                .format("arrow-parquet")
                .option("path", directory.toUri().toString())
                .schema(
                    Schema.newBuilder()
                        .column("months", DataTypes.INTERVAL(DataTypes.YEAR(), DataTypes.MONTH()))
                        .column("millis", DataTypes.INTERVAL(DataTypes.DAY(), DataTypes.SECOND(3)))
                        .build())
                .build());

    session.run(
        "INSERT INTO written SELECT INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 00:00:01.005' DAY TO"
            + " SECOND");

    assertThat(session.rows("SELECT * FROM written")).isEqualTo(List.of("+I[P14M, PT24H1.005S]"));
    assertThat(duckDb("SELECT months, millis FROM %s"))
        .isEqualTo(List.of(List.of(14, 86_401_005L)));
  }

  @Test
  void aVariantKeepsItsValue() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("written", "k INT, v VARIANT", directory);

    session.run(
        "INSERT INTO written SELECT k, PARSE_JSON(json) FROM (VALUES (1, '{\"a\": [1, 2.5, \"x\","
            + " null, true]}'), (2, CAST(NULL AS STRING))) AS texts(k, json)");

    assertThat(session.rows("SELECT k, JSON_STRING(v) FROM written"))
        .isEqualTo(List.of("+I[1, {\"a\":[1,2.5,\"x\",null,true]}]", "+I[2, null]"));
    assertThat(duckDb("SELECT v::JSON::VARCHAR FROM %s WHERE k = 1"))
        .isEqualTo(List.of(List.of("{\"a\":[1,2.5,\"x\",null,true]}")));
  }

  @Test
  void aStructuredTypeIsAGroup() throws Exception {
    SqlSession session = SqlSession.batch();
    String point = "STRUCTURED<'example.Point', x INT, label STRING>";
    session.createTable("written", "k INT, p " + point + ", ps ARRAY<" + point + ">", directory);

    session.run(
        "INSERT INTO written SELECT k, p, CASE k WHEN 1 THEN ARRAY[p, p] END FROM "
            + "(SELECT k, OBJECT_OF('example.Point', 'x', k, 'label', label) AS p "
            + "FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING))) AS v(k, label)) AS points");

    assertThat(session.rows("SELECT k, p.x, p.label, ps FROM written"))
        .isEqualTo(List.of("+I[1, 1, a, [+I[1, a], +I[1, a]]]", "+I[2, 2, null, null]"));
    assertThat(duckDb("SELECT p::VARCHAR FROM %s ORDER BY k"))
        .isEqualTo(List.of(List.of("{'x': 1, 'label': a}"), List.of("{'x': 2, 'label': NULL}")));
  }

  /** Nanoseconds since 1970 are within 64 bits from the year 1677 to 2262. */
  @Test
  void timestampsReachTheLimitsOfTheirUnit() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("written", "t TIMESTAMP(9)", directory);

    session.run(
        "INSERT INTO written VALUES (TIMESTAMP '1677-09-21 00:12:43.145224192'), "
            + "(TIMESTAMP '2262-04-11 23:47:16.854775807')");

    assertThat(session.rows("SELECT * FROM written"))
        .isEqualTo(
            List.of("+I[1677-09-21T00:12:43.145224192]", "+I[2262-04-11T23:47:16.854775807]"));
  }

  @Test
  void dotsAndCaseBelongToNames() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable(
        "written",
        "a ROW<b INT, `c.d` INT, c ROW<d INT>>, `a.b` INT, `A` INT, `t``k` INT",
        directory);

    session.run("INSERT INTO written SELECT ROW(1, 2, ROW(3)), 4, 5, 6");

    assertThat(session.rows("SELECT * FROM written"))
        .isEqualTo(List.of("+I[+I[1, 2, +I[3]], 4, 5, 6]"));
    assertThat(session.rows("SELECT `a.b`, a.b, a.`c.d`, `A`, `t``k` FROM written"))
        .isEqualTo(List.of("+I[4, 1, 2, 5, 6]"));
  }

  @Test
  void timestampsAreInt96IfTheTableSaysSo() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable(
        "written", "t TIMESTAMP(9)", directory, "'arrow-parquet.int96-timestamps' = 'true'");

    session.run("INSERT INTO written VALUES (TIMESTAMP '1969-12-31 23:59:59.999999999')");

    assertThat(session.rows("SELECT * FROM written"))
        .isEqualTo(List.of("+I[1969-12-31T23:59:59.999999999]"));
    assertThat(
            DuckDbReader.query(
                "SELECT type FROM parquet_schema('%s/part-*') WHERE name = 't'"
                    .formatted(directory)))
        .isEqualTo(List.of(List.of("INT96")));
  }

  private List<List<Object>> duckDb(String query) throws Exception {
    return DuckDbReader.query(query.formatted("read_parquet('" + directory + "/part-*')"));
  }
}
