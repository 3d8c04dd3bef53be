package io.flinkarrow.benchmark;

import static java.util.stream.Collectors.joining;

import com.sun.management.OperatingSystemMXBean;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.commons.io.FileUtils;

/**
 * The CPU time of reading whole files as record batches, against DuckDB's scan with a hash of every
 * value: the same files, one thread, turn by turn. The time is the whole process's, because files
 * are fetched ahead.
 */
public final class ScanTiming {

  private static final int BATCH_ROWS = 8_192;
  private static final long BATCH_BYTES = 4L << 20;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** After as many rounds, little is left to compile, which costs time of other threads. */
  private static final int WARM_UPS = 15;

  private static final double PER_MILLISECOND = 1e6;

  private static final List<DataSet> DATA_SETS =
      List.of(
          DataSet.TAXI,
          DataSet.EVENTS,
          DataSet.NESTED,
          DataSet.DECIMAL,
          DataSet.WIDE,
          DataSet.METRICS);

  private final double scale;

  ScanTiming(double scale) {
    this.scale = scale;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    TimingReport.publish("scan", new ScanTiming(1).run(rounds));
  }

  /** A table in Markdown: of each data set our file and DuckDB's. */
  String run(int rounds) throws Exception {
    StringBuilder table =
        new StringBuilder(
            "| data | file of | ours, ms | DuckDB, ms | ours / DuckDB |\n|---|---|---|---|---|\n");
    Path folder = Files.createTempDirectory("scan");
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("SET threads=1");
      for (DataSet dataSet : DATA_SETS) {
        Path ours = folder.resolve("ours.parquet");
        Path theirs = folder.resolve("theirs.parquet");
        write(dataSet, ours);
        statement.execute(
            "COPY (SELECT * FROM '%s') TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                .formatted(ours, theirs));
        table.append(row(dataSet, "ours", ours, statement, rounds));
        table.append(row(dataSet, "DuckDB", theirs, statement, rounds));
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
    return table.toString();
  }

  private void write(DataSet dataSet, Path file) throws IOException {
    int rows = (int) (dataSet.fullRows() * scale);
    WriterOptions options =
        WriterOptions.builder().columns(all -> all.codec(CompressionCodec.SNAPPY)).build();
    try (BufferAllocator allocator = new RootAllocator()) {
      List<VectorSchemaRoot> batches = dataSet.batches(allocator, rows, BATCH_ROWS);
      try (OutputStream out = Files.newOutputStream(file);
          ArrowParquetWriter writer =
              ArrowParquetWriter.open(out, batches.get(0).getSchema(), options)) {
        for (VectorSchemaRoot batch : batches) {
          writer.write(batch);
        }
        writer.finish();
      } finally {
        batches.forEach(VectorSchemaRoot::close);
      }
    }
  }

  private static String row(
      DataSet dataSet, String writer, Path file, Statement statement, int rounds)
      throws IOException, SQLException {
    String query = hashOfEveryValue(file, statement);
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -Math.min(WARM_UPS, 3 * rounds); round < rounds; round++) {
      double scan = scan(file);
      double rival = query(statement, query);
      if (round >= 0) {
        ours[round] = scan;
        theirs[round] = rival;
        ratios[round] = scan / rival;
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f | %.0f | %.2f |%n",
        dataSet.name().toLowerCase(Locale.ROOT),
        writer,
        median(ours),
        median(theirs),
        median(ratios));
  }

  private static double scan(Path file) throws IOException {
    ScanOptions options =
        ScanOptions.builder().batchRows(BATCH_ROWS).batchBytes(BATCH_BYTES).build();
    long start = cpuTime();
    long bytes = 0;
    try (FileScan scan = FileScan.open(ParquetInput.open(file), options)) {
      ScannedBatch batch;
      while ((batch = scan.next()) != null) {
        bytes += batch.batch().sizeInBytes();
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException(file + " has no rows");
    }
    return (cpuTime() - start) / PER_MILLISECOND;
  }

  private static String hashOfEveryValue(Path file, Statement statement) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
      while (described.next()) {
        columns.add(described.getString(1));
      }
    }
    return columns.stream()
        .map("bit_xor(hash(\"%s\"))"::formatted)
        .collect(joining(", ", "SELECT ", " FROM '" + file + "'"));
  }

  private static double query(Statement statement, String query) throws SQLException {
    long start = cpuTime();
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
    }
    return (cpuTime() - start) / PER_MILLISECOND;
  }

  private static long cpuTime() {
    return SYSTEM.getProcessCpuTime();
  }

  private static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
