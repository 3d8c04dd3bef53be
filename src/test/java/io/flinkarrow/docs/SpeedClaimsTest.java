package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the README's plot and ratios are those that the benchmarks' report has. */
class SpeedClaimsTest {

  private static final Path README = Path.of("README.md");
  private static final Path REPORT = Path.of("docs/benchmarks.md");
  private static final String RATIOS = "### CPU time relative to ours, ZSTD";

  /** The lowest and the highest of all data sets, rounded. */
  @ParameterizedTest
  @CsvSource({
    "flink-parquet, flink-parquet | record batches | %s to %s |",
    "duckdb, DuckDB | record batches | %s to %s |"
  })
  void theRatiosAreTheReports(String rival, String claim) {
    int column = Documents.head(REPORT, RATIOS).indexOf(rival);
    DoubleSummaryStatistics ratios =
        Documents.table(REPORT, RATIOS).stream()
            .map(row -> row.get(column).split(" ")[0])
            .mapToDouble(Double::parseDouble)
            .summaryStatistics();

    assertThat(Documents.text(README).replaceAll("\\s+", " "))
        .contains(claim.formatted(rounded(ratios.getMin()), rounded(ratios.getMax())));
  }

  @Test
  void thePlotIsTheReports() {
    List<String> plots =
        Documents.matches(Documents.text(README), "!\\[[^\\]]+\\]\\(docs(/[^)]+)\\)");
    assertThat(plots).hasSize(1);
    assertThat(Documents.text(REPORT)).contains("](" + plots.get(0).substring(1) + ")");
  }

  private static String rounded(double ratio) {
    return String.format(Locale.ROOT, "%.1f", ratio);
  }
}
