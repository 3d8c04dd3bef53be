package io.flinkarrow.benchmark.report;

import static io.flinkarrow.benchmark.DataSet.DECIMAL;
import static io.flinkarrow.benchmark.DataSet.EVENTS;
import static io.flinkarrow.benchmark.DataSet.METRICS;
import static io.flinkarrow.benchmark.DataSet.NESTED;
import static io.flinkarrow.benchmark.DataSet.TAXI;
import static io.flinkarrow.benchmark.DataSet.WIDE;
import static io.flinkarrow.parquet.options.CompressionCodec.SNAPPY;
import static io.flinkarrow.parquet.options.CompressionCodec.UNCOMPRESSED;
import static io.flinkarrow.parquet.options.CompressionCodec.ZSTD;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.comparison.Comparison;
import io.flinkarrow.benchmark.comparison.Experiment;
import io.flinkarrow.benchmark.comparison.Results;
import io.flinkarrow.benchmark.comparison.Spread;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** What the writer is meant to reach, next to what was measured. */
final class Targets {

  static final List<CompressionCodec> CODECS = List.of(UNCOMPRESSED, SNAPPY, ZSTD);

  private static final double MEBIBYTE = 1 << 20;
  private static final double MOST_RETAINED =
      (Comparison.RETAINED_ROW_GROUP_BYTES + (32 << 20)) / MEBIBYTE;

  /**
   * @param atLeast whether the target is the least that is wanted, or the most
   */
  record Target(String claim, double wanted, boolean atLeast, double measured) {
    boolean met() {
      return atLeast ? measured >= wanted : measured <= wanted;
    }
  }

  private final Results results;
  private final List<Target> targets = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  /** Those of which there are figures. */
  static List<Target> of(Results results) {
    Targets targets = new Targets(results);
    targets.times();
    targets.floors();
    for (DataSet dataSet : DataSet.values()) {
      for (CompressionCodec codec : CODECS) {
        targets.fileSize(dataSet, codec);
      }
    }
    for (DataSet dataSet : DataSet.values()) {
      targets.batchRows(dataSet, Contestant.OURS_BATCHES_OF_8192, 1.1);
      targets.batchRows(dataSet, Contestant.OURS_BATCHES_OF_100, 1.4);
    }
    targets.memory();
    targets.compactFiles();
    return targets.targets;
  }

  private void times() {
    fasterThan(Contestant.FLINK_PARQUET, TAXI, 9, 8, 6);
    fasterThan(Contestant.FLINK_PARQUET, EVENTS, 7, 5.5, 3.5);
    fasterThan(Contestant.FLINK_PARQUET, METRICS, 11, 7, 4.5);
    fasterThan(Contestant.FLINK_PARQUET, NESTED, 8, 8, 8);
    fasterThan(Contestant.FLINK_PARQUET, WIDE, 22, 22, 22);
    fasterThan(Contestant.FLINK_PARQUET, DECIMAL, 5, 5, 5);
    fasterThan(Contestant.DUCKDB, TAXI, 2.2, 2.1, 2.0);
    fasterThan(Contestant.DUCKDB, EVENTS, 2.0, 2.0, 1.6);
    fasterThan(Contestant.DUCKDB, METRICS, 2.6, 2.0, 1.7);
    fasterThan(Contestant.DUCKDB, NESTED, 3.5, 3.5, 3.5);
    fasterThan(Contestant.DUCKDB, WIDE, 2.6, 2.6, 2.6);
    fasterThan(Contestant.DUCKDB, DECIMAL, 1.5, 1.4, 1.3);
    fasterThan(Contestant.ARROW_CPP, TAXI, 2.1);
    fasterThan(Contestant.ARROW_CPP, EVENTS, 1.5);
    fasterThan(Contestant.ARROW_CPP, NESTED, 2.3);
    fasterThan(Contestant.ARROW_CPP, WIDE, 2.0);
    fasterThan(Contestant.ARROW_CPP, DECIMAL, 2.0);
  }

