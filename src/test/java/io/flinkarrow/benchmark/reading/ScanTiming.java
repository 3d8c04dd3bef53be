package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.scan.ScanOptions;
import java.util.List;
import java.util.Map;

/**
 * Whole files as record batches, against DuckDB's scan on one thread with a hash of every value.
 */
final class ScanTiming implements DataSetQuestion {

  @Override
  public String head() {
    return """
    | data | rows | file of | ours, ms (best) | duckdb, ms (best) | duckdb / ours (spread) |
    |---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return GENERATED;
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    return row(dataSet, effort, Contestant.OURS) + row(dataSet, effort, Contestant.DUCKDB);
  }

  private static String row(DataSet dataSet, Effort effort, Contestant writer) throws Exception {
    int rows = effort.rows(dataSet);
    ScanOptions options = ScanOptions.builder().build();
    try (SampleFile file = SampleFile.of(dataSet, rows, writer);
        OneThreadOfDuckDb duckDb = new OneThreadOfDuckDb()) {
      String query = duckDb.hashes(file.path());
      BatchesOfFile.require(rows, BatchesOfFile.onHeap(file.path(), options));
      BatchesOfFile.require(rows, duckDb.run(query));
      TimedRounds timed =
          effort.rounds(
              folder ->
                  Map.of(
                      "ours",
                      effort.cpuMillis(() -> BatchesOfFile.onHeap(file.path(), options)),
                      "rival",
                      effort.cpuMillis(() -> duckDb.run(query))));
      return "| %s | %,d | %s | %s | %s | %s |%n"
          .formatted(
              dataSet.label(),
              rows,
              writer.label(),
              timed.medianAndBest("ours"),
              timed.medianAndBest("rival"),
              timed.ratio("rival", "ours"));
    }
  }
}
