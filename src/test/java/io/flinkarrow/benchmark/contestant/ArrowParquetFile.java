package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.VectorSchemaRoot;

/** This project's writer with the options it is given, but for the codec. */
final class ArrowParquetFile implements FileFromBatches {

  private final List<VectorSchemaRoot> batches;
  private final Supplier<WriterOptions.Builder> options;

  ArrowParquetFile(List<VectorSchemaRoot> batches, Supplier<WriterOptions.Builder> options) {
    this.batches = batches;
    this.options = options;
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    write(file, withCodec(codec).build());
  }

  @Override
  public long retainedBytes(Path file, CompressionCodec codec, long rowGroupBytes)
      throws IOException {
    return write(file, withCodec(codec).rowGroupBytes(rowGroupBytes).build());
  }

  private WriterOptions.Builder withCodec(CompressionCodec codec) {
    return codec == CompressionCodec.ZSTD
        ? options.get().codec(codec, ZSTD_LEVEL)
        : options.get().codec(codec);
  }

  private long write(Path file, WriterOptions options) throws IOException {
    long most = 0;
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, batches.get(0).getSchema(), options)) {
      for (VectorSchemaRoot batch : batches) {
        writer.write(batch);
        most = Math.max(most, writer.retainedBytes());
      }
      writer.finish();
    }
    return most;
  }
}
