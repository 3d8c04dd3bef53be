package io.flinkarrow.read;

import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.read.field.AskedFields;
import io.flinkarrow.row.bind.BatchViews;
import io.flinkarrow.row.bind.UnfitSlotException;
import java.io.IOException;
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

  private final SplitScan scan;
  private final BatchViews views;

  private ParquetRowReader(SplitScan scan, BatchViews views) {
    this.scan = scan;
    this.views = views;
  }

  /** Opens a split's file; goes to the split's position if it has one. */
  static BulkFormat.Reader<RowData> open(
      FileSourceSplit split,
      RowType asked,
      boolean utcTimezone,
      SplitOptions options,
      ReadMetrics metrics)
      throws IOException {
    String file = split.path().toString();
    return SplitScan.open(
        split,
        options,
        metrics,
        footer -> {
          MessageType schema = footer.schema();
          return FileFields.ofLeaves(schema, AskedFields.leaves(file, schema, asked));
        },
        scan -> {
          boolean isUtc = utcTimezone || CreatedBy.isOurs(scan.footer().writer());
          return new ParquetRowReader(
              scan,
              BatchViews.of(
                  scan.schema().schema().getFields(),
                  asked,
                  isUtc,
                  options.scan().limits().maximumRowBytes()));
        });
  }

  @Override
  public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
    ScannedBatch batch = scan.next();
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
