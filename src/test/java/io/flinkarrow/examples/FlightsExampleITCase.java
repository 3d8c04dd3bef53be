package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.ForkedJvm.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job of the README, at the size of its data and faster than for people. */
class FlightsExampleITCase {

  private static final Path FLIGHTS = Path.of("examples/data/flights-200k.arrow");
  private static final int ROWS = 200_000;
  private static final List<String> WITH_VECTORS =
      List.of("--add-opens=java.base/java.nio=ALL-UNNAMED");

  private static final Locale USERS_LOCALE = Locale.getDefault();

  @TempDir private Path temp;

  @BeforeAll
  static void readTheReportInEnglish() {
    Locale.setDefault(Locale.ENGLISH);
  }

  @AfterAll
  static void restoreTheLocale() {
    Locale.setDefault(USERS_LOCALE);
  }

  @Test
  void writesEveryRowIntoPartFilesOfSeveralCheckpoints() throws Exception {
    Outcome outcome = run(false);

    assertThat(outcome.files().rows()).isEqualTo(ROWS);
    assertThat(outcome.files().count()).isGreaterThan(2);
    assertThat(outcome.files().unfinished()).isZero();
    assertThat(outcome.report())
        .contains("200,000 flights as 200 Arrow record batches")
        .containsPattern("rows +200,000 +200,000 +same")
        .containsPattern("sum\\(delay\\) +1,500,159 +1,500,159 +same")
        .containsPattern("sum\\(distance\\) +145,847,125 +145,847,125 +same")
        .doesNotContain("DIFFERENT");
    assertThat(outcome.same()).isTrue();
  }

  @Test
  void writesTheSameRowsWhenTheJobFailsThreeTimes() throws Exception {
    Outcome outcome = run(true);

    assertThat(FailOnPurpose.kills()).isEqualTo(3);
    assertThat(FailOnPurpose.restarts()).isGreaterThanOrEqualTo(1);
    assertThat(outcome.files().rows()).isEqualTo(ROWS);
    assertThat(outcome.report()).contains("Killed the job 3 times on purpose");
    assertThat(outcome.same()).isTrue();
  }

  @Test
  void theCheckFailsWhenAPartFileIsMissing() throws Exception {
    Outcome outcome = run(false);
    Files.delete(outcome.files().paths().iterator().next());
    PartFiles remaining = new PartFiles(temp.resolve("out"));
    remaining.refresh();
    ByteArrayOutputStream report = new ByteArrayOutputStream();

    boolean same = ValueCheck.print(printer(report), FlightsInput.read(FLIGHTS, ROWS), remaining);

    assertThat(same).isFalse();
    assertThat(report.toString(StandardCharsets.UTF_8))
        .contains("DIFFERENT", "FAILED: the part files do not hold what went in.");
  }

  @Test
  void aWholeFileIsOneBatchIfItIsAskedFor() throws Exception {
    assertThat(FlightsInput.read(FLIGHTS, ROWS).batches()).hasSize(1);
    assertThat(FlightsInput.read(FLIGHTS, ROWS).rows()).isEqualTo(ROWS);
  }

  @Test
  void startedWithoutAddOpensItSaysWhatToAdd() throws Exception {
    Result result = ForkedJvm.run(List.of(), FlightsToParquet.class);

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                """
                Arrow's vectors need a JVM option that this program was started without:
                  --add-opens=java.base/java.nio=ALL-UNNAMED
                Add it to the java command (examples/run does). On a Flink cluster it belongs to \
                env.java.opts.all, where Flink's own config.yaml already has it.
                """));
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheUsage() throws Exception {
    Result result = ForkedJvm.run(WITH_VECTORS, FlightsToParquet.class, "--faster");

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                """
                Unknown option: --faster
                usage: FlightsToParquet --input FILE --out DIR [--kill]
                """));
  }

  @Test
  void aFolderThatHoldsFilesIsRefused() throws Exception {
    Files.writeString(temp.resolve("letter.txt"), "mine");

    Result result =
        ForkedJvm.run(
            WITH_VECTORS,
            FlightsToParquet.class,
            "--input",
            FLIGHTS.toString(),
            "--out",
            temp.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("--out " + temp + " must be empty, but is not");
  }

  private record Outcome(boolean same, String report, PartFiles files) {}

  private Outcome run(boolean kill) throws Exception {
    Path out = temp.resolve("out");
    var run = new FlightsRun(FLIGHTS, out, kill, 1_000, 100, Duration.ofMillis(200));
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    boolean same = FlightsToParquet.execute(run, printer(report));
    PartFiles files = new PartFiles(out);
    files.refresh();
    return new Outcome(same, report.toString(StandardCharsets.UTF_8), files);
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
