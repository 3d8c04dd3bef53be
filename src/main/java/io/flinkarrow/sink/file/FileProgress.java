package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.sink.registry.SinkMetrics;

/** How far a part file was when it was counted last. */
final class FileProgress {

  private long rows;
  private long bytes;
  private int rowGroups;
  private long bufferedBytes;

  /** The stream had bytes before the writer was opened. */
  void startAt(long streamBytes) {
    bytes = streamBytes;
  }

  /** The file has rows that were counted before a restore. */
  void goOnFrom(ParquetWriter writer, long streamBytes) {
    rows = writer.rowsWritten();
    rowGroups = writer.rowGroupsWritten();
    bytes = streamBytes;
  }

  /** Counts what came since then. */
  void advance(ParquetWriter writer, long streamBytes, SinkMetrics metrics) {
    long rowsNow = writer.rowsWritten();
    int rowGroupsNow = writer.rowGroupsWritten();
    metrics.countWritten(rowsNow - rows, streamBytes - bytes, rowGroupsNow - rowGroups);
    rows = rowsNow;
    bytes = streamBytes;
    rowGroups = rowGroupsNow;
    bufferedBytes = writer.bufferedBytes();
  }

  /** Rows of the file. */
  long rows() {
    return rows;
  }

  /** Bytes that the stream had. */
  long bytes() {
    return bytes;
  }

  /** What reached the stream, and an estimate of what was still buffered. */
  long fileBytes() {
    return bytes + bufferedBytes;
  }
}
