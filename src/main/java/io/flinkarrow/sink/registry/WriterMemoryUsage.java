package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.ParquetWriter;

/**
 * What a part file writer held after one of its calls.
 *
 * @param bufferedBytes of the file that have not reached the stream yet, estimated
 * @param retainedBytes heap bytes, all of which ending the file gives back: dictionaries that
 *     writers share are not among them
 * @param flushableBytes of these, what ending the row group gives back
 * @param footerEntryBytes heap bytes that a row group takes from then on, until the file is closed
 * @param rows taken so far
 * @param rowGroups sent to the stream so far
 */
public record WriterMemoryUsage(
    long bufferedBytes,
    long retainedBytes,
    long flushableBytes,
    long footerEntryBytes,
    long rows,
    int rowGroups) {

  public static final WriterMemoryUsage NOTHING = new WriterMemoryUsage(0, 0, 0, 0, 0, 0);

  /** With less than this many times its footer entry, a row group is too small to be ended. */
  private static final int MINIMUM_FOOTER_ENTRIES = 2;

  public static WriterMemoryUsage of(ParquetWriter writer) {
    return new WriterMemoryUsage(
        writer.bufferedBytes(),
        writer.retainedBytes(),
        writer.flushableBytes(),
        writer.footerEntryBytes(),
        writer.rowsWritten(),
        writer.rowGroupsWritten());
  }

  /** Whether to end the row group gives back clearly more heap than it costs. */
  boolean isWorthARowGroup() {
    return flushableBytes >= MINIMUM_FOOTER_ENTRIES * footerEntryBytes;
  }

  /** Whether to close the file leaves one with at least a row group that was worth it. */
  boolean isWorthAFile() {
    return rowGroups > 0 || isWorthARowGroup();
  }
}
