package io.flinkarrow.sink.committed;

import io.flinkarrow.parquet.WriterOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.metrics.MetricGroup;

/**
 * A committer that tells a listener of each file once it has committed it. The listener is told
 * here and not behind the committer, because files of the last checkpoint are committed after the
 * stream has ended.
 */
@SuppressWarnings("try") // its close may be interrupted, as that of any committer
public final class TellingCommitter implements Committer<FileSinkCommittable> {

  private final Committer<FileSinkCommittable> files;
  private final CommittedFileReader reader;
  private final CommittedFileListener listener;

  /**
   * @param files commits, all that it is asked to or none; owned
   * @param options by which the files are written
   * @param group the committer's
   */
  public TellingCommitter(
      Committer<FileSinkCommittable> files,
      WriterOptions options,
      MetricGroup group,
      CommittedFileListener listener) {
    this.files = files;
    this.reader = new CommittedFileReader(options, group);
    this.listener = listener;
  }

  @Override
  public void commit(Collection<CommitRequest<FileSinkCommittable>> requests)
      throws IOException, InterruptedException {
    files.commit(requests);
    for (CommitRequest<FileSinkCommittable> request : requests) {
      Optional<CommittedFile> file = reader.read(request.getCommittable());
      if (file.isPresent()) {
        tell(file.get());
      }
    }
  }

  private void tell(CommittedFile file) throws IOException {
    try {
      listener.fileCommitted(file);
    } catch (Exception e) {
      throw new IOException(
          "The listener of committed files %s threw an exception when it was told of the file %s, which is visible and of which it will be told again: %s"
              .formatted(listener.getClass().getName(), file.path(), e),
          e);
    }
  }

  @Override
  public void close() throws Exception {
    files.close();
  }
}
