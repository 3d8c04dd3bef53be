package io.flinkarrow.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lets DuckDB read the input and the part files, and compare them: the rows, which geometries they
 * have, and what was computed, which it computes itself.
 */
final class LoopCheck {

  /** Far more than what the order of operations changes. */
  private static final double TOLERANCE_KM = 1e-6;

  private static final String VIEWS =
      """
      CREATE TEMP VIEW expected AS
        FROM read_parquet(%s) WHERE point && 'LINESTRING (%s %s, %s %s)'::GEOMETRY;
      CREATE TEMP VIEW found AS FROM read_parquet(%s);
      CREATE TEMP VIEW before AS
        SELECT * REPLACE (ST_AsText(point) AS point) FROM expected;
      CREATE TEMP VIEW after AS
        SELECT * EXCLUDE (distance_km, cell) REPLACE (ST_AsText(point) AS point) FROM found;
      CREATE TEMP VIEW places AS
        SELECT distance_km, cell,
          (ST_AsGeoJSON(point) -> '$.coordinates[0]')::DOUBLE AS x,
          (ST_AsGeoJSON(point) -> '$.coordinates[1]')::DOUBLE AS y
        FROM found;
      """;

  private static final String DISTANCE =
      """
      2 * %s * asin(sqrt(pow(sin(radians(y - %3$s) / 2), 2)
        + cos(radians(%3$s)) * cos(radians(y)) * pow(sin(radians(x - %2$s) / 2), 2)))"""
          .formatted(
              DistanceAndCell.EARTH_RADIUS_KM, EarthquakeLoop.LONGITUDE, EarthquakeLoop.LATITUDE);

  /** 25 bits: 13 of the longitude, 12 of the latitude, one of each in turn. */
  private static final String CELL =
      """
      array_to_string(list_transform(range(5), lambda digit:
        substr('0123456789bcdefghjkmnpqrstuvwxyz', 1 + list_sum(list_transform(range(5), lambda bit:
          CASE (5 * digit + bit) % 2
            WHEN 0 THEN (floor((x + 180) / 360 * 8192)::BIGINT >> (12 - (5 * digit + bit) // 2)) & 1
            ELSE (floor((y + 90) / 180 * 4096)::BIGINT >> (11 - (5 * digit + bit) // 2)) & 1
          END << (4 - bit)))::INT, 1)), '')""";

  private static final String ALL = "SELECT count(*) FROM expected";

  /** Two queries of a number, which must be the same. */
  private record Comparison(String what, String expected, String found) {

    static Comparison none(String what, String rows, String others) {
      return new Comparison(
          what,
          "SELECT 0",
          "SELECT count(*) FROM (FROM %s EXCEPT ALL FROM %s)".formatted(rows, others));
    }
  }

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison("rows", ALL, "SELECT count(*) FROM found"),
          new Comparison("earthquakes", ALL, "SELECT count(DISTINCT id) FROM found"),
          Comparison.none("rows of the input that are missing", "before", "after"),
          Comparison.none("rows that the input does not have", "after", "before"),
          new Comparison(
              "geometries with their reference system",
              ALL,
              "SELECT count(*) FROM found WHERE typeof(point) = 'GEOMETRY(''OGC:CRS84'')'"),
          new Comparison(
              "distances that DuckDB computes, too",
              ALL,
              "SELECT count(*) FROM places WHERE abs(distance_km - %s) < %s"
                  .formatted(DISTANCE, TOLERANCE_KM)),
          new Comparison(
              "cells that DuckDB computes, too",
              ALL,
              "SELECT count(*) FROM places WHERE cell = " + CELL));

  private LoopCheck() {}

  /** Says what was compared, and whether it was as expected. */
  static boolean print(PrintStream out, Path input, PartFiles files) throws SQLException {
    if (files.count() == 0) {
      out.printf("  FAILED: the job committed no part file%n%n");
      return false;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute(views(input, files));
      out.printf("  %-40s %10s %16s%n", "check", "expected", "read by DuckDB");
      boolean same = true;
      for (Comparison comparison : COMPARISONS) {
        long expected = number(duckDb, comparison.expected());
        long found = number(duckDb, comparison.found());
        same &= expected == found;
        out.printf(
            "  %-40s %,10d %,16d   %s%n",
            comparison.what(), expected, found, expected == found ? "same" : "DIFFERENT");
      }
      out.printf(same ? "%n" : "%nFAILED: the part files do not hold what they must.%n%n");
      return same;
    }
  }

  private static String views(Path input, PartFiles files) {
    Box box = EarthquakeLoop.CALIFORNIA;
    return VIEWS.formatted(
        list(List.of(input)),
        box.west(),
        box.south(),
        box.east(),
        box.north(),
        list(files.paths()));
  }

  private static long number(Statement duckDb, String query) throws SQLException {
    try (ResultSet result = duckDb.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static String list(Collection<Path> files) {
    return files.stream()
        .map(path -> "'" + path.toString().replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
