package io.flinkarrow.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** Reads the part files with DuckDB, which shares no code with the writer, and compares. */
final class ValueCheck {

  /** Sums of floating-point numbers depend on the order of adding, a little. */
  private static final double TOLERANCE = 1e-9;

  private ValueCheck() {}

  /** Says what was compared, and whether it was the same. */
  static boolean print(PrintStream out, FlightsInput input, PartFiles files) throws SQLException {
    if (files.count() == 0) {
      out.printf("  FAILED: the job committed no part file%n%n");
      return false;
    }
    boolean same = true;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query(input, files))) {
      found.next();
      out.printf("  %-14s %18s %18s%n", "check", "input", "read by DuckDB");
      same &= line(out, "rows", input.rows(), found.getDouble(1));
      for (int i = 0; i < input.columns().size(); i++) {
        FlightsInput.Column column = input.columns().get(i);
        same &= line(out, "sum(" + column.name() + ")", column.sum(), found.getDouble(i + 2));
      }
    }
    out.println();
    if (!same) {
      out.printf("FAILED: the part files do not hold what went in.%n");
    }
    return same;
  }

  private static String query(FlightsInput input, PartFiles files) {
    String sums =
        input.columns().stream()
            .map(column -> ", sum(\"%s\"::DOUBLE)".formatted(column.name()))
            .collect(Collectors.joining());
    String paths =
        files.paths().stream()
            .map(path -> "'" + path.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    return "SELECT count(*)%s FROM read_parquet([%s])".formatted(sums, paths);
  }

  private static boolean line(PrintStream out, String what, double expected, double found) {
    boolean same = Math.abs(expected - found) <= TOLERANCE * Math.max(1, Math.abs(expected));
    String format = expected == Math.rint(expected) ? "%,.0f" : "%,.3f";
    out.printf(
        "  %-14s %18s %18s   %s%n",
        what, format.formatted(expected), format.formatted(found), same ? "same" : "DIFFERENT");
    return same;
  }
}
