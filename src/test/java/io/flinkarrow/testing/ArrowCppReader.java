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

  private ArrowCppReader() {}

  /**
   * Reads files and writes an Arrow stream file for each into {@code folder}, named as the Parquet
   * file with {@code .arrow} behind. Returns them in the order given. One process reads them all.
   */
  public static List<Path> read(List<Path> parquetFiles, Path folder)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    List<Path> streams = new ArrayList<>();
    for (Path file : parquetFiles) {
      Path stream = folder.resolve(file.getFileName() + ".arrow");
      arguments.add(file.toAbsolutePath().toString());
      arguments.add(stream.toAbsolutePath().toString());
      streams.add(stream);
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
    return streams;
  }

  /** The forked process: pairs of a Parquet file and the stream file it becomes. */
  public static void main(String[] arguments) throws Exception {
    BufferAllocator allocator = new RootAllocator();
    for (int i = 0; i < arguments.length; i += 2) {
      copy(allocator, Path.of(arguments[i]), Path.of(arguments[i + 1]));
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
