package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file becomes another one with the same rows: by record batches, as from source to sink, and by
 * vectors, against DuckDB's COPY on one thread.
 */
final class LoopTiming implements DataSetQuestion {

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().codec(CompressionCodec.SNAPPY).build();

  @Override
  public String head() {
    return """
    | data | rows | ours, ms (best) | ours by vectors, ms (best) | duckdb, ms (best) | duckdb / ours (spread) | duckdb / ours by vectors (spread) | bytes, ours / duckdb's |
    |---|---|---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return GENERATED;
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    int rows = effort.rows(dataSet);
    try (SampleFile file = SampleFile.of(dataSet, rows, Contestant.OURS);
        OneThreadOfDuckDb duckDb = new OneThreadOfDuckDb();
        BufferAllocator allocator = new RootAllocator()) {
      Path from = file.path();
      TimedRounds timed =
          effort.rounds(
              folder -> {
                Path ours = folder.resolve("ours.parquet");
                Path vectors = folder.resolve("vectors.parquet");
                Path theirs = folder.resolve("theirs.parquet");
                String copy =
                    "COPY (SELECT * FROM '%s') TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                        .formatted(from, theirs);
                Map<String, Double> cpu =
                    Map.of(
                        "ours",
                        effort.cpuMillis(() -> byBatches(from, ours, file.schema())),
                        "vectors",
                        effort.cpuMillis(() -> byVectors(from, vectors, allocator)),
                        "rival",
                        effort.cpuMillis(() -> duckDb.execute(copy)),
                        "bytes",
                        (double) Files.size(ours) / Files.size(theirs));
                for (Path written : List.of(ours, vectors, theirs)) {
                  BatchesOfFile.require(rows, duckDb.run("SELECT count(*) FROM '" + written + "'"));
                }
                return cpu;
              });
      return "| %s | %,d | %s | %s | %s | %s | %s | %.2f |%n"
          .formatted(
              dataSet.label(),
              rows,
              timed.medianAndBest("ours"),
              timed.medianAndBest("vectors"),
              timed.medianAndBest("rival"),
              timed.ratio("rival", "ours"),
              timed.ratio("rival", "vectors"),
              timed.median("bytes"));
    }
  }

  private static void byBatches(Path from, Path to, Schema schema) throws IOException {
    try (FileScan scan = FileScan.open(ParquetInput.open(from), ScanOptions.builder().build());
        OutputStream out = Files.newOutputStream(to);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, OPTIONS)) {
      for (ScannedBatch batch = scan.next(); batch != null; batch = scan.next()) {
        writer.write(RecordBatchBuffers.of(batch.batch()));
      }
      writer.finish();
    }
  }

  private static void byVectors(Path from, Path to, BufferAllocator allocator) throws IOException {
    try (ArrowParquetReader reader = ArrowParquetReader.open(from, allocator);
        OutputStream out = Files.newOutputStream(to);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, reader.getVectorSchemaRoot().getSchema(), OPTIONS)) {
      writer.writeAll(reader);
      writer.finish();
    }
  }
}
