package io.flinkarrow.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The visible files of a folder, counted through with DuckDB. */
record WrittenFiles(Path folder, int count, long rows, long bytes) {

  static WrittenFiles in(Path folder) throws IOException, SQLException {
    List<Path> files;
    try (var entries = Files.list(folder)) {
      files = entries.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return new WrittenFiles(folder, files.size(), rows(files), bytes);
  }

  private static long rows(List<Path> files) throws SQLException {
    String names = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            database
                .createStatement()
                .executeQuery("SELECT count(*) FROM read_parquet([%s])".formatted(names))) {
      result.next();
      return result.getLong(1);
    }
  }

  /**
   * @throws IllegalStateException if they hold other than so many rows
   */
  WrittenFiles require(long expectedRows) {
    if (rows != expectedRows) {
      throw new IllegalStateException(
          "%d rows were expected in %s but there are %d in %d files"
              .formatted(expectedRows, folder, rows, count));
    }
    return this;
  }

  /** The same, if there are so many files; otherwise the figures would not compare. */
  WrittenFiles require(long expectedRows, int expectedFiles) {
    if (count != expectedFiles) {
      throw new IllegalStateException(
          "%d files were expected in %s but there are %d".formatted(expectedFiles, folder, count));
    }
    return require(expectedRows);
  }
}
