package io.flinkarrow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The part files of {@link NumberedBatches} below a directory, as DuckDB reads them. */
public final class PartFiles {

  private PartFiles() {}

  /** Files that readers would see, in the order of their paths. */
  public static List<Path> visible(Path directory) {
    return files(directory).filter(file -> !isHidden(directory, file)).sorted().toList();
  }

  /** Files in progress, and files that wait for compaction. */
  public static List<Path> hidden(Path directory) {
    return files(directory).filter(file -> isHidden(directory, file)).sorted().toList();
  }

  /** The numbers of all rows of all visible files, in order; fails if a name is not its row's. */
  public static long[] ids(Path directory) {
    return idsOf(visible(directory));
  }

  public static long[] idsOf(List<Path> files) {
    if (files.isEmpty()) {
      return new long[0];
    }
    String table =
        "read_parquet([%s])"
            .formatted(files.stream().map(PartFiles::quoted).collect(Collectors.joining(", ")));
    assertThat(
            query(
                "SELECT count(*) FROM %s WHERE name IS DISTINCT FROM (%s)"
                    .formatted(table, NumberedBatches.NAME_SQL)))
        .as("rows with another row's name")
        .containsExactly(0);
    return query("SELECT id FROM " + table + " ORDER BY id");
  }

  /** Every row from 0 to {@code rows} is there once. */
  public static void assertHoldsExactly(Path directory, long rows) {
    assertThat(ids(directory))
        .as("ids of the rows in visible files")
        .isEqualTo(LongStream.range(0, rows).toArray());
  }

  public static long rowGroups(Path file) {
    return query("SELECT num_row_groups FROM parquet_file_metadata(" + quoted(file) + ")")[0];
  }

  public static List<String> columns(Path file) {
    return run(
        "SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(" + quoted(file) + "))",
        results -> results.getString(1));
  }

  private static long[] query(String sql) {
    return run(sql, results -> results.getLong(1)).stream().mapToLong(Long::longValue).toArray();
  }

  private interface RowReader<T> {
    T read(ResultSet results) throws SQLException;
  }

  private static <T> List<T> run(String sql, RowReader<T> reader) {
    List<T> rows = new java.util.ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      while (results.next()) {
        rows.add(reader.read(results));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB refused: " + sql, e);
    }
  }

  private static String quoted(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  private static boolean isHidden(Path directory, Path file) {
    for (Path name : directory.relativize(file)) {
      if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList().stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (UncheckedIOException e) {
      return files(directory); // a file was renamed while we looked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
