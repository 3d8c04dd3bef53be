package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.WriterProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the compact profile is for, on the benchmarks' data. */
class CompactFilesAreSmallerTest {

  /** Bounds are a little above what is measured, and far below 1 where something can be saved. */
  @ParameterizedTest
  @CsvSource({
    "TAXI, ZSTD, 0.88",
    "METRICS, ZSTD, 0.87",
    "DECIMAL, ZSTD, 0.96",
    "EVENTS, ZSTD, 0.98",
    "NESTED, ZSTD, 0.96",
    "TAXI, SNAPPY, 0.85",
    "METRICS, SNAPPY, 0.87",
    "TAXI, UNCOMPRESSED, 0.85"
  })
  void thanThoseOfTheDefaultProfile(DataSet set, CompressionCodec codec, double share)
      throws IOException {
    int rows = Math.min(set.fullRows(), 150_000);
    try (BufferAllocator allocator = new RootAllocator()) {
      List<VectorSchemaRoot> batches = set.batches(allocator, rows, 50_000);
      long compatible = bytes(batches, codec, WriterProfile.COMPATIBLE);
      long compact = bytes(batches, codec, WriterProfile.COMPACT);
      batches.forEach(VectorSchemaRoot::close);
      assertThat((double) compact / compatible).isLessThan(share);
    }
  }

  private static long bytes(
      List<VectorSchemaRoot> batches, CompressionCodec codec, WriterProfile profile)
      throws IOException {
    int level = codec == CompressionCodec.ZSTD ? 3 : codec.defaultLevel();
    WriterOptions options = WriterOptions.builder().profile(profile).codec(codec, level).build();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(
            OutputStream.nullOutputStream(), batches.get(0).getSchema(), options)) {
      for (VectorSchemaRoot batch : batches) {
        writer.write(batch);
      }
      return writer.finish().bytes();
    }
  }
}
