package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.hadoop.conf.Configuration;

/** The row writer that Flink's Parquet format uses, fed with rows that read the vectors. */
final class FlinkParquetFile implements FileFromBatches {

  private final List<VectorSchemaRoot> batches;

  FlinkParquetFile(List<VectorSchemaRoot> batches) {
    this.batches = batches;
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set("parquet.compression", codec.name());
    configuration.set("parquet.compression.codec.zstd.level", String.valueOf(ZSTD_LEVEL));
    configuration.set("parquet.write.int64.timestamp", "true");
    BulkWriter.Factory<RowData> factory =
        ParquetRowDataBuilder.createWriterFactory(
            FlinkRowType.of(batches.get(0).getSchema().getFields()), configuration, true);
    try (FSDataOutputStream out =
        LocalFileSystem.getSharedInstance()
            .create(
                new org.apache.flink.core.fs.Path(file.toUri()),
                FileSystem.WriteMode.NO_OVERWRITE)) {
      BulkWriter<RowData> writer = factory.create(out);
      for (VectorSchemaRoot batch : batches) {
        ColumnarRowData row = new ColumnarRowData(FlinkColumns.batch(batch.getFieldVectors()));
        for (int i = 0; i < batch.getRowCount(); i++) {
          row.setRowId(i);
          writer.addElement(row);
        }
      }
      writer.finish();
    }
  }
}
