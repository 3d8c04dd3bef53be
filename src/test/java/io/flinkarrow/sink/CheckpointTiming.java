package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimingReport;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.commons.io.FileUtils;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * What a checkpoint barrier waits for: the sink in Flink's operator takes batches until its open
 * files hold so many bytes, then the barrier comes and all of them are closed. Reports the barrier
 * against the writing before it, and what it is made of. Files go to memory if the system has a
 * folder for that.
 *
 * <p>The parts come from three sides: the sink's own metrics tell what finishing writers took and
 * what Flink added, writers on the same batches without a stream tell pages from footers, and what
 * is left is the stream's.
 */
final class CheckpointTiming {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long MEBIBYTE = 1 << 20;

  /** Enough for dictionaries to grow as they do with real data; then they come again. */
  private static final int DIFFERENT_BATCHES = 40;

  /** What is open when the barrier comes. */
  enum Load {
    ONE_FILE("one file", 1, 64 * MEBIBYTE, 8_192, WriterOptions.DEFAULT_PAGE_ROWS),
    MANY_BUCKETS("many buckets", 200, MEBIBYTE, 1_024, WriterOptions.DEFAULT_PAGE_ROWS),
    /** Most pages are sealed before the barrier comes. */
    SMALL_PAGES("many buckets, pages of 512 rows", 200, MEBIBYTE, 1_024, 512);

    private final String text;
    private final int files;
    private final long bytesAFile;
    private final int batchRows;
    private final int pageRows;

    Load(String text, int files, long bytesAFile, int batchRows, int pageRows) {
      this.text = text;
      this.files = files;
      this.bytesAFile = bytesAFile;
      this.batchRows = batchRows;
      this.pageRows = pageRows;
    }
  }

  /**
   * One barrier, in milliseconds.
   *
   * @param pages sealing open pages and dictionaries: encoding and compression
   * @param footers indexes and footers, without the stream
   * @param stream taking the bytes
   * @param files closing files and what else Flink does
   */
  record Barrier(
      double writing,
      double writingCpu,
      double barrier,
      double barrierCpu,
      double pages,
      double footers,
      double stream,
      double files,
      long rows,
      long bytes) {

    double ratio() {
      return barrier / writing;
    }

    double cpuRatio() {
      return barrierCpu / writingCpu;
    }
  }

  private record Span(double millis, double cpuMillis) {}

  private interface Action {
    void run() throws Exception;
  }

  private final double scale;

  /**
   * @param scale of the bytes and files that figures are taken with
   */
  CheckpointTiming(double scale) {
    this.scale = scale;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    TimingReport.publish("checkpoint", new CheckpointTiming(1).run(rounds));
  }

  /** Runs every load with every codec and returns a table in Markdown. */
  String run(int rounds) throws Exception {
    StringBuilder table = new StringBuilder();
    table.append(
        "| data, codec | open | rows | file MB | writing, ms (CPU) | barrier, ms (CPU) | barrier / writing (spread) | in CPU | pages | footers | stream | closing |\n");
    table.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (DataSet dataSet : List.of(DataSet.TAXI, DataSet.EVENTS)) {
      for (Load load : Load.values()) {
        List<RecordBatch> batches = batches(dataSet, load);
        for (CompressionCodec codec : List.of(CompressionCodec.SNAPPY, CompressionCodec.ZSTD)) {
          List<Barrier> barriers = new ArrayList<>();
          int warmUp = Math.max(1, rounds / 2);
          for (int round = 0; round < warmUp + rounds; round++) {
            Barrier barrier = measure(batches, load, options(load, codec));
            if (round >= warmUp) {
              barriers.add(barrier);
            }
          }
          table.append(row(dataSet, load, codec, barriers));
        }
      }
    }
    return table.toString();
  }

  /** Nothing but the barrier may end a row group. */
  private static WriterOptions options(Load load, CompressionCodec codec) {
    return WriterOptions.builder()
        .codec(codec)
        .pageRows(load.pageRows)
        .rowGroupRows(Integer.MAX_VALUE)
        .memoryBudgetBytes(1L << 30)
        .build();
  }

