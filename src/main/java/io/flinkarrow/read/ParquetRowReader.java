package io.flinkarrow.read;

import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.input.FailedOpening;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.read.field.AskedFields;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.row.bind.BatchViews;
import io.flinkarrow.row.bind.UnfitSlotException;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.schema.MessageType;

/**
 * Reads the row groups of one split, one after the other. Owns the open file. Every row is a new
 * view of its batch, so rows may be kept.
 *
 * <p>A row's position is its row group's first byte and the number of its rows up to this one.
 */
final class ParquetRowReader implements BulkFormat.Reader<RowData> {

  private static final int MAXIMUM_ROWS = 2048;
  private static final long MAXIMUM_BATCH_BYTES = 8 << 20;

  /** Of what pages may take, what may be fetched for them: one part of so many. */
  private static final int PARTS = 4;

  private final FileScan scan;
  private final BatchViews views;

  private ParquetRowReader(FileScan scan, BatchViews views) {
    this.scan = scan;
    this.views = views;
  }

  /** Opens a split's file; goes to the split's position if it has one. */
  static ParquetRowReader open(
      FileSourceSplit split,
      RowType asked,
      boolean utcTimezone,
      ReadLimits limits,
      List<String> tableColumns,
      @Nullable DecryptionSettings decryption,
      @Nullable ScanFilter filter)
      throws IOException {
    ParquetInput file = FileSystemInput.open(split.path());
    FileScan scan;
    try {
      scan =
          FileScan.open(
              file,
              options(limits, decryption).withFilter(filter),
              footer -> fields(file, footer.schema(), asked, tableColumns),
              SplitRowGroups.of(split));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw new UnreadableFileException(e);
    }
    try {
      boolean isUtc = utcTimezone || CreatedBy.isOurs(scan.footer().writer());
      BatchViews views =
          BatchViews.of(scan.schema().schema().getFields(), asked, isUtc, limits.maximumRowBytes());
      SplitRowGroups.seek(scan, split);
      return new ParquetRowReader(scan, views);
    } catch (IOException | RuntimeException | Error e) {
      FailedOpening.close(scan, e);
      throw e;
    }
  }

  private static ScanOptions options(ReadLimits limits, @Nullable DecryptionSettings decryption) {
    return new ScanOptions(
        ChosenFields.ALL,
        TimestampUnit.NANOS,
        MAXIMUM_ROWS,
        MAXIMUM_BATCH_BYTES,
        Math.min(ScanOptions.DEFAULT_FETCH_BYTES, limits.maximumPageBytes() / PARTS),
        limits.scanLimits(),
        decryption);
  }

  private static FileFields fields(
      ParquetInput file, MessageType schema, RowType asked, List<String> tableColumns) {
    if (!tableColumns.isEmpty() && tableColumns.stream().noneMatch(schema::containsField)) {
      throw new UnsupportedOperationException(
          "%s has none of the table's columns %s; it has %d others. Upper and lower case differ"
              .formatted(file.name(), tableColumns, schema.getFieldCount()));
    }
    return FileFields.ofLeaves(schema, AskedFields.leaves(file.name(), schema, asked));
  }

  @Override
  public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
    ScannedBatch batch;
    try {
      batch = scan.next();
    } catch (UnsupportedOperationException e) {
      throw new UnreadableFileException(e);
    }
    if (batch == null) {
      return null;
    }
    try {
      return new ViewedRows(views.bind(batch.batch()), batch);
    } catch (UnfitSlotException e) {
      throw new IOException(
          "Column '%s' cannot be read in row %d of %s: %s"
              .formatted(
                  e.column(),
                  batch.rows().at(new int[] {e.row()}).ranges().get(0).from(),
                  scan.place(),
                  e.getMessage()),
          e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
