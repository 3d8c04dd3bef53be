package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.arrow.dataset.file.DatasetFileWriter;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Arrow C++ through arrow-dataset, which has no options: files are uncompressed. */
final class ArrowCppFile implements FileFromBatches {

  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches;

  ArrowCppFile(BufferAllocator allocator, List<VectorSchemaRoot> batches) {
    this.allocator = allocator;
    this.batches = batches;
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    Path folder = file.resolveSibling("arrow-cpp-parts");
    Files.createDirectories(folder);
    try (BatchesReader reader = new BatchesReader(allocator, batches)) {
      DatasetFileWriter.write(
          allocator,
          reader,
          FileFormat.PARQUET,
          folder.toUri().toString(),
          new String[0],
          1,
          "part_{i}");
    }
    Files.move(folder.resolve("part_0"), file, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder);
  }
}
