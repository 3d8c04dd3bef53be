package io.flinkarrow.parquet;

import java.io.IOException;

/**
 * A Parquet file in the making, whatever its rows come from: what all writers have in common.
 *
 * <p>A writer holds heap memory only and never closes its stream. No byte is written before the
 * first row, and offsets in the file count from the stream's position then. After a method has
 * thrown, the writer is failed, unless the method says otherwise: it has given up the row group at
 * hand, every further call throws, and no footer is written, so that what is in the stream cannot
 * be taken for a file. Not safe for use by several threads at a time.
 */
public interface ParquetWriter extends AutoCloseable {

  /**
   * Estimates the bytes still to reach the stream if the file were finished now, the footer
   * included: exact for compressed pages, guessed from them for what is not compressed yet. 0
   * before the first row and after {@link #finish()}.
   */
  long bufferedBytes();

  /**
   * The heap bytes the writer holds: for the row group at hand, which is what {@link
   * WriterOptions.Builder#rowGroupBytes(long)} limits, its compressed pages, open pages and
   * dictionaries; besides, what has come in and is not in a page yet, footer entries of row groups
   * already sent, and what an open writer takes for each column whatever it was given.
   */
  long retainedBytes();

  /**
   * The part of {@link #retainedBytes()} that {@link #flushRowGroup()} gives back. The rest stays
   * until the file is finished.
   */
  long flushableBytes();

  /** About the heap bytes that the rest grows by with each row group: its footer entry. */
  long footerEntryBytes();

  /** The rows taken so far. */
  long rowsWritten();

  /** The row groups sent to the stream so far. */
  int rowGroupsWritten();

  /**
   * Ends the row group at hand, if it has rows, and sends it to the stream.
   *
   * @throws IllegalStateException if the writer is failed, finished or closed
   * @throws IOException if the stream fails
   */
  void flushRowGroup() throws IOException;

  /**
   * What would complete the file now, and what a writer must know that is to go on with it. Nothing
   * is sent to the stream, and the file that comes out in the end is the one that it would have
   * been without. Costs about the time that compressing the rows since the last snapshot takes, or
   * the open pages and dictionaries in the first. The snapshot refers to the writer's pages, which
   * stay on the heap as long as it does: to keep it for longer, keep its {@link
   * UnfinishedFile#toBytes()}.
   *
   * <p>If {@link #bufferedBytes()} is more than is to be kept, call {@link #flushRowGroup()}
   * before.
   *
   * @throws UnsupportedOperationException if the file is encrypted or has {@link
   *     WriterOptions.Builder#fileChecksums}, or the writer is none of this library; it is then as
   *     it was
   * @throws IllegalStateException if the writer is failed, finished or closed
   */
  default UnfinishedFile snapshot() throws IOException {
    throw new UnsupportedOperationException(
        "Files of %s cannot be left unfinished: finish them".formatted(getClass().getName()));
  }

  /**
   * Writes what is left and the footer, and flushes the stream. Without a row this gives a valid
   * empty file. Further calls return the same summary.
   *
   * @throws IllegalStateException if the writer is failed, or was closed before
   * @throws IOException if the stream fails
   */
  FileSummary finish() throws IOException;

  /** Releases what the writer holds. Without {@link #finish()} before, no footer is written. */
  @Override
  void close();
}
