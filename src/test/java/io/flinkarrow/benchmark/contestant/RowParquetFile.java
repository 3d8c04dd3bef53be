package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.types.logical.RowType;

/** This project's writer of rows, fed with the rows that flink-parquet gets. */
final class RowParquetFile implements FileFromBatches {

  private final List<VectorSchemaRoot> batches;

  RowParquetFile(List<VectorSchemaRoot> batches) {
    this.batches = batches;
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

  private static WriterOptions.Builder withCodec(CompressionCodec codec) {
    return codec == CompressionCodec.ZSTD
        ? WriterOptions.builder().codec(codec, ZSTD_LEVEL)
        : WriterOptions.builder().codec(codec);
  }

  private long write(Path file, WriterOptions options) throws IOException {
    long most = 0;
    RowType type = FlinkRows.type(batches.get(0).getSchema());
    try (OutputStream out = Files.newOutputStream(file);
        RowParquetWriter writer = RowParquetWriter.open(out, "", type, options)) {
      for (VectorSchemaRoot batch : batches) {
        ColumnarRowData row = FlinkRows.over(batch);
        for (int i = 0; i < batch.getRowCount(); i++) {
          row.setRowId(i);
          writer.write(row);
        }
        most = Math.max(most, writer.retainedBytes());
      }
      writer.finish();
    }
    return most;
  }
}
