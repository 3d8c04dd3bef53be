package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PartFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL script of the README, with the file it is written for. */
class BirdStrikesExampleITCase {

  private static final Path SCRIPT = Path.of("examples/sql/birdstrikes.sql");
  private static final Path CSV = Path.of("examples/data/birdstrikes.csv").toAbsolutePath();

  private static final Locale USERS_LOCALE = Locale.getDefault();

  @TempDir private Path temp;

  private final ByteArrayOutputStream report = new ByteArrayOutputStream();

  @BeforeAll
  static void readTheReportInEnglish() {
    Locale.setDefault(Locale.ENGLISH);
  }

  @AfterAll
  static void restoreTheLocale() {
    Locale.setDefault(USERS_LOCALE);
  }

  @Test
  void theScriptsResultsAreThoseOfTheFile() throws Exception {
    Path out = temp.resolve("strikes");

    assertThat(run(CSV, out)).isTrue();

    assertThat(report.toString(StandardCharsets.UTF_8))
        .contains(
            "10,000 reports of 13 years that cost",
            "dollars, counted in the CSV file: the same in the last result",
            "flight_year | strikes | cost",
            "1990 | 463 | ");
    assertThat(out.resolve("flight_year=1990/_SUCCESS")).exists();
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT flight_year), count(speed_knots) FROM read_parquet('%s/*/part-*', hive_partitioning = true)"
                    .formatted(out)))
        .isEqualTo(List.of(List.of(10_000L, 13L, 7_164L)));
    assertThat(PartFiles.visible(out)).hasSize(13);
  }

  @Test
  void theCheckFailsWhenTheFileHasAnotherRow() throws Exception {
    Path script = temp.resolve("less.sql");
    Files.writeString(
        script,
        Files.readString(SCRIPT)
            .replace(
                "WHERE flight_date <> 'Flight Date'",
                "WHERE flight_date > '1990-01-08' AND flight_date <> 'Flight Date'"));
    Path out = temp.resolve("strikes");

    assertThat(BirdStrikes.execute(script, CSV, out, printer())).isFalse();

    assertThat(report.toString(StandardCharsets.UTF_8)).contains("DIFFERENT in the last result");
  }

  @Test
  void aScriptsSettingsAreTheSessions() throws Exception {
    Path script = temp.resolve("script.sql");
    Files.writeString(
        script,
        List.of(
                "-- a comment; with a semicolon",
                "SET 'a.b' = 'c';",
                "SELECT ';' AS",
                "  x, '${name}';",
                "SELECT 2;")
            .stream()
            .collect(Collectors.joining("\n")));

    SqlScript read = SqlScript.read(script, java.util.Map.of("name", "it's"));

    assertThat(read.settings()).containsExactly(java.util.Map.entry("a.b", "c"));
    assertThat(read.statements()).containsExactly("SELECT ';' AS\n  x, 'it''s'", "SELECT 2");
  }

  private boolean run(Path csv, Path out) throws Exception {
    return BirdStrikes.execute(SCRIPT, csv, out, printer());
  }

  private PrintStream printer() {
    return new PrintStream(report, true, StandardCharsets.UTF_8);
  }
}
