package io.flinkarrow.benchmark;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.column.CompressionCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;

/**
 * A first timing: a million mixed flat rows through the writer and through flink-parquet's {@code
 * ParquetRowDataBuilder}, in turns in one run, on one thread, to a stream that only counts. Reports
 * CPU time as the median of paired ratios.
 *
 * <p>Both get the same rows: ours as record batches of 65,536 rows, the rival as rows that read the
 * same vectors. Both write page checksums, page indexes and dictionaries; the rival runs on the
 * project's parquet-java. Run it from the test class path, as docs/benchmarks.md shows; arguments:
 * rows and rounds.
 */
public final class FlatRowsTiming {

  private static final int BATCH_ROWS = 65_536;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** CPU seconds and bytes of one write. */
  record Measurement(double cpuSeconds, long bytes) {}

  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    System.out.print(new FlatRowsTiming().run(rows, rounds));
  }

  /** Runs every codec and returns a table in Markdown. */
  String run(int rows, int rounds) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        "| codec | ours, CPU s | flink-parquet rows, CPU s | ratio (spread) | file bytes |\n");
    table.append("|---|---|---|---|---|\n");
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = FlatRows.generate(allocator, rows)) {
      for (CompressionCodec codec :
          List.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.ZSTD)) {
        table.append(compare(root, codec, rounds));
      }
    }
    return table.toString();
  }

  private String compare(VectorSchemaRoot root, CompressionCodec codec, int rounds)
      throws IOException {
    List<Measurement> ours = new ArrayList<>();
    List<Measurement> rival = new ArrayList<>();
    int warmUp = Math.max(1, rounds / 3);
    for (int round = 0; round < warmUp + rounds; round++) {
      Measurement first = writeColumns(root, codec);
      Measurement second = writeRows(root, codec);
      if (round >= warmUp) {
        ours.add(first);
        rival.add(second);
      }
    }
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = rival.get(i).cpuSeconds() / ours.get(i).cpuSeconds();
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.1f (%.1f to %.1f) | %.2f of the rival's |%n",
        codec,
        median(ours),
        median(rival),
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1],
        (double) ours.get(0).bytes() / rival.get(0).bytes());
  }

  private static double median(List<Measurement> measurements) {
    double[] seconds =
        measurements.stream().mapToDouble(Measurement::cpuSeconds).sorted().toArray();
    return seconds[seconds.length / 2];
  }

  private Measurement writeColumns(VectorSchemaRoot root, CompressionCodec codec)
      throws IOException {
    CountingStream out = new CountingStream();
    int level = codec == CompressionCodec.ZSTD ? 3 : codec.defaultLevel();
    WriterOptions options = WriterOptions.builder().codec(codec, level).build();
    long start = threads.getCurrentThreadCpuTime();
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, root.getSchema(), options)) {
      for (int from = 0; from < root.getRowCount(); from += BATCH_ROWS) {
        int count = Math.min(BATCH_ROWS, root.getRowCount() - from);
        try (VectorSchemaRoot batch = root.slice(from, count)) {
          writer.write(batch);
        }
      }
      writer.finish();
    }
    return new Measurement((threads.getCurrentThreadCpuTime() - start) / 1e9, out.position);
  }

  private Measurement writeRows(VectorSchemaRoot root, CompressionCodec codec) throws IOException {
    CountingStream out = new CountingStream();
    Configuration configuration = new Configuration(false);
    configuration.set("parquet.compression", codec.name());
    configuration.set("parquet.write.int64.timestamp", "true");
    configuration.set("parquet.compression.codec.zstd.level", "3");
    BulkWriter.Factory<RowData> factory =
        ParquetRowDataBuilder.createWriterFactory(FlatRows.rowType(), configuration, true);
    FlatRows.Row row = new FlatRows.Row(root);
    long start = threads.getCurrentThreadCpuTime();
    BulkWriter<RowData> writer = factory.create(out);
    for (int i = 0; i < root.getRowCount(); i++) {
      row.position(i);
      writer.addElement(row);
    }
    writer.finish();
    return new Measurement((threads.getCurrentThreadCpuTime() - start) / 1e9, out.position);
  }

  /** Counts what it gets. */
  private static final class CountingStream extends FSDataOutputStream {
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) {
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      position += length;
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}
