package io.flinkarrow.sink.registry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * An open writer in the registry, and what it held after its last call. Guarded by the registry.
 */
public final class WriterRegistration extends WeakReference<OpenWriter> {

  private final PartFilePlace place;
  private final long threadId = Thread.currentThread().getId();
  private WriterMemoryUsage state = WriterMemoryUsage.NOTHING;
  private long flushedRows;

  WriterRegistration(OpenWriter writer, PartFilePlace place, ReferenceQueue<OpenWriter> dropped) {
    super(writer, dropped);
    this.place = place;
  }

  WriterMemoryUsage state() {
    return state;
  }

  /** Takes what the writer holds now. */
  void update(WriterMemoryUsage now) {
    state = now;
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
   * Whether to end its file would help. Only files of known places have our rolling policy, which
   * keeps further elements away from it: others would fail with the next.
   */
  boolean mayEnd() {
    return place.isKnown() && state.isWorthAFile();
  }
}
