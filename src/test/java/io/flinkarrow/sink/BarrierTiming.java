package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimingReport;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.commons.io.FileUtils;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;

/**
 * What barriers cost that come often, with many open files: once if they end all files, once if
 * files stay open. Both take the same batches in the same process, in turn. Between two barriers
 * comes what a second brings.
 */
final class BarrierTiming {

  /** A directory in memory, if the system has one. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final Path DISK = Path.of(System.getProperty("java.io.tmpdir"));

  /**
   * What a run took and left.
   *
   * @param barriers milliseconds of all barriers
   * @param lastBarriers milliseconds of the last quarter of them
   * @param stateBytes of the largest checkpoint
   */
  record Run(
      double barriers,
      double lastBarriers,
      double cpu,
      int files,
      long fileBytes,
      long stateBytes) {}

  private final Path place;
  private final int files;
  private final int checkpoints;

  /**
   * @param place where part files and the state go
   */
  BarrierTiming(Path place, int files, int checkpoints) {
    this.place = place;
    this.files = files;
    this.checkpoints = checkpoints;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    for (Path place : List.of(MEMORY, DISK)) {
      if (Files.isWritable(place)) {
        BarrierTiming timing = new BarrierTiming(place, 50, 40);
        for (int mebibytes : new int[] {16, 1}) {
          TimingReport.publish(
              "barrier-in-%s-%d-mib".formatted(place.getFileName(), mebibytes),
              timing.run(rounds, (long) mebibytes << 20, 200, 2_000));
        }
      }
    }
  }

  /**
   * @param mostCarriedBytes of a row group that stays open
   * @param rowsASecond for each file
   * @return a table in Markdown
   */
  String run(int rounds, long mostCarriedBytes, int... rowsASecond) throws Exception {
    StringBuilder table = new StringBuilder();
    table.append(
        "| data | rows per file and second | a barrier, ms: ended | kept | kept / ended | in the"
            + " last quarter | in CPU | files: ended | kept | MB: ended | kept | largest state, MB:"
            + " ended | kept |\n");
    table.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (DataSet dataSet : List.of(DataSet.TAXI, DataSet.EVENTS)) {
      for (int rows : rowsASecond) {
        List<RecordBatch> batches = batches(dataSet, rows);
        Map<CheckpointMode, List<Run>> runs = new EnumMap<>(CheckpointMode.class);
        for (int round = -1; round < rounds; round++) {
          for (CheckpointMode mode : CheckpointMode.values()) {
            Run run = measure(mode, mostCarriedBytes, batches);
            if (round >= 0) {
              runs.computeIfAbsent(mode, key -> new ArrayList<>()).add(run);
            }
          }
        }
        table.append(
            row(
                dataSet,
                rows,
                runs.get(CheckpointMode.ENDS_FILES),
                runs.get(CheckpointMode.KEEPS_FILES_OPEN)));
      }
    }
    return table.toString();
  }

  private List<RecordBatch> batches(DataSet dataSet, int rows) {
    List<RecordBatch> batches = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator()) {
      for (VectorSchemaRoot root : dataSet.batches(allocator, checkpoints * rows, rows)) {
        batches.add(RecordBatch.copyOf(root));
        root.close();
      }
    }
    return batches;
  }

  private Run measure(CheckpointMode mode, long mostCarriedBytes, List<RecordBatch> batches)
      throws Exception {
    Path base = Files.createTempDirectory(place, "barrier");
    Path stateDirectory = Files.createTempDirectory(place, "state");
    var state = new org.apache.flink.core.fs.Path(stateDirectory.toUri());
    try (SinkHarness<RecordBatch> harness =
        new SinkHarness<>(sink(mode, mostCarriedBytes, base, batches.get(0).schema()))) {
      double[] millis = new double[checkpoints];
      long cpu = 0;
      long stateBytes = 0;
      for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
        for (int file = 0; file < files; file++) {
          harness.write(batches.get((checkpoint + file) % batches.size()));
        }
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        OperatorSnapshotFutures writing = harness.barrier(checkpoint + 1, state);
        millis[checkpoint] = (System.nanoTime() - start) / 1e6;
        cpu += cpuNanos() - cpuBefore;
        stateBytes =
            Math.max(
                stateBytes,
                OperatorSnapshotFinalizer.create(writing).getJobManagerOwnedState().getStateSize());
      }
      harness.endInput();
      return new Run(
          mean(millis, 0),
          mean(millis, checkpoints * 3 / 4),
          cpu / 1e6,
          harness.filesToCommit().size(),
          FileUtils.sizeOfDirectory(base.toFile()),
          stateBytes);
    } finally {
      FileUtils.deleteDirectory(base.toFile());
      FileUtils.deleteDirectory(stateDirectory.toFile());
    }
  }

  /** Of the whole process: threads help at a barrier. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return sum / (values.length - from);
  }

  private ArrowParquetSink<RecordBatch> sink(
      CheckpointMode mode, long mostCarriedBytes, Path base, Schema schema) {
    ArrowParquetSink.Builder<RecordBatch> sink =
        ArrowParquetSink.forBatches(new org.apache.flink.core.fs.Path(base.toUri()), schema);
    if (mode == CheckpointMode.KEEPS_FILES_OPEN) {
      sink.maximumCarriedBytes(mostCarriedBytes);
    }
    return mode.set(sink)
        .options(
            WriterOptions.builder()
                .codec(CompressionCodec.ZSTD)
                .memoryBudgetBytes(1L << 30)
                .build())
        .bucketAssigner(new CheckpointTiming.InTurn(files))
        .build();
  }

  private static String row(DataSet dataSet, int rows, List<Run> ended, List<Run> kept) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f | %.1f | %.2f | %.2f | %.2f | %,d | %,d | %.1f | %.1f | %.2f | %.2f |%n",
        dataSet,
        rows,
        median(ended, Run::barriers),
        median(kept, Run::barriers),
        median(kept, Run::barriers) / median(ended, Run::barriers),
        median(kept, Run::lastBarriers) / median(ended, Run::lastBarriers),
        median(kept, Run::cpu) / median(ended, Run::cpu),
        ended.get(0).files(),
        kept.get(0).files(),
        ended.get(0).fileBytes() / 1e6,
        kept.get(0).fileBytes() / 1e6,
        ended.get(0).stateBytes() / 1e6,
        kept.get(0).stateBytes() / 1e6);
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> part) {
    double[] values = runs.stream().mapToDouble(part).sorted().toArray();
    return values[values.length / 2];
  }
}
