package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.benchmark.comparison.Comparison;
import io.flinkarrow.benchmark.comparison.Experiment;
import io.flinkarrow.benchmark.comparison.Results;
import io.flinkarrow.benchmark.comparison.Settings;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.benchmark.report.Report;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark still runs, so that it can be trusted to run when figures are wanted. */
class WriterComparisonITCase {

  private static final int ROWS = 3_000;

  @TempDir private Path folder;

  @Test
  void everyContestantWritesWhatDuckDbReadsBackAndTheReportTellsIt() throws Exception {
    Settings settings = Settings.tiny(ROWS, folder);
    Results results;
    try (Comparison comparison = new Comparison(settings)) {
      results = comparison.run();
    }
    for (DataSet dataSet : DataSet.values()) {
      for (CompressionCodec codec : settings.codecs()) {
        for (Contestant contestant : Contestant.values()) {
          assertThat(
                  results.median(
                      Experiment.WRITERS,
                      dataSet.name(),
                      codec,
                      contestant,
                      WriteResult::fileBytes))
              .as("file of %s, %s %s", contestant, dataSet, codec)
              .matches(bytes -> bytes.isPresent() == contestant.takes(dataSet, codec));
        }
      }
    }
    Path document = folder.resolve("figures.md");
    Files.copy(Path.of("docs/benchmarks.md"), document);
    Report.write(folder, document);
    for (Contestant contestant : Contestant.values()) {
      assertThat(document).content().contains("| " + contestant.label() + " |");
    }
    assertThat(document)
        .content()
        .contains("### Targets: ")
        .contains("(figures/cpu-uncompressed.svg)")
        .contains("(figures/cpu-snappy.svg)")
        .contains("(figures/cpu-zstd.svg)")
        .contains("(figures/size-zstd.svg)")
        .contains("(figures/memory-zstd.svg)");
    assertThat(folder.resolve("figures/cpu-zstd.svg")).content().contains("<svg");
  }
}