  private void fasterThan(Contestant rival, DataSet dataSet, double... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      add(
          "%s, %s: CPU of %s / ours".formatted(dataSet.label(), CODECS.get(i), rival.label()),
          wanted[i],
          true,
          ratio(Experiment.WRITERS, dataSet, CODECS.get(i), rival, WriteResult::cpuNanos));
    }
  }

  private void floors() {
    floor(TAXI, 0.24, 0.44);
    floor(EVENTS, 0.6, 0.7);
    floor(METRICS, 0.7, 0.8);
  }

  private void floor(DataSet dataSet, double snappy, double zstd) {
    for (CompressionCodec codec : List.of(SNAPPY, ZSTD)) {
      add(
          "%s, %s: codec floor / ours".formatted(dataSet.label(), codec),
          codec == SNAPPY ? snappy : zstd,
          true,
          ratio(Experiment.WRITERS, dataSet, codec, Contestant.CODEC_FLOOR, WriteResult::cpuNanos));
    }
  }

  private void fileSize(DataSet dataSet, CompressionCodec codec) {
    OptionalDouble rival =
        ratio(Experiment.WRITERS, dataSet, codec, Contestant.FLINK_PARQUET, WriteResult::fileBytes);
    add(
        "%s, %s: file of ours / flink-parquet's".formatted(dataSet.label(), codec),
        1.01,
        false,
        inverse(rival));
  }

  private void batchRows(DataSet dataSet, Contestant batches, double most) {
    for (CompressionCodec codec : CODECS) {
      add(
          "%s, %s: CPU with batches of %,d rows / of 65,536"
              .formatted(dataSet.label(), codec, batches.batchRows()),
          most,
          false,
          ratio(Experiment.WRITERS, dataSet, codec, batches, WriteResult::cpuNanos));
    }
  }

  private void memory() {
    for (DataSet dataSet : DataSet.values()) {
      add(
          "%s: MiB retained at most, row groups of 16 MiB, any batch size"
              .formatted(dataSet.label()),
          MOST_RETAINED,
          false,
          mostRetained(dataSet));
    }
    for (DataSet dataSet : DataSet.values()) {
      for (CompressionCodec codec : CODECS) {
        OptionalDouble rival =
            ratio(
                Experiment.MEMORY,
                dataSet,
                codec,
                Contestant.FLINK_PARQUET,
                WriteResult::addedResidentBytes);
        add(
            "%s, %s: resident memory added by ours / flink-parquet"
                .formatted(dataSet.label(), codec),
            1.0 / 3,
            false,
            inverse(rival));
      }
    }
  }

  private OptionalDouble mostRetained(DataSet dataSet) {
    return Arrays.stream(Contestant.values())
        .filter(contestant -> contestant.role() == Contestant.Role.OURS)
        .flatMap(
            contestant ->
                CODECS.stream()
                    .map(
                        codec ->
                            results.median(
                                Experiment.RETAINED,
                                dataSet.name(),
                                codec,
                                contestant,
                                WriteResult::retainedBytes)))
        .flatMap(Optional::stream)
        .mapToDouble(bytes -> bytes / MEBIBYTE)
        .max();
  }

  /** A profile for small files is compared with whatever rival's file is the smallest. */
  private void compactFiles() {
    Arrays.stream(Contestant.values())
        .filter(contestant -> contestant.name().equals("OURS_COMPACT"))
        .forEach(
            compact -> {
              for (DataSet dataSet : List.of(TAXI, METRICS, DECIMAL)) {
                add(
                    "%s, ZSTD: compact file / the smallest rival's".formatted(dataSet.label()),
                    0.85,
                    false,
                    toSmallestRival(dataSet, compact));
                add(
                    "%s, ZSTD: CPU of compact / default".formatted(dataSet.label()),
                    1.3,
                    false,
                    ratio(Experiment.WRITERS, dataSet, ZSTD, compact, WriteResult::cpuNanos));
              }
            });
  }

  private OptionalDouble toSmallestRival(DataSet dataSet, Contestant compact) {
    OptionalDouble smallest =
        Arrays.stream(Contestant.values())
            .filter(contestant -> contestant.role() == Contestant.Role.RIVAL)
            .map(rival -> fileBytes(dataSet, rival))
            .flatMapToDouble(OptionalDouble::stream)
            .min();
    OptionalDouble ours = fileBytes(dataSet, compact);
    return smallest.isPresent() && ours.isPresent()
        ? OptionalDouble.of(ours.getAsDouble() / smallest.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble fileBytes(DataSet dataSet, Contestant contestant) {
    return results
        .median(Experiment.WRITERS, dataSet.name(), ZSTD, contestant, WriteResult::fileBytes)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private OptionalDouble ratio(
      Experiment experiment,
      DataSet dataSet,
      CompressionCodec codec,
      Contestant contestant,
      ToLongFunction<WriteResult> figure) {
    Optional<Spread> spread = results.ratio(experiment, dataSet.name(), codec, contestant, figure);
    return spread.isPresent() ? OptionalDouble.of(spread.get().median()) : OptionalDouble.empty();
  }

  private static OptionalDouble inverse(OptionalDouble ratio) {
    return ratio.isPresent() ? OptionalDouble.of(1 / ratio.getAsDouble()) : ratio;
  }

  private void add(String claim, double wanted, boolean atLeast, OptionalDouble measured) {
    measured.ifPresent(value -> targets.add(new Target(claim, wanted, atLeast, value)));
  }

  /** A Markdown table. */
  static String table(List<Target> targets) {
    StringBuilder table = new StringBuilder("| claim | wanted | measured | |\n|---|---|---|---|\n");
    for (Target target : targets) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s %s | %.2f | %s |%n",
              target.claim(),
              target.atLeast() ? "at least" : "at most",
              String.format(Locale.ROOT, "%.2f", target.wanted()),
              target.measured(),
              target.met() ? "met" : "**missed**"));
    }
    return table.toString();
  }
}
