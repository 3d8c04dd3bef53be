package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

/** A part file that elements are written to. */
final class WrittenPartFile<T> extends StreamedPartFile<T> {

  private final PartFileBulkWriter<T, ?> file;
  private final BulkWriter<T> elements;

  /**
   * @param file writes to the stream
   * @param elements takes the elements for the file
   */
  WrittenPartFile(
      PartFilePlace place,
      RecoverableFsDataOutputStream stream,
      long creationTime,
      PartFileBulkWriter<T, ?> file,
      BulkWriter<T> elements) {
    super(place, stream, creationTime);
    this.file = file;
    this.elements = elements;
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
  void finish() throws IOException {
    file.finish();
  }

  @Override
  void release() {
    file.release();
  }

  @Override
  public InProgressFileRecoverable persist() {
    throw new UnsupportedOperationException(
        "Every checkpoint closes the part file " + place.path() + ", which has no other state");
  }
}
