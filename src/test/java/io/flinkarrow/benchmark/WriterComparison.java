package io.flinkarrow.benchmark;

import io.flinkarrow.benchmark.comparison.Comparison;
import io.flinkarrow.benchmark.comparison.Settings;
import io.flinkarrow.benchmark.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The whole-writer benchmark: this project's writer against flink-parquet, parquet-java's column
 * writers, DuckDB, Arrow C++ and two floors. Measures as {@link Settings#ofSystemProperties()} says
 * and writes the report into the document that is the only argument; with {@code
 * -Dbenchmark.measure=false} only the report, from the figures kept. docs/benchmarks.md tells how
 * to start it.
 */
public final class WriterComparison {

  private WriterComparison() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "One argument is expected, the document that gets the report, but %d came"
              .formatted(arguments.length));
    }
    Settings settings = Settings.ofSystemProperties();
    if (!System.getProperty("benchmark.measure", "").equals("false")) {
      try (Comparison comparison = new Comparison(settings)) {
        comparison.run();
      }
    }
    Report.write(settings.results(), Path.of(arguments[0]));
  }
}
