package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.scan.ScanOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Whole files as Arrow's vectors, against those of Arrow C++'s dataset and of DuckDB: what all of
 * them can give. Beside it are the record batches on the heap that this project's jobs read.
 */
final class VectorTiming implements DataSetQuestion {

  /** The rows of a batch that this project has by default, too. */
  private static final int BATCH_ROWS = 8_192;

  @Override
  public String head() {
    return """
    | data | rows | ours on the heap, ms (best) | ours as vectors, ms (best) | arrow-cpp, ms (best) | duckdb, ms (best) | arrow-cpp / ours on the heap (spread) | arrow-cpp / ours as vectors (spread) | duckdb / ours as vectors (spread) |
    |---|---|---|---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return GENERATED;
  }

  /** The binding of Arrow C++ is of an older release; all run with that one here. */
  @Override
  public Optional<String> replacedJars() {
    return Contestant.ARROW_CPP.replacedJars();
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    int rows = effort.rows(dataSet);
    // The binding frees some batches late: a closed allocator would call that a leak.
    BufferAllocator allocator = new RootAllocator();
    ScanOptions options = ScanOptions.builder().build();
    try (SampleFile file = SampleFile.of(dataSet, rows, Contestant.OURS);
        OneThreadOfDuckDb duckDb = new OneThreadOfDuckDb()) {
      Path path = file.path();
      BatchesOfFile.require(rows, BatchesOfFile.onHeap(path, options));
      BatchesOfFile.require(rows, BatchesOfFile.asVectors(path, allocator));
      BatchesOfFile.require(rows, byArrowCpp(path, allocator));
      BatchesOfFile.require(rows, byDuckDb(duckDb, path, allocator));
      TimedRounds timed =
          effort.rounds(
              folder ->
                  Map.of(
                      "heap",
                      effort.cpuMillis(() -> BatchesOfFile.onHeap(path, options)),
                      "vectors",
                      effort.cpuMillis(() -> BatchesOfFile.asVectors(path, allocator)),
                      "arrow-cpp",
                      effort.cpuMillis(() -> byArrowCpp(path, allocator)),
                      "duckdb",
                      effort.cpuMillis(() -> byDuckDb(duckDb, path, allocator))));
      return "| %s | %,d | %s | %s | %s | %s | %s | %s | %s |%n"
          .formatted(
              dataSet.label(),
              rows,
              timed.medianAndBest("heap"),
              timed.medianAndBest("vectors"),
              timed.medianAndBest("arrow-cpp"),
              timed.medianAndBest("duckdb"),
              timed.ratio("arrow-cpp", "heap"),
              timed.ratio("arrow-cpp", "vectors"),
              timed.ratio("duckdb", "vectors"));
    }
  }

  private static long byDuckDb(OneThreadOfDuckDb duckDb, Path file, BufferAllocator allocator)
      throws SQLException, IOException {
    try (ArrowReader reader = duckDb.vectors(file, allocator, BATCH_ROWS)) {
      return BatchesOfFile.asVectors(reader);
    }
  }

  // Nothing interrupts this process, so that close() may say what it likes about that.
  @SuppressWarnings("try")
  private static long byArrowCpp(Path file, BufferAllocator allocator) throws Exception {
    try (FileSystemDatasetFactory factory =
            new FileSystemDatasetFactory(
                allocator,
                NativeMemoryPool.getDefault(),
                FileFormat.PARQUET,
                file.toUri().toString());
        Dataset dataset = factory.finish();
        Scanner scanner =
            dataset.newScan(new org.apache.arrow.dataset.scanner.ScanOptions(BATCH_ROWS));
        ArrowReader reader = scanner.scanBatches()) {
      return BatchesOfFile.asVectors(reader);
    }
  }
}
