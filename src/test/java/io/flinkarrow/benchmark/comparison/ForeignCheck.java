package io.flinkarrow.benchmark.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.duckdb.DuckDBConnection;

/**
 * Whether a file holds what went in, asked of DuckDB: rows and, for each column, a sum over the
 * hashes of its values, whatever the order of rows.
 */
public final class ForeignCheck implements AutoCloseable {

  private final DuckDBConnection database;

  public ForeignCheck() throws SQLException {
    database = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
  }

  /** What an Arrow stream file holds. */
  public Map<String, String> ofStream(Path file) throws SQLException, IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(Files.newByteChannel(file), allocator);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Statement statement = database.createStatement()) {
      Data.exportArrayStream(allocator, reader, stream);
      database.registerArrowStream("stream", stream);
      // A stream can be read only once.
      statement.execute("CREATE OR REPLACE TABLE input AS SELECT * FROM stream");
      Map<String, String> sums = sums("input");
      statement.execute("DROP TABLE input");
      return sums;
    }
  }

  /** What a Parquet file holds. */
  public Map<String, String> ofParquet(Path file) throws SQLException {
    return sums("read_parquet('%s')".formatted(file));
  }

  /**
   * Throws if the file does not hold the expected rows.
   *
   * @param expected what {@link #ofStream} said of the input
   */
  public void check(Path file, String writer, Map<String, String> expected) throws SQLException {
    Map<String, String> actual = ofParquet(file);
    if (!actual.equals(expected)) {
      Map<String, String> different = new TreeMap<>();
      expected.forEach(
          (column, sum) -> {
            if (!sum.equals(actual.get(column))) {
              different.put(column, "expected " + sum + " but was " + actual.get(column));
            }
          });
      throw new IllegalStateException(
          "The file of %s does not hold what went in, says DuckDB: %s, columns %s"
              .formatted(writer, different, actual.keySet()));
    }
  }

  private Map<String, String> sums(String table) throws SQLException {
    Map<String, String> expressions = expressions(table);
    String list =
        expressions.values().stream()
            .map("sum(hash(%s)::HUGEINT)"::formatted)
            .collect(Collectors.joining(", "));
    Map<String, String> sums = new LinkedHashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT count(*), %s FROM %s".formatted(list, table))) {
      result.next();
      sums.put("rows", result.getString(1));
      int column = 2;
      for (String name : expressions.keySet()) {
        sums.put("column " + name, result.getString(column++));
      }
    }
    return sums;
  }

  /** By column what is hashed: plain values, or the text of what holds others. */
  private Map<String, String> expressions(String table) throws SQLException {
    Map<String, String> expressions = new LinkedHashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery("DESCRIBE SELECT * FROM %s".formatted(table))) {
      while (result.next()) {
        String name = result.getString("column_name");
        String type = result.getString("column_type");
        String column = "\"" + name + "\"";
        boolean plain = !type.contains("(") || type.startsWith("DECIMAL");
        expressions.put(
            name,
            type.equals("TIMESTAMP WITH TIME ZONE")
                ? column + "::TIMESTAMP"
                : plain && !type.endsWith("[]") ? column : column + "::VARCHAR");
      }
    }
    return expressions;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
