package io.flinkarrow.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Reads files, or splits of them, as Flink's file source does. */
final class Splits {

  /** A row and where a reader restored after it goes on. */
  record Row(RowData data, CheckpointedPosition next) {}

  private Splits() {}

  static FileSourceSplit whole(Path file) throws IOException {
    return of(file, 0, Files.size(file));
  }

  static FileSourceSplit of(Path file, long offset, long length) throws IOException {
    return of(new org.apache.flink.core.fs.Path(file.toUri()), offset, length, Files.size(file));
  }

  static FileSourceSplit of(
      org.apache.flink.core.fs.Path file, long offset, long length, long size) {
    return new FileSourceSplit("split", file, offset, length, 0, size);
  }

  static ParquetRowFormat format(RowType type) {
    return new ParquetRowFormat(type, InternalTypeInfo.of(type));
  }

  static List<RowData> read(Path file, RowType type) throws IOException {
    return read(whole(file), type);
  }

  static List<RowData> read(FileSourceSplit split, RowType type) throws IOException {
    return rows(split, type).stream().map(Row::data).toList();
  }

  static List<RowData> read(FileSourceSplit split, ParquetRowFormat format) throws IOException {
    return rows(split, format).stream().map(Row::data).toList();
  }

  static List<Row> rows(FileSourceSplit split, RowType type) throws IOException {
    return rows(split, format(type));
  }

  /** The rows, copied when all have been read: readers must not use anything of them again. */
  static List<Row> rows(FileSourceSplit split, BulkFormat<RowData, FileSourceSplit> format)
      throws IOException {
    LogicalType type = ((InternalTypeInfo<RowData>) format.getProducedType()).toLogicalType();
    try (BulkFormat.Reader<RowData> reader =
        split.getReaderPosition().isPresent()
            ? format.restoreReader(new Configuration(), split)
            : format.createReader(new Configuration(), split)) {
      List<Row> rows = new ArrayList<>();
      while (true) {
        BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
        if (batch == null) {
          return rows.stream()
              .map(row -> new Row(CopiedRows.row(row.data(), type), row.next()))
              .toList();
        }
        for (RecordAndPosition<RowData> record = batch.next();
            record != null;
            record = batch.next()) {
          rows.add(
              new Row(
                  record.getRecord(),
                  new CheckpointedPosition(record.getOffset(), record.getRecordSkipCount())));
        }
        batch.releaseBatch();
      }
    }
  }
}
