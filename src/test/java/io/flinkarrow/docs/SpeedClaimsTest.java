package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the README's plot and ratios, and those that begin the page of benchmarks, are those of
 * the page's tables.
 */
class SpeedClaimsTest {

  private static final Path README = Path.of("README.md");
  private static final Path REPORT = Path.of("docs/benchmarks.md");
  private static final String SUMMARY = "## In short";
  private static final String RATIOS = "### CPU time relative to ours, ZSTD";

  /** The lowest and the highest of all data sets, rounded. */
  @ParameterizedTest
  @CsvSource({
    "flink-parquet, flink-parquet | record batches | %s to %s |",
    "duckdb, DuckDB | record batches | %s to %s |"
  })
  void theRatiosAreTheReports(String rival, String claim) {
    DoubleSummaryStatistics ratios = ratios(RATIOS, rival);

    assertThat(Documents.text(README).replaceAll("\\s+", " "))
        .contains(claim.formatted(rounded(ratios.getMin()), rounded(ratios.getMax())));
  }

  /** Of each line of the summary, where its ratios are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          batches to a file     | flink-parquet          | ### CPU time relative to ours, ZSTD                | flink-parquet
          batches to a file     | DuckDB                 | ### CPU time relative to ours, ZSTD                | duckdb
          the sink of a job     | flink-parquet          | ## Whole jobs, against flink-parquet's sink        | ratio (spread)
          INSERT of SQL         | Flink's format parquet | ## The same INSERT, against Flink's format `parquet` | ratio (spread)
          Kafka to files        | flink-parquet          | ### Rows per second                                | CPU ratio (spread)
          a file to rows        | flink-parquet          | ### Rows, against flink-parquet                    | flink-parquet / ours (spread)
          a file to batches     | DuckDB, with hashes    | ### Batches, against DuckDB's scan                 | duckdb / ours (spread)
          a file to vectors     | Arrow C++              | ### Vectors, against Arrow C++ and DuckDB          | arrow-cpp / ours as vectors (spread)
          a file to vectors     | DuckDB                 | ### Vectors, against Arrow C++ and DuckDB          | duckdb / ours as vectors (spread)
          a hundredth of a file | DuckDB, with hashes    | ### A hundredth of the rows, against DuckDB        | duckdb / ours, part (spread)
          a file to a file      | DuckDB                 | ### A file to a file, against DuckDB's COPY        | duckdb / ours (spread)
          """)
  void theSummaryIsOfTheTables(String what, String rival, String heading, String column) {
    DoubleSummaryStatistics ratios = ratios(heading, column);
    String range = String.format(Locale.ROOT, "%.2f to %.2f", ratios.getMin(), ratios.getMax());

    assertThat(summary())
        .filteredOn(row -> row.get(0).startsWith("[" + what + "]") && row.get(1).equals(rival))
        .extracting(row -> row.subList(2, 4))
        .containsExactly(List.of(range, whoTakesLess(ratios)));
  }

  private static String whoTakesLess(DoubleSummaryStatistics ratios) {
    if (ratios.getMin() > 1) {
      return "this project";
    }
    return ratios.getMax() < 1 ? "the rival" : "it depends on the data";
  }

  @Test
  void theSummaryHasNoMoreLines() {
    assertThat(summary()).hasSize(11);
  }

  private static List<List<String>> summary() {
    return Documents.table(REPORT, SUMMARY);
  }

  /** The medians that cells begin with. */
  private static DoubleSummaryStatistics ratios(String heading, String name) {
    int column = Documents.head(REPORT, heading).indexOf(name);
    return Documents.table(REPORT, heading).stream()
        .map(row -> row.get(column).split(" ")[0])
        .mapToDouble(Double::parseDouble)
        .summaryStatistics();
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
