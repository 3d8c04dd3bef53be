package io.flinkarrow.sink;

import io.flinkarrow.sink.registry.FinishedFiles;
import java.io.IOException;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;

/** Tells the listener of the files that were finished since it was told last. */
final class FileReport {

  private final FinishedFiles finished;
  @Nullable private final FinishedFileListener listener;

  FileReport(FinishedFiles finished, @Nullable FinishedFileListener listener) {
    this.finished = finished;
    this.listener = listener;
    if (listener != null) {
      finished.keep();
    }
  }

  /**
   * @throws IOException if the listener throws one
   */
  void tellOfAll() throws IOException {
    if (listener == null) {
      return;
    }
    for (FinishedFiles.Finished file : finished.takeAll()) {
      tell(
          new FinishedFile(
              file.place().bucketId(), Optional.of(file.place().path()), file.summary()));
    }
  }

  private void tell(FinishedFile file) throws IOException {
    try {
      listener.fileFinished(file);
    } catch (Exception e) {
      throw new IOException(
          "The fileListener %s threw an exception when it was told of the file %s, which therefore does not become visible: %s"
              .formatted(
                  listener.getClass().getName(),
                  file.path().map(Path::toString).orElse(file.bucketId()),
                  e),
          e);
    }
  }
}
