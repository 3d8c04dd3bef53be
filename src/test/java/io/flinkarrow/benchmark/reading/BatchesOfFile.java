package io.flinkarrow.benchmark.reading;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Reads a file to its end and counts the rows. */
final class BatchesOfFile {

  private BatchesOfFile() {}

  /** As record batches on the heap. */
  static long onHeap(Path file, ScanOptions options) throws IOException {
    long rows = 0;
    try (FileScan scan = FileScan.open(ParquetInput.open(file), options)) {
      for (ScannedBatch batch = scan.next(); batch != null; batch = scan.next()) {
        rows += batch.batch().rowCount();
      }
    }
    return rows;
  }

  /** As Arrow's vectors, which is one copy more. */
  static long asVectors(Path file, BufferAllocator allocator) throws IOException {
    try (ArrowParquetReader reader = ArrowParquetReader.open(file, allocator)) {
      return asVectors(reader);
    }
  }

  static long asVectors(ArrowReader reader) throws IOException {
    long rows = 0;
    while (reader.loadNextBatch()) {
      rows += reader.getVectorSchemaRoot().getRowCount();
    }
    return rows;
  }

  /**
   * @throws IllegalStateException if other than the expected rows were read
   */
  static void require(long expected, long rows) {
    if (rows != expected) {
      throw new IllegalStateException(
          "%d rows were expected but %d came".formatted(expected, rows));
    }
  }
}
