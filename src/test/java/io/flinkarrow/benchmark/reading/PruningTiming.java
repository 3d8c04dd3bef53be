package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Three of 17 columns, and of the rows the hundredth part that lies together, against the whole
 * file: what is saved, and the same of DuckDB on one thread with a hash of every value.
 */
final class PruningTiming implements DataSetQuestion {

  /** It counts the rows. */
  private static final String KEY = "trip_id";

  private static final List<String> COLUMNS = List.of(KEY, "pickup_time", "fare");

  @Override
  public String head() {
    return """
    | data | rows | file of | ours, all, ms (best) | ours, part, ms (best) | all / part (spread) | duckdb, all, ms (best) | duckdb, part, ms (best) | all / part (spread) | duckdb / ours, part (spread) |
    |---|---|---|---|---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return List.of(DataSet.TAXI);
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    return row(dataSet, effort, Contestant.OURS) + row(dataSet, effort, Contestant.DUCKDB);
  }

  private static String row(DataSet dataSet, Effort effort, Contestant writer) throws Exception {
    int rows = effort.rows(dataSet);
    try (SampleFile file = SampleFile.of(dataSet, rows, writer);
        OneThreadOfDuckDb duckDb = new OneThreadOfDuckDb()) {
      Path path = file.path();
      long first = rows / 2;
      long wanted = rows / 100;
      ScanOptions all = ScanOptions.builder().build();
      ScanOptions part = part(first, first + wanted);
      String query = duckDb.hashes(path);
      String queryOfPart =
          OneThreadOfDuckDb.hashes(path, COLUMNS)
              + " WHERE %s >= %d AND %s < %d".formatted(KEY, first, KEY, first + wanted);
      BatchesOfFile.require(wanted, BatchesOfFile.onHeap(path, part));
      BatchesOfFile.require(wanted, duckDb.run(queryOfPart));
      TimedRounds timed =
          effort.rounds(
              folder ->
                  Map.of(
                      "ours",
                      effort.cpuMillis(() -> BatchesOfFile.onHeap(path, all)),
                      "our part",
                      effort.cpuMillis(() -> BatchesOfFile.onHeap(path, part)),
                      "rival",
                      effort.cpuMillis(() -> duckDb.run(query)),
                      "rival's part",
                      effort.cpuMillis(() -> duckDb.run(queryOfPart))));
      return "| %s | %,d | %s | %s | %s | %s | %s | %s | %s | %s |%n"
          .formatted(
              dataSet.label(),
              rows,
              writer.label(),
              timed.medianAndBest("ours"),
              timed.medianAndBest("our part"),
              timed.ratio("ours", "our part"),
              timed.medianAndBest("rival"),
              timed.medianAndBest("rival's part"),
              timed.ratio("rival", "rival's part"),
              timed.ratio("rival's part", "our part"));
    }
  }

  private static ScanOptions part(long first, long end) {
    Predicate.Column key = Predicate.column(KEY);
    Predicate rows = key.isGreaterThanOrEqualTo(first).and(key.isLessThan(end));
    return ScanOptions.builder()
        .fields(ChosenFields.of(COLUMNS.stream().map(ColumnPath::new).toList()))
        .filter(new ScanFilter(rows, true))
        .build();
  }
}
