package io.flinkarrow.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Reads the input files and the part files with DuckDB, which shares no code with producers and
 * job, and compares all their rows, the values in the names of folders too.
 */
final class KafkaCheck {

  private final PrintStream out;
  private final Statement duckDb;

  private KafkaCheck(PrintStream out, Statement duckDb) {
    this.out = out;
    this.duckDb = duckDb;
  }

  /** Says what was compared, and whether it was the same. */
  static boolean print(PrintStream out, KafkaRun run) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      KafkaCheck check = new KafkaCheck(out, statement);
      check.flights((DuckDBConnection) connection, run);
      check.birdStrikes(run);
      out.printf("  %-28s %18s %18s%n", "check", "input", "read by DuckDB");
      return check.compare("flights", List.of("delay", "distance", "time"))
          & check.compare("birdstrikes", List.of("cost_total", "speed_knots"));
    }
  }

  private void flights(DuckDBConnection connection, KafkaRun run) throws SQLException, IOException {
    duckDb.execute("CREATE TABLE flights_read (delay SMALLINT, distance SMALLINT, time FLOAT)");
    try (DuckDBAppender rows = connection.createAppender("flights_read")) {
      ArrowFile.read(run.flights(), vectors -> append(vectors, rows));
    }
    duckDb.execute(
        """
        CREATE VIEW flights_input AS
        SELECT
          *,
          CASE
            WHEN time < 6 OR time >= 24 THEN 'night'
            WHEN time < 12 THEN 'morning'
            WHEN time < 18 THEN 'afternoon'
            ELSE 'evening'
          END AS part_of_day
        FROM flights_read
        """);
    duckDb.execute(
        """
        CREATE VIEW flights_output AS
        SELECT delay, distance, time, part_of_day FROM %s
        """
            .formatted(partFiles(run.flightsOut())));
  }

  private static Void append(VectorSchemaRoot vectors, DuckDBAppender rows) throws IOException {
    var delay = (SmallIntVector) vectors.getVector("delay");
    var distance = (SmallIntVector) vectors.getVector("distance");
    var time = (Float4Vector) vectors.getVector("time");
    try {
      for (int row = 0; row < vectors.getRowCount(); row++) {
        rows.beginRow();
        rows.append(delay.get(row)).append(distance.get(row)).append(time.get(row));
        rows.endRow();
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB does not take the flights: " + e.getMessage(), e);
    }
    return null;
  }

  private void birdStrikes(KafkaRun run) throws SQLException {
    duckDb.execute(
        """
        CREATE VIEW birdstrikes_input AS
        SELECT
          * REPLACE (
            flight_date::DATE AS flight_date,
            cost_other::DECIMAL(12, 2) AS cost_other,
            cost_repair::DECIMAL(12, 2) AS cost_repair,
            cost_total::DECIMAL(12, 2) AS cost_total,
            nullif(speed_knots, '')::SMALLINT AS speed_knots),
          year(flight_date::DATE) AS year
        FROM read_csv('%s', header = false, skip = 1, all_varchar = true, nullstr = 'no nulls',
          names = ['airport', 'aircraft', 'damage', 'flight_date', 'operator', 'origin_state',
            'flight_phase', 'size', 'species', 'time_of_day', 'cost_other', 'cost_repair',
            'cost_total', 'speed_knots'])
        """
            .formatted(quoted(run.birdStrikes())));
    duckDb.execute(
        """
        CREATE VIEW birdstrikes_output AS
        SELECT airport, aircraft, damage, flight_date, operator, origin_state, flight_phase,
          wildlife.size, wildlife.species, time_of_day, cost_other, cost_repair, cost_total,
          speed_knots, year
        FROM %s
        """
            .formatted(partFiles(run.birdStrikesOut())));
  }

  private boolean compare(String table, List<String> summed) throws SQLException {
    boolean same = sameNumber(table, "rows", "count(*)");
    for (String column : summed) {
      same &= sameNumber(table, "sum(" + column + ")", "sum(" + column + "::DECIMAL(24, 6))");
    }
    same &= noRows("%1$s: missing rows", "%1$s_input EXCEPT ALL FROM %1$s_output", table);
    same &= noRows("%1$s: rows too many", "%1$s_output EXCEPT ALL FROM %1$s_input", table);
    return same;
  }

  private boolean sameNumber(String table, String what, String sql) throws SQLException {
    try (ResultSet found =
        duckDb.executeQuery(
            "SELECT i, o, coalesce(i = o, false) FROM (SELECT %2$s i FROM %1$s_input), (SELECT %2$s o FROM %1$s_output)"
                .formatted(table, sql))) {
      found.next();
      boolean same = found.getBoolean(3);
      out.printf(
          "  %-28s %,18.0f %,18.0f   %s%n",
          table + ": " + what, found.getDouble(1), found.getDouble(2), same ? "same" : "DIFFERENT");
      return same;
    }
  }

  private boolean noRows(String what, String rows, String table) throws SQLException {
    try (ResultSet found =
        duckDb.executeQuery("SELECT count(*) FROM (FROM %s)".formatted(rows.formatted(table)))) {
      found.next();
      long count = found.getLong(1);
      out.printf(
          "  %-28s %18s %,18d   %s%n",
          what.formatted(table), "", count, count == 0 ? "none" : "DIFFERENT");
      return count == 0;
    }
  }

  private static String partFiles(Path folder) {
    return "read_parquet('%s/*/*.parquet', hive_partitioning = true)".formatted(quoted(folder));
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
