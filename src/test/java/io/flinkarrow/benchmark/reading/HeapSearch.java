package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.testing.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The smallest heap in which a JVM reads a file of many columns, whatever else it holds: found by
 * halving, with a new process for each trial.
 */
final class HeapSearch implements Question {

  private static final int ROWS = 20_000;
  private static final int MOST_MIB = 512;

  /** Of what is found, the last steps are no larger than one part of so many. */
  private static final int PRECISION = 50;

  @Override
  public String head() {
    return """
    | columns | rows | file, MiB | ours, batches | ours, rows | flink-parquet, rows | flink-parquet / ours, rows |
    |---|---|---|---|---|---|---|
    """;
  }

  /** Numbers of columns. */
  @Override
  public List<String> subjects() {
    return List.of("1", "100", "1000");
  }

  @Override
  public String rows(String subject, Effort effort) throws Exception {
    int columns = Integer.parseInt(subject);
    try (SampleFile file = SampleFile.ofEqualColumns(columns, ROWS, Contestant.OURS)) {
      Map<Reader, Integer> found = new EnumMap<>(Reader.class);
      for (Reader reader : Reader.values()) {
        found.put(reader, smallest(reader, file.path(), columns, effort.leastHeapStep()));
      }
      int ours = found.get(Reader.ROWS);
      int theirs = found.get(Reader.ROWS_OF_FLINK);
      return "| %,d | %,d | %.1f | %d | %d | %d | %.1f |%n"
          .formatted(
              columns,
              ROWS,
              Files.size(file.path()) / (double) (1 << 20),
              found.get(Reader.BATCHES),
              ours,
              theirs,
              (double) theirs / ours);
    }
  }

  private static int smallest(Reader reader, Path file, int columns, int leastStep)
      throws IOException, InterruptedException {
    ForkedJvm.Result first = read(reader, file, columns, MOST_MIB);
    if (first.exitCode() != 0) {
      throw new IllegalStateException(
          "%s cannot be read in %d MiB:%n%s".formatted(file, MOST_MIB, first.output()));
    }
    int tooSmall = 0;
    int enough = MOST_MIB;
    while (enough - tooSmall > Math.max(leastStep, enough / PRECISION)) {
      int middle = (tooSmall + enough) / 2;
      if (read(reader, file, columns, middle).exitCode() == 0) {
        enough = middle;
      } else {
        tooSmall = middle;
      }
    }
    return enough;
  }

  private static ForkedJvm.Result read(Reader reader, Path file, int columns, int heapMiB)
      throws IOException, InterruptedException {
    return ForkedJvm.run(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx" + heapMiB + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"),
        OneHeap.class,
        reader.name(),
        file.toString(),
        String.valueOf(columns));
  }

  private enum Reader {
    BATCHES {
      @Override
      void read(Path file, RowType type) throws IOException {
        BatchesOfFile.onHeap(file, ScanOptions.builder().build());
      }
    },
    ROWS {
      @Override
      void read(Path file, RowType type) throws IOException {
        readRows(RowTiming.ours(type), file, type);
      }
    },
    ROWS_OF_FLINK {
      @Override
      void read(Path file, RowType type) throws IOException {
        readRows(RowTiming.flinks(type), file, type);
      }
    };

    abstract void read(Path file, RowType type) throws IOException;

    private static void readRows(
        BulkFormat<RowData, FileSourceSplit> format, Path file, RowType type) throws IOException {
      RowTiming.read(format, RowTiming.split(file), new TouchedValues(type.getChildren()));
    }
  }

  /** The process of a trial. */
  static final class OneHeap {
    private OneHeap() {}

    public static void main(String[] arguments) throws IOException {
      int columns = Integer.parseInt(arguments[2]);
      RowType type =
          RowType.of(
              Collections.nCopies(columns, new IntType(false)).toArray(LogicalType[]::new),
              IntStream.range(0, columns).mapToObj(i -> "column_" + i).toArray(String[]::new));
      Reader.valueOf(arguments[0]).read(Path.of(arguments[1]), type);
    }
  }
}
