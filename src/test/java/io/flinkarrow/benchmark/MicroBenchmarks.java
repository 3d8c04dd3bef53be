package io.flinkarrow.benchmark;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks of all packages, or those that match a regular expression, each in a JVM
 * of its own, and reports them as one table in Markdown.
 */
public final class MicroBenchmarks {

  /** Parameters that say how much one operation does; the table shows the time of one of them. */
  private static final List<String> UNITS = List.of("values", "rows", "bytes");

  private static final int ITERATIONS = 5;
  private static final int WARM_UPS = 3;

  private MicroBenchmarks() {}

  public static void main(String[] arguments) throws Exception {
    Options options =
        new OptionsBuilder()
            .include(arguments.length > 0 ? arguments[0] : ".*")
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .build();
    TimingReport.publish("micro", table(run(options)));
  }

  static Collection<RunResult> run(Options options) throws RunnerException {
    return new Runner(options).run();
  }

  static String table(Collection<RunResult> results) {
    String head =
        "| benchmark | parameters | ns an operation | of one | ns |\n|---|---|---|---|---|\n";
    return head + results.stream().map(MicroBenchmarks::row).collect(joining());
  }

  private static String row(RunResult result) {
    BenchmarkParams benchmark = result.getParams();
    String[] names = benchmark.getBenchmark().split("\\.");
    String parameters =
        benchmark.getParamsKeys().stream()
            .map(key -> key + " " + benchmark.getParam(key))
            .collect(joining(", "));
    Result<?> score = result.getPrimaryResult();
    String unit =
        UNITS.stream().filter(benchmark.getParamsKeys()::contains).findFirst().orElse(null);
    String share =
        unit == null
            ? "| |"
            : String.format(
                Locale.ROOT,
                "%s | %.2f |",
                unit.substring(0, unit.length() - 1),
                score.getScore() / Long.parseLong(benchmark.getParam(unit)));
    return String.format(
        Locale.ROOT,
        "| `%s.%s` | %s | %,.0f ± %,.0f | %s%n",
        names[names.length - 2],
        names[names.length - 1],
        parameters,
        score.getScore(),
        Double.isNaN(score.getScoreError()) ? 0 : score.getScoreError(),
        share);
  }
}
