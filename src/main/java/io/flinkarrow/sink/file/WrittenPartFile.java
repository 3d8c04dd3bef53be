package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/** A part file that elements are written to, and that checkpoints may leave open. */
final class WrittenPartFile<T> extends StreamedPartFile<T> {

  private final PartFileBulkWriter<T, ?> file;
  private final BulkWriter<T> elements;
  private final KeptFiles kept;

  /** Of the checkpoint that is being taken, until Flink asks for it. */
  @Nullable private KeptFile left;

  @Nullable private Throwable leavingFailure;

  /** Of the last checkpoint, which may be that of a restore; null before the first. */
  @Nullable private UnfinishedFile unfinished;

  /**
   * @param file writes to the stream
   * @param elements takes the elements for the file
   * @param kept is told of the file until it is closed
   */
  WrittenPartFile(
      PartFilePlace place,
      RecoverableFsDataOutputStream stream,
      long creationTime,
      PartFileBulkWriter<T, ?> file,
      BulkWriter<T> elements,
      KeptFiles kept) {
    super(place, stream, creationTime);
    this.file = file;
    this.elements = elements;
    this.kept = kept;
    kept.add(this);
  }

  /** The file was restored then. When its last element came is not known. */
  WrittenPartFile<T> resumed(UnfinishedFile left, long now) {
    unfinished = left;
    markWrite(now);
    return this;
  }

  @Override
  public void write(T element, long currentTime) throws IOException {
    elements.addElement(element);
    markWrite(currentTime);
  }

  @Override
  public long getSize() {
    return file.fileBytes();
  }

  @Override
  public long rows() {
    return file.rowsWritten();
  }

  @Override
  public boolean hasEnded() {
    return file.hasEnded();
  }

  @Override
  public boolean hasManyParts() {
    return PartCount.areMany(file.fileBytes());
  }

  /** Heap bytes of the row group at hand. */
  long rowGroupBytes() {
    return file.state().flushableBytes();
  }

  /** Bytes that the last checkpoint has of the file. */
  long stateBytes() {
    return unfinished == null ? 0 : unfinished.length();
  }

  /**
   * Leaves the file for a checkpoint, by any thread. A failure is thrown when Flink asks for it.
   *
   * @param carries whether the row group at hand becomes a part of the state; else it ends
   */
  void leaveAhead(boolean carries) {
    try {
      left = leave(carries);
    } catch (IOException | RuntimeException | Error e) {
      leavingFailure = e;
    }
  }

  private KeptFile leave(boolean carries) throws IOException {
    if (!isUnchanged() || (!carries && unfinished.carriedBytes() > 0)) {
      unfinished = file.leave(carries);
    }
    try {
      return new KeptFile(place.path(), stream.persist(), unfinished);
    } catch (IOException e) {
      throw place.failed("Keeping", e);
    }
  }

  /** Whether the last checkpoint has the file as it is. */
  private boolean isUnchanged() throws IOException {
    return unfinished != null
        && unfinished.rows() == file.rowsWritten()
        && unfinished.writtenBytes() == stream.getPos();
  }

  @Override
  public InProgressFileRecoverable persist() throws IOException {
    if (leavingFailure != null) {
      throw PartFileHealth.checked(leavingFailure);
    }
    KeptFile taken = left == null ? leave(true) : left;
    left = null;
    return taken;
  }

  @Override
  void finish() throws IOException {
    file.finish();
    kept.remove(this);
  }

  @Override
  void release() {
    file.release();
    kept.remove(this);
  }
}
