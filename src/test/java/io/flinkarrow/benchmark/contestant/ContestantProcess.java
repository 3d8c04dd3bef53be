package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The main class of a contestant's process. It obeys one command a line from standard input and
 * answers each with one line that starts with {@link #ANSWER}:
 *
 * <ul>
 *   <li>{@code load FILE}: takes the batches of an Arrow stream file into memory, in place of those
 *       before
 *   <li>{@code prepare CODEC FOLDER}: what must be done before a codec is measured
 *   <li>{@code write CODEC FILE}: writes them once; answers a {@link WriteResult}
 *   <li>{@code retained CODEC FILE BYTES}: writes with row groups of so many bytes and watches what
 *       the writer holds; answers a {@link WriteResult}
 * </ul>
 *
 * Paths hold no spaces. The end of the input ends it.
 */
public final class ContestantProcess {

  /** What answers start with, to tell them from what libraries print. */
  public static final String ANSWER = "@answer ";

  private final Contestant contestant;
  private final BufferAllocator allocator = new RootAllocator();
  private final ProcessMeter meter = new ProcessMeter();
  private List<VectorSchemaRoot> batches = List.of();
  private FileFromBatches writer;

  private ContestantProcess(Contestant contestant) {
    this.contestant = contestant;
  }

  public static void main(String[] arguments) throws Exception {
    ContestantProcess process = new ContestantProcess(Contestant.valueOf(arguments[0]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(ANSWER + process.obey(line.split(" ")));
    }
    // Native libraries may have left threads behind.
    Runtime.getRuntime().halt(0);
  }

  private String obey(String[] command) throws Exception {
    return switch (command[0]) {
      case "load" -> load(Path.of(command[1]));
      case "prepare" -> {
        writer.prepare(Path.of(command[2]), CompressionCodec.valueOf(command[1]));
        yield "prepared";
      }
      case "write" -> {
        CompressionCodec codec = CompressionCodec.valueOf(command[1]);
        Path file = Path.of(command[2]);
        yield measure(
                file,
                () -> {
                  writer.write(file, codec);
                  return -1;
                })
            .encoded();
      }
      case "retained" -> {
        CompressionCodec codec = CompressionCodec.valueOf(command[1]);
        Path file = Path.of(command[2]);
        long rowGroupBytes = Long.parseLong(command[3]);
        yield measure(file, () -> writer.retainedBytes(file, codec, rowGroupBytes)).encoded();
      }
      default -> throw new IllegalArgumentException("There is no command '" + command[0] + "'");
    };
  }

  private String load(Path file) throws Exception {
    if (writer != null) {
      writer.close();
    }
    batches.forEach(VectorSchemaRoot::close);
    batches = sliced(DataSet.readFrom(file, allocator), contestant.batchRows());
    writer = contestant.create(allocator, batches);
    return "loaded";
  }

  private static List<VectorSchemaRoot> sliced(List<VectorSchemaRoot> batches, int batchRows) {
    if (batches.stream().allMatch(batch -> batch.getRowCount() <= batchRows)) {
      return batches;
    }
    List<VectorSchemaRoot> slices = new ArrayList<>();
    for (VectorSchemaRoot batch : batches) {
      for (int from = 0; from < batch.getRowCount(); from += batchRows) {
        slices.add(batch.slice(from, Math.min(batchRows, batch.getRowCount() - from)));
      }
      batch.close();
    }
    return slices;
  }

  private interface Write {
    long retainedBytes() throws Exception;
  }

  private WriteResult measure(Path file, Write write) throws Exception {
    Files.deleteIfExists(file);
    meter.resetPeak();
    long resident = meter.residentBytes();
    long allocated = meter.allocatedBytes();
    long cpu = meter.cpuNanos();
    long start = System.nanoTime();
    long retained = write.retainedBytes();
    long wall = System.nanoTime() - start;
    long cpuUsed = meter.cpuNanos() - cpu;
    long allocatedNow = meter.allocatedBytes();
    return new WriteResult(
        cpuUsed,
        wall,
        allocatedNow - allocated,
        resident < 0 ? -1 : meter.peakResidentBytes() - resident,
        retained,
        Files.size(file));
  }
}
