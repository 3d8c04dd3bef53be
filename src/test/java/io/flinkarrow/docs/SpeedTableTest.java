package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whether the README's ratios are those that the benchmarks' report has. */
class SpeedTableTest {

  private static final Path README = Path.of("README.md");
  private static final Path REPORT = Path.of("docs/benchmarks.md");
  private static final String HEADING = "## How fast";

  @Test
  void everyRatioIsTheReportsRounded() {
    List<String> head = Documents.head(README, HEADING);
    List<List<String>> rows = Documents.table(README, HEADING);
    assertThat(rows).isNotEmpty();
    for (List<String> row : rows) {
      for (int column = 1; column < row.size(); column++) {
        String[] dataAndRival = head.get(column).split(": ");
        assertThat(row.get(column))
            .as("%s, %s", row.get(0), head.get(column))
            .isEqualTo(reported(row.get(0), dataAndRival[0], dataAndRival[1]));
      }
    }
  }

  private static String reported(String codec, String data, String rival) {
    String heading = "### CPU time relative to ours, " + codec;
    int column = Documents.head(REPORT, heading).indexOf(rival);
    String cell =
        Documents.table(REPORT, heading).stream()
            .filter(row -> row.get(0).equals(data))
            .map(row -> row.get(column))
            .findFirst()
            .orElseThrow();
    return cell.equals("–")
        ? cell
        : String.format(Locale.ROOT, "%.1f", Double.parseDouble(cell.split(" ")[0]));
  }
}
