package io.flinkarrow.benchmark.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures are compared within a run and round, and a run replaces only what it measured. */
class ResultsTest {

  private static Measurement measurement(
      String run, Contestant contestant, int round, long cpuNanos) {
    return new Measurement(
        run,
        Experiment.WRITERS,
        "TAXI",
        CompressionCodec.ZSTD,
        contestant,
        round,
        new WriteResult(cpuNanos, 2 * cpuNanos, 3, 4, -1, 5));
  }

  private static Spread ratio(Results results, Contestant contestant) {
    return results
        .ratio(Experiment.WRITERS, "TAXI", CompressionCodec.ZSTD, contestant, WriteResult::cpuNanos)
        .orElseThrow();
  }

  @Test
  void aRatioIsTheMedianOverPairsOfOneRound() {
    Results results =
        new Results(
            List.of(
                measurement("1", Contestant.OURS, 0, 10),
                measurement("1", Contestant.DUCKDB, 0, 20),
                measurement("1", Contestant.OURS, 1, 100),
                measurement("1", Contestant.DUCKDB, 1, 300),
                measurement("1", Contestant.OURS, 2, 10),
                measurement("1", Contestant.DUCKDB, 2, 90)));
    assertThat(ratio(results, Contestant.DUCKDB)).isEqualTo(new Spread(2, 3, 9, 3));
  }

  @Test
  void aRivalMeasuredAnewIsPairedWithOursOfThatRunOnly() {
    Results results =
        new Results(
                List.of(
                    measurement("1", Contestant.OURS, 0, 10),
                    measurement("1", Contestant.DUCKDB, 0, 20),
                    measurement("1", Contestant.FLINK_PARQUET, 0, 70)))
            .with(
                List.of(
                    measurement("2", Contestant.OURS, 0, 5),
                    measurement("2", Contestant.DUCKDB, 0, 20)));
    assertThat(ratio(results, Contestant.DUCKDB)).isEqualTo(new Spread(4, 4, 4, 1));
    assertThat(ratio(results, Contestant.FLINK_PARQUET)).isEqualTo(new Spread(7, 7, 7, 1));
    assertThat(
            results.median(
                Experiment.WRITERS,
                "TAXI",
                CompressionCodec.ZSTD,
                Contestant.OURS,
                WriteResult::cpuNanos))
        .contains(5.0);
    assertThat(results.runs()).containsExactly("1", "2");
  }

  @Test
  void whatIsSavedIsLoadedAgain(@TempDir Path folder) throws Exception {
    Results saved = new Results(List.of(measurement("1", Contestant.OURS, 0, 10)));
    saved.save(folder);
    assertThat(Results.load(folder).runs()).isEqualTo(saved.runs());
    assertThat(ratio(Results.load(folder), Contestant.OURS)).isEqualTo(new Spread(1, 1, 1, 1));
  }
}
