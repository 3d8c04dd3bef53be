package io.flinkarrow.read;

import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.scan.ScannedColumns;
import io.flinkarrow.read.field.AskedFields;
import io.flinkarrow.row.bind.RowViews;
import io.flinkarrow.row.bind.UnfitSlotException;
import java.io.IOException;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.schema.MessageType;

/**
 * Reads the row groups of one split, one after the other. Owns the open file. Every row is a new
 * view of what was decoded, so rows may be kept.
 *
 * <p>A row's position is its row group's first byte and the number of its rows up to this one.
 */
final class ParquetRowReader implements BulkFormat.Reader<RowData> {

  private final SplitScan scan;
  private final RowViews views;

  private ParquetRowReader(SplitScan scan, RowViews views) {
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
        asked.getFieldNames(),
        footer -> {
          MessageType schema = footer.schema();
          return FileFields.ofLeaves(schema, AskedFields.leaves(file, schema, asked));
        },
        scan -> {
          boolean isUtc = utcTimezone || CreatedBy.isOurs(scan.footer().writer());
          return new ParquetRowReader(
              scan,
              RowViews.of(
                  scan.schema().schema().getFields(),
                  asked,
                  isUtc,
                  options.scan().limits().maximumRowBytes()));
        });
  }

  @Override
  public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
    ScannedColumns columns = scan.nextColumns();
    if (columns == null) {
      return null;
    }
    try {
      return new ViewedRows(views.bind(columns.rowCount(), columns.columns()), columns);
    } catch (UnfitSlotException e) {
      throw new IOException(
          "Column '%s' cannot be read in row %d of %s: %s"
              .formatted(
                  e.column(),
                  columns.rows().at(new int[] {e.row()}).ranges().get(0).from(),
                  scan.place(),
                  e.getMessage()),
          e.getCause());
    } catch (IOException e) {
      throw scan.unfit(columns, e);
    }
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
