package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.PartFilePlace;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/**
 * A part file that another sink left open in a checkpoint, such as a {@code FileSink} of rows. It
 * is closed as it is, since nothing of ours could follow in it.
 */
final class LeftPartFile<T> extends StreamedPartFile<T> {

  LeftPartFile(PartFilePlace place, RecoverableFsDataOutputStream stream, long creationTime) {
    super(place, stream, creationTime);
  }

  @Override
  public void write(T element, long currentTime) {
    throw new IllegalStateException(
        "The part file %s is another sink's and takes no element".formatted(place.path()));
  }

  @Override
  public long getSize() {
    return 0;
  }

  @Override
  public long rows() {
    return 0;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public boolean hasManyParts() {
    return false;
  }

  @Override
  void finish() {}

  @Override
  void release() {}

  @Override
  public InProgressFileRecoverable persist() {
    throw new IllegalStateException(
        "The part file %s is another sink's and must be closed at the checkpoint"
            .formatted(place.path()));
  }
}
