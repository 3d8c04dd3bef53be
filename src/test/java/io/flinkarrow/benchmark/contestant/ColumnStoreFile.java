package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * parquet-java below its row model: its column writers, filled column by column from the vectors.
 * Flat columns only.
 *
 * <p>Its page limits are looked at after every {@value #SLICE_ROWS} rows, when all columns have got
 * as many: looked at earlier, pages would hold more values than rows.
 */
final class ColumnStoreFile implements FileFromBatches {

  private static final int SLICE_ROWS = 4_000;
  private static final int PAGE_ROWS = 20_000;
  private static final long ROW_GROUP_BYTES = 128L << 20;
  private static final int TRUNCATE_BYTES = 64;

  private final List<VectorSchemaRoot> batches;
  private final MessageType schema;
  private final ParquetProperties properties =
      ParquetProperties.builder()
          .withPageRowCountLimit(PAGE_ROWS)
          .estimateRowCountForPageSizeCheck(false)
          .withMinRowCountForPageSizeCheck(SLICE_ROWS)
          .withMaxRowCountForPageSizeCheck(SLICE_ROWS)
          .build();

  ColumnStoreFile(List<VectorSchemaRoot> batches) {
    this.batches = batches;
    this.schema = SchemaPlan.of(batches.get(0).getSchema()).parquetSchema();
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set("parquet.compression.codec.zstd.level", String.valueOf(ZSTD_LEVEL));
    CodecFactory codecs = new CodecFactory(configuration, properties.getPageSizeThreshold());
    try (ParquetFileWriter out =
        new ParquetFileWriter(
            new LocalOutputFile(file),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0,
            TRUNCATE_BYTES,
            TRUNCATE_BYTES,
            true)) {
      out.start();
      BytesInputCompressor compressor =
          codecs.getCompressor(CompressionCodecName.valueOf(codec.name()));
      RowGroup rowGroup = new RowGroup(compressor);
      for (VectorSchemaRoot batch : batches) {
        ColumnValues[] columns = ColumnValues.of(batch, schema).toArray(ColumnValues[]::new);
        int from = 0;
        while (from < batch.getRowCount()) {
          // A slice never spans two checks, whatever the batches' rows.
          int count = Math.min(rowGroup.rowsToNextCheck(), batch.getRowCount() - from);
          rowGroup.write(columns, from, count);
          from += count;
          if (rowGroup.store.getBufferedSize() >= ROW_GROUP_BYTES) {
            rowGroup.flushTo(out);
            rowGroup = new RowGroup(compressor);
          }
        }
      }
      rowGroup.flushTo(out);
      out.end(Map.of());
    } finally {
      codecs.release();
    }
  }

  private final class RowGroup {
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private int rows;

    RowGroup(BytesInputCompressor compressor) {
      pages =
          new ColumnChunkPageWriteStore(
              compressor, schema, HeapByteBufferAllocator.getInstance(), TRUNCATE_BYTES, true);
      store = properties.newColumnWriteStore(schema, pages, pages);
    }

    int rowsToNextCheck() {
      return SLICE_ROWS - rows % SLICE_ROWS;
    }

    void write(ColumnValues[] columns, int from, int count) {
      for (int i = 0; i < columns.length; i++) {
        columns[i].write(from, count, store.getColumnWriter(schema.getColumns().get(i)));
      }
      for (int i = 0; i < count; i++) {
        store.endRecord();
      }
      rows += count;
    }

    void flushTo(ParquetFileWriter out) throws IOException {
      if (rows > 0) {
        out.startBlock(rows);
        store.flush();
        pages.flushToFileWriter(out);
        out.endBlock();
      }
      store.close();
      pages.close();
    }
  }
}
