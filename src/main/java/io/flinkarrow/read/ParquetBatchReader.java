package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.IOException;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.Path;

/**
 * Reads the row groups of one split, one after the other. Owns the open file. Every batch is a new
 * one.
 *
 * <p>A batch's position is its row group's first byte and the number of its rows up to the batch's
 * end. The number is of rows in the file, so it means the same for batches of any size.
 */
final class ParquetBatchReader implements BulkFormat.Reader<RecordBatch> {

  private final SplitScan scan;
  private final FileConversion conversion;

  private ParquetBatchReader(SplitScan scan, FileConversion conversion) {
    this.scan = scan;
    this.conversion = conversion;
  }

  /** Opens a split's file; goes to the split's position if it has one. */
  static BulkFormat.Reader<RecordBatch> open(
      FileSourceSplit split,
      BatchSchema wanted,
      SchemaPolicy policy,
      SplitOptions options,
      ReadMetrics metrics)
      throws IOException {
    return SplitScan.open(
        split,
        options,
        metrics,
        wanted.schema().getFields().stream().map(Field::getName).toList(),
        footer ->
            FileFields.of(
                footer.schema(),
                footer.keyValueMetadata(),
                WantedFields.in(footer.schema(), wanted.schema()),
                options.scan().int96Unit()),
        scan ->
            new ParquetBatchReader(
                scan,
                FileConversion.of(
                    split.path().toString(),
                    scan.schema(),
                    wanted,
                    policy,
                    options.scan().limits().maximumPageBytes())));
  }

  /** The schema of all columns of a file. */
  static Schema schemaOf(Path file, ScanOptions options) throws IOException {
    try (FileScan scan = FileScan.open(FileSystemInput.open(file), options)) {
      return scan.schema().schema();
    }
  }

  @Override
  public BulkFormat.RecordIterator<RecordBatch> readBatch() throws IOException {
    ScannedBatch next = scan.next();
    if (next == null) {
      return null;
    }
    RecordBatch batch =
        conversion.convert(next.batch(), next.firstRow(), next.nextRow() - 1, scan.place());
    SingletonResultIterator<RecordBatch> iterator = new SingletonResultIterator<>();
    iterator.set(batch, next.rowGroupStart(), next.nextRow());
    return iterator;
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
