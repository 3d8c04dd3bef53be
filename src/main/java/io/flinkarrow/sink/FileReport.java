package io.flinkarrow.sink;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.sink.registry.FinishedFiles;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.PendingFileRecoverable;

/**
 * Puts together what our writers know of the files of a checkpoint with what Flink knows of them,
 * and tells the listener. Flink closes the files of a bucket in the order in which it opened them,
 * and lists them in that order. Files that another sink left in the state are none of ours: they
 * come first, and nothing is told of them.
 */
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
   * @param committables all of a checkpoint
   * @throws IOException if the listener throws one
   */
  void of(Collection<FileSinkCommittable> committables) throws IOException {
    if (listener == null) {
      return;
    }
    for (FileSinkCommittable committable : committables) {
      PendingFileRecoverable file = committable.getPendingFile();
      if (file != null) {
        Optional<FileSummary> summary = finished.take(committable.getBucketId(), file.getSize());
        if (summary.isPresent()) {
          tell(
              new FinishedFile(
                  committable.getBucketId(), Optional.ofNullable(file.getPath()), summary.get()));
        }
      }
    }
    if (!finished.isEmpty()) {
      throw new IllegalStateException(
          "Flink's file writer did not list all files that were finished: the fileListener cannot be told of them");
    }
  }

  private void tell(FinishedFile file) throws IOException {
    try {
      listener.fileFinished(file);
    } catch (Exception e) {
      String name = file.path().map(Path::toString).orElse("in bucket '" + file.bucketId() + "'");
      throw new IOException(
          "The fileListener %s threw an exception when it was told of the file %s, which therefore does not become visible: %s"
              .formatted(listener.getClass().getName(), name, e),
          e);
    }
  }
}
