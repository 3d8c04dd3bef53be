package io.flinkarrow.sink.registry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import javax.annotation.Nullable;

/**
 * An open writer in the registry, and what it held after its last call. Guarded by the registry,
 * except for its size.
 */
public final class WriterRegistration extends WeakReference<OpenWriter> {

  @Nullable private final String bucketId;
  private final long threadId = Thread.currentThread().getId();
  private WriterMemoryUsage state = WriterMemoryUsage.NOTHING;
  private long flushedRows;
  private volatile long fileBytes;

  WriterRegistration(
      OpenWriter writer, @Nullable String bucketId, ReferenceQueue<OpenWriter> dropped) {
    super(writer, dropped);
    this.bucketId = bucketId;
  }

  /** Null if the writer is of no noted bucket, as those of a plain FileSink. */
  @Nullable
  public String bucketId() {
    return bucketId;
  }

  /** What reached the file's stream, and an estimate of what is still buffered. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Rows in the file, to the last one; to be asked by the thread that writes it. */
  public long rows() {
    OpenWriter writer = get();
    return writer == null ? 0 : writer.rowsWritten();
  }

  WriterMemoryUsage state() {
    return state;
  }

  /** Takes what the writer holds now and what it has sent to its stream. */
  void update(WriterMemoryUsage now, long sentBytes) {
    state = now;
    fileBytes = sentBytes + now.bufferedBytes();
  }

  /** Whether this thread has opened the writer. */
  boolean isOfThisThread() {
    return threadId == Thread.currentThread().getId();
  }

  /** Its row group is ended with the rows it has now. */
  void noteFlush() {
    flushedRows = state.rows();
  }

  /** Whether to end its row group would help, since rows came after the last that was ended. */
  boolean mayFlush() {
    return state.rows() > flushedRows && state.isWorthARowGroup();
  }

  /**
   * Whether to end its file would help. Only a noted bucket has our rolling policy, which keeps
   * further elements away from it: other files would fail with the next.
   */
  boolean mayEnd() {
    return bucketId != null && state.isWorthAFile();
  }
}
