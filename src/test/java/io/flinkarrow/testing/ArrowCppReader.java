package io.flinkarrow.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * Arrow C++ reads Parquet files, in a JVM of its own with the version of Arrow that its newest
 * binding wants, and hands its rows over as Arrow stream files.
 */
public final class ArrowCppReader {

  private static final int BATCH_ROWS = 32_768;

  private static final String READ = "read";

  private ArrowCppReader() {}

  /**
   * Reads files and writes an Arrow stream file for each into {@code folder}, named as the Parquet
   * file with {@code .arrow} behind. Returns them in the order given. One process reads them all.
   */
  public static List<Path> read(List<Path> parquetFiles, Path folder)
      throws IOException, InterruptedException {
    List<Path> streams = new ArrayList<>();
    for (String outcome : outcomes(parquetFiles, folder)) {
      if (!outcome.equals(READ)) {
        throw new IllegalStateException("Arrow C++ did not read all files: " + outcome);
      }
      streams.add(output(parquetFiles.get(streams.size()), folder));
    }
    return streams;
  }

  /** Where {@link #outcomes} writes what a file holds. */
  public static Path output(Path parquetFile, Path folder) {
    return folder.resolve(parquetFile.getFileName() + ".arrow").toAbsolutePath();
  }

  /** The same; returns per file "read", or "refused: " and why. */
  public static List<String> outcomes(List<Path> parquetFiles, Path folder)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (Path file : parquetFiles) {
      arguments.add(file.toAbsolutePath().toString());
      arguments.add(output(file, folder).toString());
    }
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            RivalClassPath.with(Optional.of("arrow")),
            ArrowCppReader.class.getName(),
            arguments.toArray(String[]::new));
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "Arrow C++ did not read %s:%n%s".formatted(parquetFiles, result.output()));
    }
    List<String> outcomes =
        result.output().lines().filter(line -> line.matches("(read|refused: .*)")).toList();
    if (outcomes.size() != parquetFiles.size()) {
      throw new IllegalStateException(
          "Arrow C++ told of %d of %d files:%n%s"
              .formatted(outcomes.size(), parquetFiles.size(), result.output()));
    }
    return outcomes;
  }

  /** The forked process: pairs of a Parquet file and the stream file it becomes. */
  public static void main(String[] arguments) throws Exception {
    BufferAllocator allocator = new RootAllocator();
    for (int i = 0; i < arguments.length; i += 2) {
      try {
        copy(allocator, Path.of(arguments[i]), Path.of(arguments[i + 1]));
        System.out.println(READ);
      } catch (Exception e) {
        System.out.println("refused: " + e.toString().replaceAll("\\s+", " "));
      }
    }
    // The binding frees some batches late: a closed allocator would call that a leak.
    Runtime.getRuntime().halt(0);
  }

  // Nothing interrupts this process, so that close() may say what it likes about that.
  @SuppressWarnings("try")
  private static void copy(BufferAllocator allocator, Path parquet, Path stream) throws Exception {
    try (FileSystemDatasetFactory factory =
            new FileSystemDatasetFactory(
                allocator,
                NativeMemoryPool.getDefault(),
                FileFormat.PARQUET,
                parquet.toUri().toString());
        Dataset dataset = factory.finish();
        Scanner scanner = dataset.newScan(new ScanOptions(BATCH_ROWS));
        ArrowReader reader = scanner.scanBatches();
        ArrowStreamWriter writer =
            new ArrowStreamWriter(
                reader.getVectorSchemaRoot(),
                reader,
                Files.newByteChannel(stream, CREATE, WRITE))) {
      writer.start();
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
