package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.ForkedJvm.Result;
import io.flinkarrow.testing.S3Plugin;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kafka demo of the README, with all of its data and faster than for people. */
class KafkaExampleITCase {

  private static final Path FLIGHTS = Path.of("examples/data/flights-200k.arrow").toAbsolutePath();
  private static final Path BIRD_STRIKES =
      Path.of("examples/data/birdstrikes.csv").toAbsolutePath();
  private static final Path BROKER_JARS =
      Path.of(System.getProperty("flinkarrow.kafkaClassPath", "target/kafka-classpath.txt"))
          .toAbsolutePath();
  private static final List<String> WITH_VECTORS =
      List.of("--add-opens=java.base/java.nio=ALL-UNNAMED");

  private static final Locale USERS_LOCALE = Locale.getDefault();

  @TempDir private static Path shared;

  private static KafkaRun run;
  private static boolean same;
  private static String report;

  @TempDir private Path temp;

  @BeforeAll
  static void runOnce() throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    run = run(Optional.empty(), shared.resolve("work"), shared.resolve("out"), false);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    same = KafkaDemo.execute(run, printer(bytes));
    report = bytes.toString(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void restoreTheLocale() {
    Locale.setDefault(USERS_LOCALE);
  }

  private static KafkaRun run(Optional<Path> s3Jars, Path work, Path out, boolean keepOpen) {
    return new KafkaRun(
        FLIGHTS,
        BIRD_STRIKES,
        BROKER_JARS,
        s3Jars,
        work,
        out,
        keepOpen,
        false,
        Duration.ofSeconds(5),
        Duration.ofMillis(700));
  }

  @Test
  void eachRowOfBothTopicsLiesInOneFile() throws Exception {
    assertThat(report)
        .contains("200,000 flights as 200 Arrow IPC messages", "10,000 bird strikes as JSON")
        .containsPattern("flights +200,000 +200,000 +\\d+ +0 +0.0")
        .containsPattern("birdstrikes +10,000 +10,000 +\\d+ +0 +0.0")
        .contains("20 transactions were aborted on purpose and sent again")
        .containsPattern("flights: rows +200,000 +200,000 +same")
        .containsPattern("flights: missing rows +0 +none")
        .containsPattern("birdstrikes: rows too many +0 +none")
        .contains("OK: each flight and each bird strike lies in exactly one file")
        .doesNotContain("DIFFERENT", "FAILED");
    assertThat(same).isTrue();
    assertThat(count("flights")).isEqualTo(200_000);
    assertThat(count("birdstrikes")).isEqualTo(10_000);
    assertThat(folders(run.flightsOut()))
        .containsExactlyInAnyOrder(
            "part_of_day=night",
            "part_of_day=morning",
            "part_of_day=afternoon",
            "part_of_day=evening");
    assertThat(folders(run.birdStrikesOut())).hasSize(13).contains("year=1990", "year=2002");
  }

  @Test
  void filesBecameVisibleWithSeveralCheckpoints() throws IOException {
    assertThat(files(run.flightsOut())).hasSizeGreaterThan(4);
    assertThat(report).containsPattern("flights: [\\d,]+ in, [\\d,]+ committed, \\d+ files");
  }

  @Test
  void filesThatStayOpenAreFewerAndLarger() throws Exception {
    assertThat(reportOfOpenFiles(Optional.empty()))
        .contains("OK: each flight and each bird strike lies in exactly one file");
  }

  /** With an S3 server too, for which the job does the same whether files stay open or not. */
  @Test
  void onS3EachRowOfBothTopicsLiesInOneObject() throws Exception {
    assertThat(reportOfOpenFiles(Optional.of(S3Plugin.jars())))
        .containsPattern("The files are objects of an S3 server, .* at http://127.0.0.1:\\d+")
        .contains("OK: each flight and each bird strike lies in exactly one object");
  }

  private String reportOfOpenFiles(Optional<Path> s3Jars) throws Exception {
    KafkaRun open = run(s3Jars, temp.resolve("work"), temp.resolve("out"), true);
    open.check();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(KafkaDemo.execute(open, printer(bytes))).isTrue();
    String report = bytes.toString(StandardCharsets.UTF_8);
    assertThat(report)
        .contains("Files stay open over checkpoints")
        .containsPattern("flights: rows +200,000 +200,000 +same")
        .containsPattern("birdstrikes: rows too many +0 +none")
        .doesNotContain("DIFFERENT", "FAILED");
    assertThat(files(open.flightsOut())).hasSizeLessThan(files(run.flightsOut()).size());
    assertThat(files(open.birdStrikesOut())).hasSizeLessThan(files(run.birdStrikesOut()).size());
    return report;
  }

  @Test
  void theDamagedMessageIsKeptInItsTopic() {
    assertThat(report)
        .containsPattern(
            "Rejected and kept in topic flights-rejected: the message of topic flights, partition"
                + " \\d, offset \\d+")
        .contains("Malformed Arrow payload at byte");
  }

  @Test
  void theCheckFailsWhenAFileIsMissing() throws Exception {
    KafkaRun other = copy();
    Files.delete(files(other.flightsOut()).get(0));

    assertThat(check(other))
        .containsPattern("flights: rows .* DIFFERENT")
        .containsPattern("flights: missing rows .* DIFFERENT")
        .containsPattern("flights: rows too many +0 +none");
  }

  @Test
  void theCheckFailsWhenAFileIsThereTwice() throws Exception {
    KafkaRun other = copy();
    Path file = files(other.birdStrikesOut()).get(0);
    Files.copy(file, file.resolveSibling("part-again.parquet"));

    assertThat(check(other))
        .containsPattern("birdstrikes: missing rows +0 +none")
        .containsPattern("birdstrikes: rows too many .* DIFFERENT");
  }

  @Test
  void theCheckFailsWhenAFileLiesInAnothersFolder() throws Exception {
    KafkaRun other = copy();
    Path file = files(other.flightsOut()).get(0);
    Path elsewhere =
        files(other.flightsOut()).stream()
            .filter(candidate -> !candidate.getParent().equals(file.getParent()))
            .findAny()
            .orElseThrow();
    Files.move(file, elsewhere.resolveSibling("part-moved.parquet"));

    assertThat(check(other))
        .containsPattern("flights: rows +200,000 +200,000 +same")
        .containsPattern("flights: missing rows .* DIFFERENT")
        .containsPattern("flights: rows too many .* DIFFERENT");
  }

  @Test
  void interruptedItLeavesNoBrokerAndNoWorkFolder() throws Exception {
    Path work = temp.resolve("work");
    String rest = endWhileItRuns(work, ProcessHandle::destroy);

    assertThat(rest)
        .contains("Interrupted. The broker ends too; committed files stay.")
        .doesNotContain("failed");
    assertThat(work).doesNotExist();
  }

  @Test
  void killedItLeavesNoBroker() throws Exception {
    endWhileItRuns(temp.resolve("work"), ProcessHandle::destroyForcibly);
  }

  /** Waits for the end of the broker too; returns what the program said last. */
  private String endWhileItRuns(Path work, Consumer<ProcessHandle> end) throws Exception {
    Process demo =
        new ProcessBuilder(command(work, temp.resolve("out"))).redirectErrorStream(true).start();
    try (BufferedReader output = demo.inputReader()) {
      assertThat(output.lines().anyMatch(line -> line.startsWith("It listens on"))).isTrue();
      List<ProcessHandle> broker = demo.descendants().toList();
      assertThat(broker).hasSize(1);
      assertThat(work.resolve("broker")).exists();

      end.accept(demo.toHandle());

      String rest = output.lines().collect(Collectors.joining("\n"));
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      broker.get(0).onExit().get(30, TimeUnit.SECONDS);
      return rest;
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void aBrokerThatDoesNotStartIsReported() throws Exception {
    Path noJars = temp.resolve("jars");
    Files.writeString(noJars, "no.jar");

    Result result =
        ForkedJvm.run(
            WITH_VECTORS,
            KafkaDemo.class,
            arguments(noJars, temp.resolve("work"), temp.resolve("out")));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("The demo failed", "kafka.tools.StorageTool");
    assertThat(temp.resolve("work")).doesNotExist();
  }

  @Test
  void aFolderThatHoldsFilesIsRefused() throws Exception {
    Path out = Files.createDirectory(temp.resolve("out"));
    Files.writeString(out.resolve("letter.txt"), "mine");

    Result result =
        ForkedJvm.run(
            WITH_VECTORS, KafkaDemo.class, arguments(BROKER_JARS, temp.resolve("work"), out));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("--out " + out + " must be empty, but is not");
    assertThat(temp.resolve("work")).doesNotExist();
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheUsage() throws Exception {
    Result result = ForkedJvm.run(WITH_VECTORS, KafkaDemo.class, "--faster");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("Unknown option: --faster", "usage: KafkaDemo");
  }

  private static List<String> command(Path work, Path out) {
    return Stream.of(
            Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            WITH_VECTORS.stream(),
            Stream.of("-cp", System.getProperty("java.class.path"), KafkaDemo.class.getName()),
            Stream.of(arguments(BROKER_JARS, work, out)))
        .flatMap(part -> part)
        .toList();
  }

  private static String[] arguments(Path brokerJars, Path work, Path out) {
    return new String[] {
      "--flights", FLIGHTS.toString(),
      "--birdstrikes", BIRD_STRIKES.toString(),
      "--broker-jars", brokerJars.toString(),
      "--work", work.toString(),
      "--out", out.toString()
    };
  }

  private KafkaRun copy() throws IOException {
    Path out = temp.resolve("copy");
    try (Stream<Path> all = Files.walk(run.out())) {
      for (Path path : all.toList()) {
        Files.copy(path, out.resolve(run.out().relativize(path)));
      }
    }
    return run(Optional.empty(), temp.resolve("work"), out, false);
  }

  private static String check(KafkaRun other) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(KafkaCheck.print(printer(bytes), other)).isFalse();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static long count(String table) throws Exception {
    Object rows =
        DuckDbReader.query(
                "SELECT count(*) FROM read_parquet('%s/%s/*/*.parquet')"
                    .formatted(run.out(), table))
            .get(0)
            .get(0);
    return ((Number) rows).longValue();
  }

  private static List<String> folders(Path table) throws IOException {
    try (Stream<Path> entries = Files.list(table)) {
      return entries.map(folder -> folder.getFileName().toString()).toList();
    }
  }

  private static List<Path> files(Path table) throws IOException {
    try (Stream<Path> all = Files.walk(table)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
