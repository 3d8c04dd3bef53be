package io.flinkarrow.testing;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** What Arrow's reader of files gives, as {@link PlainValue}s in the units of the file. */
public final class RowsOfBatches {

  private RowsOfBatches() {}

  public static List<Map<String, Object>> of(Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader = open(file, allocator)) {
      while (reader.loadNextBatch()) {
        rows.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
      }
    }
    return rows;
  }

  public static Schema schema(Path file) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader = open(file, allocator)) {
      return reader.getVectorSchemaRoot().getSchema();
    }
  }

  private static ArrowParquetReader open(Path file, BufferAllocator allocator) throws IOException {
    return ArrowParquetReader.open(
        ParquetInput.open(file), ReaderOptions.builder().batchRows(300).build(), allocator);
  }
}
