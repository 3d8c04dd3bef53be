package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.table.types.logical.RawType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused when a statement is planned: no job runs, nothing is written. */
class RefusedTablesTest {

  @TempDir Path directory;

  @Test
  void aTypeWithoutPlaceIsRefusedByTableAndColumn() throws Exception {
    assertThat(planned("id INT, bits BITMAP", "SELECT 1, CAST(NULL AS BITMAP)"))
        .contains(
            "Table default_catalog.default_database.t: Column bits has type BITMAP, which cannot be written to Parquet: convert it to BYTES");
  }

  /** Also if the query asks for other columns: Flink has the table's columns checked first. */
  @Test
  void aRawTypeIsRefusedByTableAndColumn() throws Exception {
    String raw =
        new RawType<>(
                DayOfWeek.class, new KryoSerializer<>(DayOfWeek.class, new SerializerConfigImpl()))
            .asSerializableString();

    assertThat(planned("id INT, day_ " + raw, "SELECT 1, CAST(NULL AS " + raw + ")"))
        .contains(
            "Table default_catalog.default_database.t: Column day_ has type RAW('java.time.DayOfWeek', '...'), which cannot be written to Parquet: convert it to BYTES");
    for (String columns : new String[] {"*", "id"}) {
      SqlSession session = SqlSession.batch();
      session.createTable("t", "id INT, day_ " + raw, directory);
      assertThat(
              SqlSession.messages(
                  catchThrowable(() -> session.run("EXPLAIN SELECT " + columns + " FROM t"))))
          .contains(
              "Table default_catalog.default_database.t: Column 'day_' has the type RAW('java.time.DayOfWeek', '...'), which cannot be read from Parquet: leave it out or give it another type");
    }
  }

  @Test
  void aTypeWithinAnotherIsRefusedByItsPath() throws Exception {
    assertThat(
            planned(
                "id INT, r ROW<x ARRAY<BITMAP>>", "SELECT 1, CAST(NULL AS ROW<x ARRAY<BITMAP>>)"))
        .contains("Column r.x.list.element has type BITMAP");
  }

  @Test
  void aSettingOfAColumnThatTheTableLacksIsRefusedWithTheLeafColumns() throws Exception {
    assertThat(
            planned(
                "id INT, tags ARRAY<STRING>, town STRING",
                "SELECT 1, ARRAY['a'], 'x'",
                "'arrow-parquet.column.tags.codec' = 'snappy'"))
        .contains(
            "Table default_catalog.default_database.t: Options are set for column 'tags', which the schema does not have. Its leaf columns are: [id, tags.list.element, town]");
  }

  @Test
  void aPathWithABackquoteThatDoesNotEndIsRefusedWithTheTable() throws Exception {
    assertThat(planned("id INT", "SELECT 1", "'arrow-parquet.column.`a.codec' = 'snappy'"))
        .contains(
            "Table default_catalog.default_database.t: The column's path `a has backquotes that do not end");
  }

  @Test
  void anEncodingThatTheTypeLacksIsRefusedWithThoseItHas() throws Exception {
    assertThat(
            planned(
                "id INT, name STRING",
                "SELECT 1, 'x'",
                "'arrow-parquet.column.name.encoding' = 'DELTA_BINARY_PACKED'"))
        .contains(
            "Encoding DELTA_BINARY_PACKED configured for column 'name'",
            "[PLAIN, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY]");
  }

  @Test
  void anUnknownOptionIsRefusedInQueriesToo() {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id INT", directory, "'arrow-parquet.compression' = 'zstd'");

    for (String statement :
        new String[] {"EXPLAIN SELECT * FROM t", "EXPLAIN INSERT INTO t SELECT 1"}) {
      assertThat(SqlSession.messages(catchThrowable(() -> session.run(statement))))
          .contains(
              "Table default_catalog.default_database.t has the option 'arrow-parquet.compression', which the format does not know",
              "arrow-parquet.compression-level");
    }
  }

  @Test
  void aTableOfPartitionColumnsOnlyIsRefused() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "town STRING", "PARTITIONED BY (town)", directory);

    assertThat(
            SqlSession.messages(
                catchThrowable(() -> session.run("EXPLAIN INSERT INTO t SELECT 'x'"))))
        .contains("Table default_catalog.default_database.t: ");
  }

  @Test
  void changesOfRowsAreRefused() throws Exception {
    SqlSession session = SqlSession.streaming();
    session.createTable("t", "k INT, n BIGINT", directory);

    assertThat(
            SqlSession.messages(
                catchThrowable(
                    () ->
                        session.run(
                            "EXPLAIN INSERT INTO t SELECT k, COUNT(*) FROM (VALUES (1), (2)) AS v(k) GROUP BY k"))))
        .contains("default_catalog.default_database.t", "doesn't support consuming update changes");
  }

  /** What is said when an INSERT into a table t is planned. */
  private String planned(String columns, String query, String... options) throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", columns, directory, options);
    Throwable failure = catchThrowable(() -> session.run("EXPLAIN INSERT INTO t " + query));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    return SqlSession.messages(failure);
  }
}
