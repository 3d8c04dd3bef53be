package io.flinkarrow.benchmark.reading;

import static java.util.stream.Collectors.joining;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whole files as record batches, against DuckDB's scan on one thread with a hash of every value.
 */
final class ScanTiming implements Question {

  @Override
  public String head() {
    return """
    | data | rows | file of | ours, ms (best) | DuckDB, ms (best) | DuckDB / ours (spread) |
    |---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return List.of(
        DataSet.TAXI,
        DataSet.EVENTS,
        DataSet.NESTED,
        DataSet.DECIMAL,
        DataSet.WIDE,
        DataSet.METRICS);
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    return row(dataSet, effort, Contestant.OURS) + row(dataSet, effort, Contestant.DUCKDB);
  }

  private static String row(DataSet dataSet, Effort effort, Contestant writer) throws Exception {
    int rows = effort.rows(dataSet);
    try (SampleFile file = SampleFile.of(dataSet, rows, writer);
        Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("SET threads=1");
      String query = hashOfEveryValue(file.path(), statement);
      TimedRounds timed =
          effort.rounds(
              folder ->
                  Map.of(
                      "ours",
                      effort.cpuMillis(() -> scan(file.path(), rows)),
                      "rival",
                      effort.cpuMillis(() -> run(statement, query))));
      return "| %s | %,d | %s | %s | %s | %s |%n"
          .formatted(
              dataSet.label(),
              rows,
              writer.label(),
              timed.medianAndBest("ours"),
              timed.medianAndBest("rival"),
              timed.ratio("rival", "ours"));
    }
  }

  private static void scan(Path file, int rows) throws IOException {
    long read = 0;
    try (FileScan scan = FileScan.open(ParquetInput.open(file), ScanOptions.builder().build())) {
      ScannedBatch batch;
      while ((batch = scan.next()) != null) {
        read += batch.batch().rowCount();
      }
    }
    if (read != rows) {
      throw new IllegalStateException(
          "%d rows were expected in %s but %d came".formatted(rows, file, read));
    }
  }

  private static String hashOfEveryValue(Path file, Statement statement) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
      while (described.next()) {
        columns.add(described.getString(1));
      }
    }
    return columns.stream()
        .map("bit_xor(hash(\"%s\"))"::formatted)
        .collect(joining(", ", "SELECT ", " FROM '" + file + "'"));
  }

  private static void run(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
    }
  }
}
