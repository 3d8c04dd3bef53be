package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A data set in a Parquet file with SNAPPY, in memory if the system has such a file system. Closing
 * it deletes the file.
 */
record SampleFile(Path path, Contestant writer, Schema schema) implements AutoCloseable {

  private static final Path MEMORY = Path.of("/dev/shm");

  static SampleFile of(DataSet dataSet, int rows, Contestant writer) throws Exception {
    try (BufferAllocator allocator = new RootAllocator()) {
      return written(allocator, dataSet.batches(allocator, rows, writer.batchRows()), writer);
    }
  }

  static SampleFile ofEqualColumns(int columns, int rows, Contestant writer) throws Exception {
    try (BufferAllocator allocator = new RootAllocator()) {
      return written(
          allocator, DataSet.equalColumns(allocator, columns, rows, writer.batchRows()), writer);
    }
  }

  private static SampleFile written(
      BufferAllocator allocator, List<VectorSchemaRoot> batches, Contestant writer)
      throws Exception {
    try {
      Path file = temporary();
      writer.write(allocator, batches, file, CompressionCodec.SNAPPY);
      return new SampleFile(file, writer, batches.get(0).getSchema());
    } finally {
      batches.forEach(VectorSchemaRoot::close);
    }
  }

  private static Path temporary() throws IOException {
    Path file = Files.createTempFile(parent(), "sample", ".parquet");
    Files.delete(file);
    return file;
  }

  /** In memory if the system has such a file system. */
  static Path parent() {
    return Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  @Override
  public void close() throws IOException {
    Files.delete(path);
  }
}
