package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import io.flinkarrow.parquet.ParquetFileCompactor;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Small files become one: by columns, by copies of their row groups, row by row as Flink's
 * record-wise compaction does with the reader and writer of this project and of flink-parquet, and
 * by DuckDB's COPY on one thread.
 */
final class CompactionTiming implements DataSetQuestion {

  private static final int FILES = 20;

  private static final WriterOptions OPTIONS =
      WriterOptions.builder().codec(CompressionCodec.SNAPPY).build();

  @Override
  public String head() {
    return """
    | data | rows | merged, ms (best) | copied, ms (best) | our rows / merged (spread) | flink-parquet's rows / merged (spread) | duckdb / merged (spread) | flink-parquet's rows / copied (spread) | bytes, merged / files |
    |---|---|---|---|---|---|---|---|---|
    """;
  }

  @Override
  public List<DataSet> dataSets() {
    return List.of(DataSet.TAXI, DataSet.EVENTS, DataSet.NESTED);
  }

  @Override
  public String rows(DataSet dataSet, Effort effort) throws Exception {
    int rows = effort.rows(dataSet);
    Path directory = Files.createTempDirectory(SampleFile.parent(), "small");
    try (BufferAllocator allocator = new RootAllocator();
        OneThreadOfDuckDb duckDb = new OneThreadOfDuckDb()) {
      List<Path> files = new ArrayList<>();
      Schema schema = write(allocator, dataSet, rows, directory, files);
      RowType type = FlinkRows.type(schema);
      TimedRounds timed =
          effort.rounds(folder -> round(files, directory, folder, type, duckDb, rows, effort));
      return "| %s | %,d | %s | %s | %s | %s | %s | %s | %.2f |%n"
          .formatted(
              dataSet.label(),
              rows,
              timed.medianAndBest("merged"),
              timed.medianAndBest("copied"),
              timed.ratio("rows", "merged"),
              timed.ratio("flink", "merged"),
              timed.ratio("duckdb", "merged"),
              timed.ratio("flink", "copied"),
              timed.median("bytes"));
    } finally {
      org.apache.commons.io.FileUtils.deleteDirectory(directory.toFile());
    }
  }

  /** A file for each batch, of one row group. */
  private static Schema write(
      BufferAllocator allocator, DataSet dataSet, int rows, Path directory, List<Path> files)
      throws Exception {
    List<VectorSchemaRoot> batches =
        dataSet.batches(allocator, rows, Math.max(1, (rows + FILES - 1) / FILES));
    try {
      for (VectorSchemaRoot batch : batches) {
        Path file = directory.resolve("part-%02d.parquet".formatted(files.size()));
        Contestant.OURS.write(allocator, List.of(batch), file, CompressionCodec.SNAPPY);
        files.add(file);
      }
      return batches.get(0).getSchema();
    } finally {
      batches.forEach(VectorSchemaRoot::close);
    }
  }

  private static Map<String, Double> round(
      List<Path> files,
      Path directory,
      Path folder,
      RowType type,
      OneThreadOfDuckDb duckDb,
      int rows,
      Effort effort)
      throws Exception {
    Map<String, Double> found = new HashMap<>();
    Map<String, Effort.Work> works =
        Map.of(
            "merged", () -> compact(files, folder.resolve("merged.parquet"), Long.MAX_VALUE),
            "copied", () -> compact(files, folder.resolve("copied.parquet"), 1),
            "rows", () -> ourRows(files, folder.resolve("rows.parquet"), type),
            "flink", () -> flinksRows(files, folder.resolve("flink.parquet"), type),
            "duckdb",
                () ->
                    duckDb.execute(
                        "COPY (SELECT * FROM '%s/*.parquet') TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                            .formatted(directory, folder.resolve("duckdb.parquet"))));
    for (Map.Entry<String, Effort.Work> work : works.entrySet()) {
      found.put(work.getKey(), effort.cpuMillis(work.getValue()));
      Path written = folder.resolve(work.getKey() + ".parquet");
      BatchesOfFile.require(rows, duckDb.run("SELECT count(*) FROM '" + written + "'"));
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    found.put("bytes", (double) Files.size(folder.resolve("merged.parquet")) / bytes);
    return found;
  }

  private static void compact(List<Path> files, Path to, long copiedRows) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      ParquetFileCompactor.builder()
          .writerOptions(OPTIONS)
          .copiedRowGroupRows(copiedRows)
          .copiedRowGroupBytes(Long.MAX_VALUE)
          .build()
          .compact(
              files.stream()
                  .<ParquetInput.Opener>map(file -> () -> ParquetInput.open(file))
                  .toList(),
              out);
    }
  }

  private interface Rows {
    void take(RowData row) throws IOException;
  }

  private static void read(List<Path> files, BulkFormat<RowData, FileSourceSplit> format, Rows rows)
      throws IOException {
    for (Path file : files) {
      try (BulkFormat.Reader<RowData> reader =
          format.createReader(new Configuration(), RowTiming.split(file))) {
        for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
          for (RecordAndPosition<RowData> row = batch.next(); row != null; row = batch.next()) {
            rows.take(row.getRecord());
          }
          batch.releaseBatch();
        }
      }
    }
  }

  private static void ourRows(List<Path> files, Path to, RowType type) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        RowParquetWriter writer = RowParquetWriter.open(out, to.toString(), type, OPTIONS)) {
      read(files, RowTiming.ours(type), writer::write);
      writer.finish();
    }
  }

  private static void flinksRows(List<Path> files, Path to, RowType type) throws IOException {
    org.apache.hadoop.conf.Configuration configuration =
        new org.apache.hadoop.conf.Configuration(false);
    configuration.set("parquet.compression", "SNAPPY");
    configuration.set("parquet.write.int64.timestamp", "true");
    Files.deleteIfExists(to);
    try (FSDataOutputStream out =
        LocalFileSystem.getSharedInstance()
            .create(new org.apache.flink.core.fs.Path(to.toUri()), WriteMode.NO_OVERWRITE)) {
      BulkWriter<RowData> writer =
          ParquetRowDataBuilder.createWriterFactory(type, configuration, true).create(out);
      read(files, RowTiming.flinks(type), writer::addElement);
      writer.finish();
    }
  }
}
