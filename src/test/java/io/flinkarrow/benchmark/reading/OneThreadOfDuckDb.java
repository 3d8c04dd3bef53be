package io.flinkarrow.benchmark.reading;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** A DuckDB in this process that works on one thread. No result waits in memory for its reader. */
final class OneThreadOfDuckDb implements AutoCloseable {

  private final Connection database;
  private final Statement statement;

  OneThreadOfDuckDb() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    database = DriverManager.getConnection("jdbc:duckdb:", properties);
    statement = database.createStatement();
    statement.execute("SET threads=1");
  }

  /** A query that makes a hash of every value, since DuckDB decodes no value without use. */
  String hashes(Path file) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
      while (described.next()) {
        columns.add(described.getString(1));
      }
    }
    return hashes(file, columns);
  }

  /** The same of some columns. */
  static String hashes(Path file, List<String> columns) {
    return columns.stream()
        .map("bit_xor(hash(\"%s\"))"::formatted)
        .collect(joining(", ", "SELECT count(*), ", " FROM '" + file + "'"));
  }

  /** Runs a query and returns the first value of its first row. */
  long run(String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** All rows of a file as Arrow's vectors; reading them to the end ends the query. */
  ArrowReader vectors(Path file, BufferAllocator allocator, int batchRows) throws SQLException {
    ResultSet result = statement.executeQuery("SELECT * FROM '" + file + "'");
    return (ArrowReader)
        result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRows);
  }

  /** Runs a statement that has no rows. */
  void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    database.close();
  }
}