  private List<RecordBatch> batches(DataSet dataSet, Load load) {
    List<RecordBatch> batches = new ArrayList<>();
    int batchCount = Math.max(2, (int) (DIFFERENT_BATCHES * scale));
    try (RootAllocator allocator = new RootAllocator()) {
      for (VectorSchemaRoot root :
          dataSet.batches(allocator, batchCount * load.batchRows, load.batchRows)) {
        batches.add(RecordBatch.copyOf(root));
        root.close();
      }
    }
    return batches;
  }

  private Barrier measure(List<RecordBatch> batches, Load load, WriterOptions options)
      throws Exception {
    int files = Math.max(1, (int) (load.files * scale));
    long limit = (long) (load.bytesAFile * files * (load.files == 1 ? scale : 1));
    Path base = Files.createTempDirectory(folder(), "checkpoint");
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(base.toUri()), batches.get(0).schema())
            .options(options)
            .bucketAssigner(new InTurn(files))
            .build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      long[] written = new long[1];
      Span writing =
          timed(
              () -> {
                while (SinkHarness.openWriters(sink).totals().retainedBytes() < limit) {
                  for (int file = 0; file < files; file++) {
                    harness.write(batches.get((int) (written[0] / files % batches.size())));
                    written[0]++;
                  }
                }
              });
      Span barrier = timed(() -> harness.checkpoint(1));
      double finishing = SinkHarness.openWriters(sink).metrics().finishNanos() / 1e6;
      Span[] parts = withoutStream(batches, options, files, (int) (written[0] / files));
      return new Barrier(
          writing.millis(),
          writing.cpuMillis(),
          barrier.millis(),
          barrier.cpuMillis(),
          parts[0].millis(),
          parts[1].millis(),
          Math.max(0, finishing - parts[0].millis() - parts[1].millis()),
          Math.max(0, barrier.millis() - finishing),
          written[0] * load.batchRows,
          FileUtils.sizeOfDirectory(base.toFile()));
    } finally {
      FileUtils.deleteDirectory(base.toFile());
    }
  }

  private static Path folder() throws IOException {
    return Files.isWritable(MEMORY) ? MEMORY : Files.createDirectories(Path.of("target"));
  }

  /** The same batches to writers whose streams forget: last pages, then footers. */
  private static Span[] withoutStream(
      List<RecordBatch> batches, WriterOptions options, int files, int batchesAFile)
      throws Exception {
    List<ArrowParquetWriter> writers = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      writers.add(
          ArrowParquetWriter.open(
              OutputStream.nullOutputStream(), batches.get(0).schema(), options));
    }
    for (int i = 0; i < batchesAFile; i++) {
      for (ArrowParquetWriter writer : writers) {
        writer.write(RecordBatchBuffers.of(batches.get(i % batches.size())));
      }
    }
    Span pages =
        timed(
            () -> {
              for (ArrowParquetWriter writer : writers) {
                writer.flushRowGroup();
              }
            });
    Span footers =
        timed(
            () -> {
              for (ArrowParquetWriter writer : writers) {
                writer.finish();
              }
            });
    return new Span[] {pages, footers};
  }

  private static Span timed(Action action) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    action.run();
    return new Span(
        (System.nanoTime() - start) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
  }

  private static String row(
      DataSet dataSet, Load load, CompressionCodec codec, List<Barrier> barriers) {
    double[] ratios = barriers.stream().mapToDouble(Barrier::ratio).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "| %s %s | %s | %,d | %.1f | %.0f (%.0f) | %.1f (%.1f) | %.3f (%.3f to %.3f) | %.3f | %.1f | %.1f | %.1f | %.1f |%n",
        dataSet,
        codec,
        load.text,
        barriers.get(0).rows(),
        barriers.get(0).bytes() / 1e6,
        median(barriers, Barrier::writing),
        median(barriers, Barrier::writingCpu),
        median(barriers, Barrier::barrier),
        median(barriers, Barrier::barrierCpu),
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1],
        median(barriers, Barrier::cpuRatio),
        median(barriers, Barrier::pages),
        median(barriers, Barrier::footers),
        median(barriers, Barrier::stream),
        median(barriers, Barrier::files));
  }

  private static double median(List<Barrier> barriers, ToDoubleFunction<Barrier> part) {
    double[] values = barriers.stream().mapToDouble(part).toArray();
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Gives each batch to the next bucket. */
  static final class InTurn implements BucketAssigner<RecordBatch, String> {
    private final int buckets;
    private int next;

    InTurn(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public String getBucketId(RecordBatch batch, Context context) {
      return "bucket=" + next++ % buckets;
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
