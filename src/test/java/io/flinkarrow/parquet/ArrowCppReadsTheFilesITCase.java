package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.comparison.ForeignCheck;
import io.flinkarrow.parquet.column.CompressionCodec;
import io.flinkarrow.testing.ArrowCppReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrow C++ gets from our files what was written, whatever the shape and the codec. */
class ArrowCppReadsTheFilesITCase {

  /** Several pages a column, and not a multiple of anything. */
  private static final int ROWS = 45_001;

  private static final int BATCH_ROWS = 20_000;

  @TempDir private Path folder;

  @Test
  void everyDataSetComesBackWithEveryCodec() throws Exception {
    List<Path> parquetFiles = new ArrayList<>();
    List<Map<String, String>> expected = new ArrayList<>();
    try (ForeignCheck check = new ForeignCheck()) {
      for (DataSet dataSet : DataSet.values()) {
        int rows = dataSet == DataSet.WIDE ? ROWS / 10 : ROWS;
        Path input = folder.resolve(dataSet + ".input");
        try (BufferAllocator allocator = new RootAllocator()) {
          dataSet.writeTo(input, allocator, rows, BATCH_ROWS);
          Map<String, String> sums = check.ofStream(input);
          assertThat(sums).containsEntry("rows", String.valueOf(rows));
          for (CompressionCodec codec : CompressionCodec.values()) {
            parquetFiles.add(write(input, allocator, codec));
            expected.add(sums);
          }
        }
      }
      List<Path> streams = ArrowCppReader.read(parquetFiles, folder);
      for (int i = 0; i < streams.size(); i++) {
        assertThat(check.ofStream(streams.get(i)))
            .as("%s", parquetFiles.get(i).getFileName())
            .isEqualTo(expected.get(i));
      }
    }
  }

  private Path write(Path input, BufferAllocator allocator, CompressionCodec codec)
      throws IOException {
    Path file = folder.resolve(input.getFileName() + "-" + codec + ".parquet");
    List<VectorSchemaRoot> batches = DataSet.readFrom(input, allocator);
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out,
                batches.get(0).getSchema(),
                WriterOptions.builder().codec(codec).rowGroupRows(30_000).build())) {
      for (VectorSchemaRoot batch : batches) {
        writer.write(batch);
        batch.close();
      }
      writer.finish();
    }
    return file;
  }
}
