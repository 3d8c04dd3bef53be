package io.flinkarrow.read;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;

/** Reads files, or splits of them, as batches, as Flink's file source does. */
final class BatchSplits {

  /** A batch and where a reader restored after it goes on. */
  record Batch(RecordBatch data, CheckpointedPosition next) {}

  private BatchSplits() {}

  /** A file of {@link NumberedBatches} whose row groups have a number of rows. */
  static Path numbered(Path file, int rows, int rowsOfGroup) throws IOException {
    return write(
        file,
        WriterOptions.builder().rowGroupRows(rowsOfGroup).build(),
        NumberedBatches.of(0, rows));
  }

  static Path write(Path file, WriterOptions options, RecordBatch... batches) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, batches[0].schema(), options)) {
      for (RecordBatch batch : batches) {
        try (LoadedBatch loaded = batch.load(NumberedBatches.allocator())) {
          writer.write(loaded.root());
        }
      }
      writer.finish();
    }
    return file;
  }

  static List<Batch> read(FileSourceSplit split, ParquetBatchFormat format) throws IOException {
    try (BulkFormat.Reader<RecordBatch> reader =
        split.getReaderPosition().isPresent()
            ? format.restoreReader(new Configuration(), split)
            : format.createReader(new Configuration(), split)) {
      List<Batch> batches = new ArrayList<>();
      while (true) {
        BulkFormat.RecordIterator<RecordBatch> iterator = reader.readBatch();
        if (iterator == null) {
          return batches;
        }
        for (RecordAndPosition<RecordBatch> record = iterator.next();
            record != null;
            record = iterator.next()) {
          batches.add(
              new Batch(
                  record.getRecord(),
                  new CheckpointedPosition(record.getOffset(), record.getRecordSkipCount())));
        }
        iterator.releaseBatch();
      }
    }
  }

  static List<RecordBatch> read(Path file, ParquetBatchFormat format) throws IOException {
    return read(Splits.whole(file), format).stream().map(Batch::data).toList();
  }

  /** The first column, which numbers rows. */
  static List<Long> ids(List<Batch> batches) {
    List<Long> ids = new ArrayList<>();
    for (Batch batch : batches) {
      try (LoadedBatch loaded = batch.data().load(NumberedBatches.allocator())) {
        BigIntVector id = (BigIntVector) loaded.root().getVector(0);
        for (int row = 0; row < id.getValueCount(); row++) {
          ids.add(id.get(row));
        }
      }
    }
    return ids;
  }

  /** The values of a column, as Arrow's vectors give them. */
  static List<Object> values(List<RecordBatch> batches, String column) {
    List<Object> values = new ArrayList<>();
    for (RecordBatch batch : batches) {
      try (LoadedBatch loaded = batch.load(NumberedBatches.allocator())) {
        FieldVector vector = loaded.root().getVector(column);
        for (int row = 0; row < batch.rowCount(); row++) {
          Object value = vector.getObject(row);
          values.add(value == null ? null : value instanceof Number ? value : value.toString());
        }
      }
    }
    return values;
  }
}
