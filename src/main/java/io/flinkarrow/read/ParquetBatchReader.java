package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.input.FailedOpening;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * Reads the row groups of one split, one after the other. Owns the open file. Every batch is a new
 * one.
 *
 * <p>A batch's position is its row group's first byte and the number of its rows up to the batch's
 * end. The number is of rows in the file, so it means the same for batches of any size.
 */
final class ParquetBatchReader implements BulkFormat.Reader<RecordBatch> {

  private final FileScan scan;
  private final FileConversion conversion;

  private ParquetBatchReader(FileScan scan, FileConversion conversion) {
    this.scan = scan;
    this.conversion = conversion;
  }

  /** Opens a split's file; goes to the split's position if it has one. */
  static ParquetBatchReader open(
      FileSourceSplit split, List<String> tableColumns, BatchSchema wanted, BatchOptions options)
      throws IOException {
    String file = split.path().toString();
    FileScan scan = null;
    try {
      scan =
          FileScan.open(
              FileSystemInput.open(split.path()),
              options.scan(),
              footer -> fields(file, footer, tableColumns, wanted, options),
              SplitRowGroups.of(split));
      FileConversion conversion = FileConversion.of(file, scan.schema(), wanted, options);
      SplitRowGroups.seek(scan, split);
      return new ParquetBatchReader(scan, conversion);
    } catch (IOException | RuntimeException | Error e) {
      if (scan != null) {
        FailedOpening.close(scan, e);
      }
      if (e instanceof UnsupportedOperationException || e instanceof IllegalArgumentException) {
        throw new UnreadableFileException((RuntimeException) e);
      }
      throw e;
    }
  }

  /** The schema of all columns of a file. */
  static Schema schemaOf(Path file, BatchOptions options) throws IOException {
    try (FileScan scan = FileScan.open(FileSystemInput.open(file), options.scan())) {
      return scan.schema().schema();
    }
  }

  private static FileFields fields(
      String file,
      FileFooter footer,
      List<String> tableColumns,
      BatchSchema wanted,
      BatchOptions options) {
    MessageType schema = footer.schema();
    if (!tableColumns.isEmpty() && tableColumns.stream().noneMatch(schema::containsField)) {
      throw new UnsupportedOperationException(
          "%s has none of the columns %s; it has %d others. Upper and lower case differ"
              .formatted(file, tableColumns, schema.getFieldCount()));
    }
    try {
      return FileFields.of(
          schema,
          footer.keyValueMetadata(),
          WantedFields.in(schema, wanted.schema()),
          options.int96Unit());
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public BulkFormat.RecordIterator<RecordBatch> readBatch() throws IOException {
    try {
      ScannedBatch next = scan.next();
      if (next == null) {
        return null;
      }
      RecordBatch batch =
          conversion.convert(next.batch(), next.firstRow(), next.nextRow() - 1, scan.place());
      SingletonResultIterator<RecordBatch> iterator = new SingletonResultIterator<>();
      iterator.set(batch, next.rowGroupStart(), next.nextRow());
      return iterator;
    } catch (UnsupportedOperationException e) {
      throw new UnreadableFileException(e);
    }
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
